// An item in words: a heading, its figures, and the sentence that says why.
// SPDX-License-Identifier: Apache-2.0
import type { Item, PageData } from "./data";
import { textOf } from "./data";
import { el } from "./dom";
import { clockText, dayText, labelOf, valueText } from "./words";

// Said in the heading already, or below the figures.
const saidElsewhere: Record<string, string[]> = {
  hotspots: ["id"],
  stops: ["unit", "seq", "place", "shift"],
  routes: ["unit", "shift"],
  legs: ["unit", "seq", "shift"],
  tasks: ["id"],
  units: ["unit", "shift", "start", "end"],
  unserved: ["place"],
  roads: ["name"],
  roads_used: ["name"],
  cameras: ["camera"],
};

const saidByWhen = ["day", "arrive", "depart", "leave", "back", "end"];

/** What the item is called. */
export function headingOf(item: Item): string {
  const text = (field: string): string => textOf(item, field);
  switch (item.layer.style) {
    case "hotspots": return `Hotspot H${text("id")}`;
    case "stops": return `${text("unit")} stop ${text("seq")}: ${text("place")}`;
    case "routes": return `Route of ${text("unit")}`;
    case "legs": return `${text("unit")}: ${text("from")} to ${text("to")}`;
    case "tasks": return `Task ${text("id")}`;
    case "units": return `Base of ${text("unit")}`;
    case "unserved": return `Not served: ${text("place")}`;
    case "cameras": return `Camera ${text("camera")}`;
    default: return text("name") || `${item.layer.title} ${item.index + 1}`;
  }
}

// When it happens, in one line: what a planner looks for first.
function whenOf(item: Item): string {
  const day = textOf(item, "day");
  const [from, to] = item.layer.style === "routes" ? ["leave", "back"]
    : item.layer.style === "units" ? ["start", "end"] : ["arrive", "depart"];
  const [first, last] = [textOf(item, from), textOf(item, to)];
  if (!first || !last) return "";
  return `${day ? `${dayText(day)}, ` : ""}${clockText(first, day)} – ${clockText(last, day)}`;
}

/** The stops that serve a hotspot or a task, in time order; none for anything else. */
export function stopsAt(item: Item, data: PageData): Item[] {
  const place = item.layer.style === "hotspots" ? `H${textOf(item, "id")}`
    : item.layer.style === "tasks" ? textOf(item, "id") : "";
  if (!place) return [];
  const time = (stop: Item): number => Date.parse(textOf(stop, "arrive")) || 0;
  return data.layers
    .filter((layer) => layer.style === "stops")
    .flatMap((layer) => layer.items.filter((stop) => textOf(stop, "place") === place))
    .sort((a, b) => time(a) - time(b));
}

/** A list of stops, each a button that goes to it. */
export function stopList(stops: Item[], go: (stop: Item) => void): HTMLElement[] {
  if (stops.length === 0) return [];
  const entries = stops.map((stop) => el("li", {}, el("button", {
    text: `${whenOf(stop)} · ${textOf(stop, "unit")}`, attributes: { type: "button" }, on: { click: () => go(stop) },
  })));
  return [el("h3", { text: stops.length === 1 ? "Planned stop" : `${stops.length} planned stops` }), el("ul", {}, ...entries)];
}

/** The body of a popup; `more` follows the figures and the reason. */
export function detailsOf(item: Item, more: HTMLElement[]): HTMLElement {
  const body = el("div", { class: "details" });
  const when = whenOf(item);
  if (when) body.append(el("p", { class: "when", text: when }));
  const figures = el("dl");
  const hidden = new Set([...(saidElsewhere[item.layer.style] ?? []), "why", ...(when ? saidByWhen : [])]);
  if (textOf(item, "start") === textOf(item, "arrive")) hidden.add("start");
  for (const field of item.layer.fields) {
    const value = item.values[field.name] ?? null;
    if (hidden.has(field.name) || value === null || value === "") continue;
    figures.append(
      el("dt", { text: labelOf(field.name), title: field.meaning }),
      el("dd", { text: valueText(field, value, item) }),
    );
  }
  if (figures.children.length > 0) body.append(figures);
  const why = textOf(item, "why");
  if (why) body.append(el("p", { class: "why", text: why }));
  body.append(...more);
  return body;
}
