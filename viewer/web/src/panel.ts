// The side panel: days and units to look at, layers to show, and what their symbols mean.
// SPDX-License-Identifier: Apache-2.0
import type { PageData } from "./data";
import { checkbox, el, freshId } from "./dom";
import type { Shown } from "./layers";
import { densityLegend, swatch, unitSwatch } from "./legend";
import type { State } from "./state";
import { dayText } from "./words";

function group(title: string, ...children: (Node | string)[]): HTMLElement {
  return el("fieldset", {}, el("legend", { text: title }), ...children);
}

function dayChoice(state: State): HTMLElement[] {
  if (state.days.length < 2) return [];
  const name = freshId("day");
  const choice = (day: string, text: string): HTMLElement => {
    const radio = el("input", { attributes: { type: "radio", name, value: day } });
    radio.checked = day === "";
    radio.addEventListener("change", () => state.showDay(day));
    return el("label", { class: "pill" }, radio, el("span", { text }));
  };
  return [group("Day", el("div", { class: "pills" },
    choice("", "All days"), ...state.days.map((day) => choice(day, dayText(day)))))];
}

function unitChoice(state: State): HTMLElement[] {
  if (state.units.length === 0) return [];
  const boxes = state.units.map((unit) => {
    const look = state.lookOf(unit);
    return checkbox({
      label: [unitSwatch(look.colour, look.dash), el("span", { text: unit })],
      checked: true,
      changed: (on) => state.showUnit(unit, on),
    });
  });
  const all = (text: string, on: boolean): HTMLElement => el("button", {
    class: "quiet", text: on ? "All" : "None", attributes: { type: "button", "aria-label": `${text} units` },
    on: {
      click: () => {
        for (const box of boxes) {
          const input = box.querySelector("input");
          if (input && input.checked !== on) input.click();
        }
      },
    },
  });
  const buttons = state.units.length > 2 ? [el("div", { class: "row" }, all("All", true), all("No", false))] : [];
  return [group("Units", ...buttons, el("div", { class: "units" }, ...boxes))];
}

function opacity(shown: Shown): HTMLElement {
  const slider = el("input", { attributes: { type: "range", min: "10", max: "100", step: "5", "aria-label": "Opacity of the density" } });
  slider.value = String(Math.round((shown.layers[0]?.getOpacity() ?? 1) * 100));
  slider.addEventListener("input", () => shown.layers.forEach((layer) => layer.setOpacity(Number(slider.value) / 100)));
  return el("label", { class: "opacity" }, "Opacity", slider);
}

// What one symbol does not say by itself.
function notesOn(shown: Shown): HTMLElement[] {
  if (shown.style === "routes") return [el("p", { class: "note", text: "Drawn left of the street in the direction of travel." })];
  if (shown.style !== "stops") return [];
  const key = (style: string, text: string): HTMLElement => el("span", {}, swatch(style, "point"), text);
  return [el("p", { class: "note keys" }, key("stops", "hotspot"), key("stops:task", "task"), key("stops:break", "break"))];
}

function layerChoice(shown: Shown, data: PageData): HTMLElement {
  const set = (on: boolean): void => shown.layers.forEach((layer) => layer.setVisible(on));
  const count = shown.count === null ? [] : [el("span", { class: "count", text: shown.count.toLocaleString("en-GB") })];
  const symbol = shown.style === "density" ? [] : [swatch(shown.style, shown.data?.geometry ?? "none")];
  const box = checkbox({
    label: [...symbol, el("span", { class: "name", text: shown.title }), ...count],
    checked: shown.layers[0]?.getVisible() ?? true,
    changed: set,
  });
  box.dataset["layer"] = shown.style;
  const density = shown.style === "density" && data.density ? [densityLegend(data.density), opacity(shown)] : [];
  return el("div", { class: "layer" }, box, ...notesOn(shown), ...density);
}

/** The panel's groups. */
export function panel(data: PageData, state: State, shown: Shown[]): HTMLElement {
  const layers = shown.map((entry) => layerChoice(entry, data));
  const none = layers.length === 0 ? [el("p", { class: "note", text: "This run published no layers." })] : [];
  return el("aside", { class: "panel", attributes: { id: "panel", "aria-label": "Filters and layers" } },
    ...dayChoice(state), ...unitChoice(state), group("Layers and legend", ...layers, ...none));
}
