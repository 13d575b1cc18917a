// The tables under the map: stops in time order, routes, hotspots, tasks, what is not served.
// SPDX-License-Identifier: Apache-2.0
import type { Cell, Field, Item, LayerData, PageData } from "./data";
import { textOf } from "./data";
import { el, freshId } from "./dom";
import type { State } from "./state";
import { labelOf, valueText } from "./words";

// Columns in the order a planner reads them; those that a layer lacks are left out.
const columnsOf: Record<string, string[]> = {
  stops: ["day", "arrive", "depart", "unit", "seq", "place", "kind", "dwell_min", "drive_min", "drive_km", "why"],
  routes: ["day", "unit", "leave", "back", "stops", "visit_min", "drive_min", "drive_km", "wait_min"],
  hotspots: ["id", "mass_share", "events", "peak_per_km2", "area_m2", "visits", "minutes", "why"],
  tasks: ["id", "kind", "window", "duration_min", "units", "planned", "why"],
  unserved: ["place", "kind", "reason", "why"],
};
const firstOrder: Record<string, string[]> = { stops: ["arrive"], routes: ["day", "unit"], hotspots: ["id"] };

// Numbers as numbers, times as instants, text with its numbers counted ("L2" before "L10"); nothing last.
function compared(field: Field, a: Cell, b: Cell): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (field.type === "time") return Date.parse(String(a)) - Date.parse(String(b)) || 0;
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en-GB", { numeric: true });
}

class Table {
  readonly element: HTMLElement;
  private readonly body = el("tbody");
  private readonly fields: Field[];
  private readonly heads: HTMLElement[];
  private readonly rows = new Map<Item, HTMLTableRowElement>();
  private sorted: { field: Field; down: boolean } | null = null;

  constructor(readonly layer: LayerData, private readonly state: State) {
    const wanted = columnsOf[layer.style] ?? [];
    this.fields = wanted.flatMap((name) => layer.fields.filter((field) => field.name === name));
    this.heads = this.fields.map((field) => this.headOf(field));
    for (const item of layer.items) this.rows.set(item, this.rowOf(item));
    this.element = el("table", { attributes: { role: "grid", "aria-label": layer.title } }, el("thead", {}, el("tr", {}, ...this.heads)), this.body);
    this.fill();
  }

  get shown(): Item[] {
    return this.layer.items.filter((item) => this.state.passes(item));
  }

  fill(): void {
    const order = this.sorted
      ? [this.sorted.field]
      : (firstOrder[this.layer.style] ?? []).flatMap((name) => this.layer.fields.filter((field) => field.name === name));
    const sign = this.sorted?.down ? -1 : 1;
    const items = this.shown.sort((a, b) => {
      for (const field of order) {
        const by = compared(field, a.values[field.name] ?? null, b.values[field.name] ?? null);
        if (by !== 0) return sign * by;
      }
      return a.index - b.index;
    });
    const rows = items.flatMap((item) => this.rows.get(item) ?? []);
    rows.forEach((row, i) => {  // one stop of the Tab key for the table, the arrow keys within it
      row.tabIndex = i === 0 ? 0 : -1;
    });
    this.body.replaceChildren(...rows);
  }

  mark(item: Item | null, intoView: boolean): void {
    for (const [other, row] of this.rows) row.setAttribute("aria-selected", String(other === item));
    if (item && intoView) this.rows.get(item)?.scrollIntoView({ block: "nearest" });
  }

  private headOf(field: Field): HTMLElement {
    const sort = el("button", {
      text: labelOf(field.name), title: field.meaning || labelOf(field.name), attributes: { type: "button" },
      on: { click: () => this.sortBy(field) },
    });
    return el("th", { class: this.classOf(field), attributes: { scope: "col", "aria-sort": "none" } }, sort);
  }

