// How each published layer looks on the map: one entry a style name, used by every layer of that style.
// SPDX-License-Identifier: Apache-2.0
import type { FeatureLike } from "ol/Feature";
import Point from "ol/geom/Point";
import CircleStyle from "ol/style/Circle";
import Fill from "ol/style/Fill";
import RegularShape from "ol/style/RegularShape";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import type { StyleFunction } from "ol/style/Style";
import Text from "ol/style/Text";

import type { Item, LayerData } from "./data";
import { textOf } from "./data";
import { itemOf } from "./features";
import { colours, inkOn } from "./palette";
import { displacement, standings } from "./places";
import type { Standing } from "./places";
import type { State } from "./state";

const halo = new Stroke({ color: "rgba(255,255,255,0.95)", width: 3 });
const white = new Fill({ color: "#ffffff" });
const ink = new Fill({ color: colours.ink });

// Standings are worked out once for each state of the filters.
function standingIn(layer: LayerData, state: State): (item: Item) => Standing | undefined {
  let known: Map<Item, Standing> | null = null;
  state.onFilter(() => {
    known = null;
  });
  return (item) => (known ??= standings(layer, state)).get(item);
}

/** Hotspots: an outline over the density. */
export function hotspotStyle(state: State): StyleFunction {
  const casing = new Style({ stroke: new Stroke({ color: "rgba(255,255,255,0.8)", width: 5 }), zIndex: 0 });
  const outline = new Style({
    stroke: new Stroke({ color: colours.hotspot, width: 2.2 }),
    fill: new Fill({ color: "rgba(59,15,112,0.06)" }),
    zIndex: 1,
  });
  return (feature) => (state.passes(itemOf(feature)) ? [casing, outline] : undefined);
}

/** Hotspots' names: above the outline, and clear of the stops at its middle. */
export function hotspotNameStyle(state: State): StyleFunction {
  const clearance = 12;  // pixels from the middle
  const fill = new Fill({ color: colours.hotspot });
  return (feature, resolution) => {
    const item = itemOf(feature);
    const ring = item.parts?.[0] ?? [];
    if (!state.passes(item) || ring.length === 0 || resolution > 40) return undefined;
    const north = ring.reduce((best, at) => (at[1] > best[1] ? at : best));
    const south = ring.reduce((best, at) => (at[1] < best[1] ? at : best));
    const tip = Math.max(north[1], (north[1] + south[1]) / 2 + clearance * resolution);
    return new Style({
      geometry: new Point([north[0], tip]),
      text: new Text({ text: `H${textOf(item, "id")}`, font: "bold 13px sans-serif", offsetY: -8, fill, stroke: halo }),
      zIndex: -item.index,
    });
  };
}

/** Stops: the number in the shift on the unit's colour; round for hotspots, square for tasks, hollow for breaks. */
export function stopStyle(layer: LayerData, state: State): StyleFunction {
  const standing = standingIn(layer, state);
  return (feature) => {
    const item = itemOf(feature);
    if (!state.passes(item)) return undefined;
    const { colour } = state.lookOf(textOf(item, "unit"));
    const kind = textOf(item, "kind");
    const [right, up] = displacement(standing(item));
    const fill = new Fill({ color: kind === "break" ? "#ffffff" : colour });
    const stroke = new Stroke({ color: kind === "break" ? colour : "#ffffff", width: 1.8 });
    const image = kind === "task"
      ? new RegularShape({ points: 4, angle: Math.PI / 4, radius: 12, fill, stroke, displacement: [right, up] })
      : new CircleStyle({ radius: 9.5, fill, stroke, displacement: [right, up] });
    return new Style({
      image,
      text: new Text({
        text: textOf(item, "seq"),
        font: "bold 11px sans-serif",
        offsetX: right,
        offsetY: 0.5 - up,
        fill: new Fill({ color: kind === "break" ? colours.ink : inkOn(colour) }),
      }),
      zIndex: item.index,
    });
  };
}

