// The page: header, panel, map and tables, put together from the data block.
// SPDX-License-Identifier: Apache-2.0
import "ol/ol.css";
import "./style.css";

import { readPageData } from "./data";
import type { PageData } from "./data";
import { el } from "./dom";
import { shownLayers } from "./layers";
import { PatrolMap, planeOf } from "./map";
import { panel } from "./panel";
import { State } from "./state";
import { tables } from "./tables";

function notices(data: PageData): HTMLElement[] {
  if (data.notices.length === 0) return [];
  const list = el("ul", {}, ...data.notices.map((text) => el("li", { text })));
  return [el("div", { class: "notices", attributes: { role: "note", "aria-label": "Notices" } }, list)];
}

function switchButton(text: string, app: HTMLElement, part: string): HTMLElement {
  const button = el("button", { text, attributes: { type: "button", "aria-pressed": "true" } });
  const set = (shown: boolean): void => {
    app.classList.toggle(`no-${part}`, !shown);
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
  if (part === "panel") {  // lies over the map in a narrow window, so it waits there to be asked for
    const narrow = window.matchMedia("(max-width: 899px)");
    narrow.addEventListener("change", () => set(!narrow.matches));
    if (narrow.matches) set(false);
  }
  return button;
}

function start(): void {
  const app = document.getElementById("app");
  if (!app) return;
  const data = readPageData();
  const state = new State(data);
  const projection = planeOf(data.crs);
  const shown = shownLayers(data, state, projection);
  const mapElement = el("div", { class: "map", attributes: { id: "map", tabindex: "0", role: "application", "aria-label": "Map" } });
  const attribution = el("p", { class: "attribution", text: [data.attribution, data.crs].filter(Boolean).join(" · ") });
  const under = tables(data, state);
  const hasTables = under.querySelector("table") !== null;
  app.classList.toggle("no-tables", !hasTables);
  const header = el("header", { class: "head" },
    el("h1", { text: data.title }),
    el("p", { class: "period", text: data.period }),
    el("div", { class: "switches" }, switchButton("Panel", app, "panel"), ...(hasTables ? [switchButton("Tables", app, "tables")] : [])),
    ...notices(data));
  app.replaceChildren(header, panel(data, state, shown), el("main", { class: "stage" }, mapElement, attribution), under);
  new PatrolMap(mapElement, data, state, shown, projection);
}

start();