  private sortBy(field: Field): void {
    this.sorted = { field, down: this.sorted?.field === field && !this.sorted.down };
    this.heads.forEach((head, i) => {
      const sort = this.fields[i] !== field ? "none" : this.sorted?.down ? "descending" : "ascending";
      head.setAttribute("aria-sort", sort);
    });
    this.fill();
  }

  private classOf(field: Field): string {
    const number = field.type === "integer" || field.type === "real";
    return field.name === "why" ? "why" : number ? "number" : "";
  }

  private rowOf(item: Item): HTMLTableRowElement {
    const cells = this.fields.map((field) => {
      const text = valueText(field, item.values[field.name] ?? null, item);
      const cell = el("td", { class: this.classOf(field), text, title: field.name === "why" ? text : "" });
      if (field.name === "unit") {
        cell.style.setProperty("--unit", this.state.lookOf(textOf(item, "unit")).colour);
        cell.classList.add("unit");
      }
      return cell;
    });
    const choose = (): void => this.state.choose(item, "table");
    return el("tr", {
      attributes: { "aria-selected": "false" },
      on: {
        click: choose,
        keydown: (event) => {
          const key = (event as KeyboardEvent).key;
          const row = event.currentTarget as HTMLElement;
          if (key === "Enter" || key === " ") choose();
          else if (key === "ArrowDown") (row.nextElementSibling as HTMLElement | null)?.focus();
          else if (key === "ArrowUp") (row.previousElementSibling as HTMLElement | null)?.focus();
          else return;
          event.preventDefault();
        },
      },
    }, ...cells);
  }
}

interface Tab {
  table: Table;
  button: HTMLElement;
  pane: HTMLElement;
}

function tabOf(layer: LayerData, state: State): Tab {
  const table = new Table(layer, state);
  const [paneId, buttonId] = [freshId("table"), freshId("tab")];
  const empty = el("p", { class: "none", text: layer.items.length > 0 ? "Nothing here with the filters as they are." : "None." });
  return {
    table,
    button: el("button", { attributes: { type: "button", role: "tab", id: buttonId, "aria-controls": paneId } }),
    pane: el("div", {
      class: "pane", attributes: { role: "tabpanel", id: paneId, "aria-labelledby": buttonId, "data-table": layer.style },
    }, table.element, empty),
  };
}

/** The tables of all layers that have one, in tabs; the element is empty when there are none. */
export function tables(data: PageData, state: State): HTMLElement {
  const tabs = Object.keys(columnsOf)
    .flatMap((style) => data.layers.filter((layer) => layer.style === style))
    .map((layer) => tabOf(layer, state));
  const open = (chosen: Tab | undefined): void => tabs.forEach((tab) => {
    tab.button.setAttribute("aria-selected", String(tab === chosen));
    tab.button.tabIndex = tab === chosen ? 0 : -1;
    tab.pane.hidden = tab !== chosen;
  });
  const refresh = (): void => tabs.forEach((tab) => {
    tab.table.fill();
    const shown = tab.table.shown.length;
    tab.button.textContent = `${tab.table.layer.title} (${shown.toLocaleString("en-GB")})`;
    tab.pane.classList.toggle("empty", shown === 0);
  });
  tabs.forEach((tab, i) => {
    tab.button.addEventListener("click", () => open(tab));
    tab.button.addEventListener("keydown", (event) => {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      const next = tabs[(i + step + tabs.length) % tabs.length];
      if (step === 0 || !next) return;
      open(next);
      next.button.focus();
    });
  });
  state.onFilter(refresh);
  state.onChoice(({ item, from }) => {
    const tab = item && tabs.find((candidate) => candidate.table.layer === item.layer);
    if (tab) open(tab);
    tabs.forEach((each) => each.table.mark(item, from === "map"));
  });
  refresh();
  open(tabs[0]);
  return el("section", { class: "tables", attributes: { "aria-label": "Tables" } },
    el("div", { class: "tabs", attributes: { role: "tablist" } }, ...tabs.map((tab) => tab.button)),
    ...tabs.map((tab) => tab.pane));
}
