// The map's layers: which style a published layer wears, in what order, and whether it starts shown.
// SPDX-License-Identifier: Apache-2.0
import type BaseLayer from "ol/layer/Base";
import VectorLayer from "ol/layer/Vector";
import type Projection from "ol/proj/Projection";
import VectorSource from "ol/source/Vector";
import type Feature from "ol/Feature";
import type { StyleFunction } from "ol/style/Style";

import type { LayerData, PageData } from "./data";
import { densityLayer } from "./density";
import { featureOf } from "./features";
import { roadNameStyle, roadStyle } from "./roads";
import { routeStyle } from "./routes";
import type { State } from "./state";
import {
  baseStyle, cameraStyle, hotspotNameStyle, hotspotStyle, plainStyle, stopStyle, taskStyle, unservedStyle,
} from "./styles";

type Styling = (layer: LayerData, state: State) => StyleFunction;

interface Kind {
  order: number;  // of drawing; higher is on top
  hidden?: boolean;  // at first
  style: Styling;
  names?: { order: number; declutter: boolean; style: Styling };  // drawn as a layer of their own
}

const kinds: Record<string, Kind> = {
  roads: { order: 2, style: () => roadStyle(), names: { order: 3, declutter: true, style: () => roadNameStyle() } },
  roads_used: { order: 4, hidden: true, style: (_, state) => plainStyle(state) },
  corridor_streets: { order: 4.2, hidden: true, style: (_, state) => plainStyle(state) },
  corridors: { order: 4.3, hidden: true, style: (_, state) => plainStyle(state) },
  hotspots: {
    order: 5,
    style: (_, state) => hotspotStyle(state),
    names: { order: 13, declutter: false, style: (_, state) => hotspotNameStyle(state) },
  },
  legs: { order: 6, hidden: true, style: (_, state) => routeStyle(state) },
  routes: { order: 7, style: (_, state) => routeStyle(state) },
  cameras: { order: 8, style: (_, state) => cameraStyle(state) },
  units: { order: 9, style: baseStyle },
  tasks: { order: 10, style: taskStyle },
  unserved: { order: 11, style: (_, state) => unservedStyle(state) },
  stops: { order: 12, style: stopStyle },
};
const other: Kind = { order: 4.5, style: (_, state) => plainStyle(state) };

// Upon the panel: what the plan is first, what it stands on last.
const listed = ["hotspots", "routes", "stops", "tasks", "unserved", "units", "legs", "roads_used", "cameras",
  "corridor_streets", "corridors"];

/** One line of the panel, and the map layers that its checkbox turns on and off. */
export interface Shown {
  title: string;
  style: string;
  count: number | null;
  layers: BaseLayer[];
  data: LayerData | null;
}

function shownLayer(data: LayerData, state: State, alone: boolean): Shown {
  const kind = kinds[data.style] ?? other;
  const features = data.items.map(featureOf).filter((feature): feature is Feature => feature !== null);
  const source = new VectorSource({ features });
  const visible = alone || !kind.hidden;
  const renderBuffer = data.style === "roads" ? 20 : 100;
  const layers = [new VectorLayer({ source, visible, renderBuffer, style: kind.style(data, state), zIndex: kind.order })];
  if (kind.names) {
    const { order, declutter, style } = kind.names;
    layers.push(new VectorLayer({ source, visible, renderBuffer, declutter, style: style(data, state), zIndex: order }));
  }
  if (data.style !== "roads") state.onFilter(() => layers.forEach((layer) => layer.changed()));
  return { title: data.title, style: data.style, count: data.items.length, layers, data };
}

/** Every layer of the page, in the order of the panel. */
export function shownLayers(data: PageData, state: State, projection: Projection): Shown[] {
  const place = (shown: Shown): number => {
    const at = listed.indexOf(shown.style);
    return shown.style === "roads" ? listed.length + 1 : at < 0 ? listed.length : at;
  };
  const routed = data.layers.some((layer) => layer.style === "routes" && layer.items.length > 0);
  const shown = data.layers
    .filter((layer) => layer.geometry !== "none")
    .map((layer) => shownLayer(layer, state, layer.style === "legs" && !routed));
  shown.sort((a, b) => place(a) - place(b));
  if (data.density) {
    const layers = [densityLayer(data.density, projection)];
    shown.push({ title: "Density of events", style: "density", count: null, layers, data: null });
  }
  return shown;
}
