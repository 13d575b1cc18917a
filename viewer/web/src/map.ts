// The map: a bare view of the working CRS in metres, its controls, and the item in hand on it.
// SPDX-License-Identifier: Apache-2.0
import OlMap from "ol/Map";
import View from "ol/View";
import type MapBrowserEvent from "ol/MapBrowserEvent";
import { defaults as defaultControls } from "ol/control/defaults";
import ScaleLine from "ol/control/ScaleLine";
import { createEmpty, extend, getCenter, isEmpty } from "ol/extent";
import type { Extent } from "ol/extent";
import { defaults as defaultInteractions } from "ol/interaction/defaults";
import VectorLayer from "ol/layer/Vector";
import Projection from "ol/proj/Projection";
import VectorSource from "ol/source/Vector";

import type { Item, LayerData, PageData, XY } from "./data";
import { el } from "./dom";
import { featureOf, geometryOf } from "./features";
import { placeText } from "./grid_reference";
import type { Shown } from "./layers";
import { itemsAt, shiftOf } from "./picking";
import { Popup } from "./popup";
import type { State } from "./state";
import { chosenStyle } from "./styles";

/** The working CRS as the map knows it: a plane in metres. No library of projections is needed. */
export function planeOf(crs: string): Projection {
  return new Projection({
    code: crs || "plane", units: "m", metersPerUnit: 1, getPointResolution: (resolution) => resolution,
  });
}

const still = (): number =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 250;

function extentOf(layers: LayerData[]): Extent {
  const all = createEmpty();
  for (const layer of layers) {
    for (const item of layer.items) {
      const geometry = geometryOf(item);
      if (geometry) extend(all, geometry.getExtent());
    }
  }
  return all;
}

// The plan if there is one, else the roads, else the density, else a square kilometre of nothing.
function startingExtent(data: PageData): Extent {
  const plan = extentOf(data.layers.filter((layer) => layer.style !== "roads" && layer.style !== "cameras"));
  if (!isEmpty(plan)) return plan;
  const one = plan[0] !== undefined && Number.isFinite(plan[0]) ? plan : extentOf(data.layers);
  if (one[0] !== undefined && Number.isFinite(one[0])) return [one[0] - 500, (one[1] ?? 0) - 500, (one[2] ?? 0) + 500, (one[3] ?? 0) + 500];
  const density = data.density;
  if (!density) return [0, 0, 1000, 1000];
  const [west, south] = density.corner;
  return [west, south, west + density.cols * density.cell, south + density.rows * density.cell];
}

export class PatrolMap {
  private readonly map: OlMap;
  private readonly view: View;
  private readonly popup: Popup;
  private readonly chosen = new VectorSource();
  private readonly home: Extent;

  constructor(target: HTMLElement, private readonly data: PageData, private readonly state: State, private readonly shown: Shown[], projection: Projection) {
    this.home = startingExtent(data);
    this.view = new View({
      projection, center: getCenter(this.home), resolution: 10, minResolution: 0.1, maxResolution: 2000,
      enableRotation: false, showFullExtent: true,
    });
    const readout = el("output", { class: "readout", attributes: { "aria-label": "Place under the pointer" } });
    this.map = new OlMap({
      target,
      view: this.view,
      controls: defaultControls({ attribution: false, rotate: false }).extend([new ScaleLine({ units: "metric" })]),
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      layers: [
        ...shown.flatMap((entry) => entry.layers),
        new VectorLayer({ source: this.chosen, style: chosenStyle, zIndex: 11.5 }),
      ],
    });
    this.popup = new Popup(this.map, data, {
      turned: (item) => state.choose(item, "map"),
      asked: (item) => state.choose(item, "table"),
      closed: () => state.choose(null, "page"),
    });
    target.append(this.furniture(), readout);
    this.map.on("singleclick", (event) => this.clicked(event));
    this.map.on("pointermove", (event) => this.pointed(event, readout));
    target.addEventListener("keydown", (event) => {
      if (event.key === "Escape") state.choose(null, "page");
    });
    state.onChoice(({ item, from }) => this.show(item, from));
    state.onFilter(() => {
      if (state.chosen && !state.passes(state.chosen)) state.choose(null, "page");
      else this.mark(state.chosen);
    });
    this.fitAll(0);
  }

  /** Shows the whole plan. */
  fitAll(duration = still()): void {
    this.view.fit(this.home, { padding: [40, 40, 40, 40], minResolution: 1, duration });
  }

  private furniture(): HTMLElement {
    const whole = el("button", {
      class: "whole", text: "Whole plan", attributes: { type: "button" }, on: { click: () => this.fitAll() },
    });
    const north = el("div", { class: "north", title: "North is up", attributes: { "aria-label": "North is up" } }, "▲", el("span", { text: "N" }));
    return el("div", { class: "furniture" }, whole, north);
  }

  private pointed(event: MapBrowserEvent, readout: HTMLElement): void {
    const [x = 0, y = 0] = event.coordinate;
    readout.textContent = placeText(this.data.crs, x, y);
    const over = !event.dragging && this.itemsAt(event.coordinate).length > 0;
    this.map.getTargetElement()?.classList.toggle("over-item", over);
  }

  private itemsAt(coordinate: number[]): Item[] {
    const at: XY = [coordinate[0] ?? 0, coordinate[1] ?? 0];
    return itemsAt(this.shown, this.state, at, this.view.getResolution() ?? 1);
  }

  private clicked(event: MapBrowserEvent): void {
    const items = this.itemsAt(event.coordinate);
    this.popup.offer(items, event.coordinate);
    this.state.choose(items[0] ?? null, "map");
  }

  private mark(item: Item | null): void {
    this.chosen.clear();
    const feature = item && featureOf(item);
    if (!item || !feature) return;
    feature.set("displacement", shiftOf(item, this.state));
    this.chosen.addFeature(feature);
  }

  private show(item: Item | null, from: "map" | "table" | "page"): void {
    this.mark(item);
    const geometry = item && geometryOf(item);
    if (!item || !geometry) {
      this.popup.close();
      return;
    }
    if (from !== "table") {
      this.popup.open(item, shiftOf(item, this.state));
      return;
    }
    this.popup.close();
    this.popup.offer([item], null);
    const minResolution = Math.min(item.layer.geometry === "line" ? 1.5 : 3.5, this.view.getResolution() ?? 3.5);
    this.view.fit(geometry.getExtent(), {
      padding: [60, 60, 60, 60], minResolution, duration: still(),
      callback: () => {
        if (this.state.chosen === item) this.popup.open(item, shiftOf(item, this.state));
      },
    });
  }
}
