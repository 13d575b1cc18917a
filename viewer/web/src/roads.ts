// How roads look: grey by class, thinner classes and then names as one zooms in.
// SPDX-License-Identifier: Apache-2.0
import type { FeatureLike } from "ol/Feature";
import Fill from "ol/style/Fill";
import Stroke from "ol/style/Stroke";
import Style from "ol/style/Style";
import type { StyleFunction } from "ol/style/Style";
import Text from "ol/style/Text";

import { textOf } from "./data";
import { itemOf } from "./features";

interface RoadLook {
  colour: string;
  width: number;          // pixels at a city's scale
  shownBelow: number;     // metres a pixel
  namedBelow: number;
  dash?: number[];
}

const major = { shownBelow: Infinity, namedBelow: 9 };
const looks: Record<string, RoadLook> = {
  motorway: { ...major, colour: "#7d848f", width: 3 },
  trunk: { ...major, colour: "#878e99", width: 2.6 },
  primary: { ...major, colour: "#8f96a0", width: 2.2 },
  secondary: { ...major, colour: "#9aa0a9", width: 1.7, namedBelow: 6 },
  tertiary: { colour: "#a5abb3", width: 1.3, shownBelow: 60, namedBelow: 4 },
  unclassified: { colour: "#b4b9c0", width: 1, shownBelow: 40, namedBelow: 3 },
  residential: { colour: "#b4b9c0", width: 1, shownBelow: 30, namedBelow: 2.5 },
  service: { colour: "#c3c7cc", width: 0.8, shownBelow: 12, namedBelow: 1.2 },
  track: { colour: "#c9bfae", width: 0.8, shownBelow: 12, namedBelow: 1.2, dash: [5, 3] },
  path: { colour: "#c9bfae", width: 0.8, shownBelow: 8, namedBelow: 1.2, dash: [2, 3] },
  ferry: { colour: "#7aa6c2", width: 1.2, shownBelow: 60, namedBelow: 6, dash: [6, 4] },
};
const unknown: RoadLook = { colour: "#b4b9c0", width: 1, shownBelow: 40, namedBelow: 3 };

const lookOf = (feature: FeatureLike): RoadLook =>
  looks[textOf(itemOf(feature), "class")] ?? unknown;

// Streets widen as one comes nearer: as drawn from 6 m a pixel up, four times that at 0.5 m.
const widening = (resolution: number): number => Math.min(4, Math.max(1, Math.sqrt(8 / resolution)));

/** Lines of the road network. */
export function roadStyle(): StyleFunction {
  const made = new Map<string, Style>();
  return (feature, resolution) => {
    const look = lookOf(feature);
    if (resolution > look.shownBelow) return undefined;
    const width = Math.round(look.width * widening(resolution) * 4) / 4;
    const key = `${look.colour} ${width} ${String(look.dash)}`;
    let style = made.get(key);
    if (!style) {
      style = new Style({ stroke: new Stroke({ color: look.colour, width, lineDash: look.dash }) });
      made.set(key, style);
    }
    return style;
  };
}

/** Names along the roads, where there is room for them. */
export function roadNameStyle(): StyleFunction {
  const fill = new Fill({ color: "#4a5160" });
  const stroke = new Stroke({ color: "rgba(255,255,255,0.9)", width: 3 });
  return (feature, resolution) => {
    if (resolution > lookOf(feature).namedBelow) return undefined;
    const text = textOf(itemOf(feature), "name");
    if (!text) return undefined;
    return new Style({
      text: new Text({ text, placement: "line", font: "11px sans-serif", fill, stroke, maxAngle: 0.6 }),
    });
  };
}