/** Bases: one dark square a place, with the callsigns that start there. */
export function baseStyle(layer: LayerData, state: State): StyleFunction {
  const standing = standingIn(layer, state);
  const image = new RegularShape({
    points: 4, angle: Math.PI / 4, radius: 10, fill: ink, stroke: new Stroke({ color: "#ffffff", width: 2 }),
  });
  return (feature) => {
    const here = standing(itemOf(feature));
    if (!here || here.index > 0) return undefined;
    const callsigns = [...new Set(here.shared.map((item) => textOf(item, "unit")))];
    const shown = callsigns.length > 4 ? `${callsigns.slice(0, 3).join(", ")} +${callsigns.length - 3}` : callsigns.join(", ");
    return new Style({
      image,
      text: new Text({
        text: shown, font: "bold 12px sans-serif", textAlign: "left", offsetX: 12, fill: ink, stroke: halo,
      }),
    });
  };
}

/** Tasks: a white diamond, named below; the stops that serve them are drawn on top. */
export function taskStyle(layer: LayerData, state: State): StyleFunction {
  const standing = standingIn(layer, state);
  const image = new RegularShape({
    points: 4, angle: 0, radius: 15, fill: white, stroke: new Stroke({ color: colours.ink, width: 2.2 }),
  });
  return (feature, resolution) => {
    const here = standing(itemOf(feature));
    if (!here || here.index > 0) return undefined;
    const ids = here.shared.map((item) => textOf(item, "id")).join(", ");
    return new Style({
      image,
      text: new Text({
        text: resolution > 25 ? "" : ids, font: "bold 12px sans-serif", offsetY: 24, fill: ink, stroke: halo,
      }),
    });
  };
}

/** Unserved places: a red cross. */
export function unservedStyle(state: State): StyleFunction {
  const cross = (colour: string, width: number, zIndex: number): Style => new Style({
    image: new RegularShape({
      points: 4, radius: 9, radius2: 0, angle: Math.PI / 4, stroke: new Stroke({ color: colour, width }),
    }),
    zIndex,
  });
  const styles = [cross("#ffffff", 6, 0), cross(colours.unserved, 3, 1)];
  return (feature) => (state.passes(itemOf(feature)) ? styles : undefined);
}

/** Cameras: a small triangle that points where the camera looks. */
export function cameraStyle(state: State): StyleFunction {
  return (feature) => {
    const item = itemOf(feature);
    if (!state.passes(item)) return undefined;
    const bearing = item.values["bearing"];
    return new Style({
      image: new RegularShape({
        points: 3, radius: 7, fill: new Fill({ color: "#00796b" }), stroke: new Stroke({ color: "#ffffff", width: 1.5 }),
        rotation: typeof bearing === "number" ? (bearing * Math.PI) / 180 : 0,
      }),
    });
  };
}

/** Anything else: plain lines, outlines and dots. */
export function plainStyle(state: State): StyleFunction {
  const stroke = new Stroke({ color: "#5b6472", width: 2 });
  const style = new Style({
    stroke,
    fill: new Fill({ color: "rgba(91,100,114,0.15)" }),
    image: new CircleStyle({ radius: 5, fill: new Fill({ color: "#5b6472" }), stroke: new Stroke({ color: "#ffffff", width: 1.5 }) }),
  });
  return (feature) => (state.passes(itemOf(feature)) ? style : undefined);
}

/** The item in hand: a yellow band under its line or outline, a ring round its point. */
export function chosenStyle(feature: FeatureLike): Style[] {
  const offset = feature.get("displacement") as [number, number] | undefined;
  const ring = (color: string, width: number): CircleStyle =>
    new CircleStyle({ radius: 15, stroke: new Stroke({ color, width }), displacement: offset ?? [0, 0] });
  return [
    new Style({ stroke: new Stroke({ color: "#000000", width: 8 }), image: ring("#000000", 6) }),
    new Style({ stroke: new Stroke({ color: colours.chosen, width: 5 }), image: ring(colours.chosen, 3.5) }),
  ];
}
