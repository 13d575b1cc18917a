// How routes look: a unit's colour, on the left of the road in the direction of travel, with arrows.
// SPDX-License-Identifier: Apache-2.0
import type { State as DrawState } from "ol/render";
import Style from "ol/style/Style";
import type { StyleFunction } from "ol/style/Style";

import type { Item, XY } from "./data";
import { textOf } from "./data";
import { itemOf } from "./features";
import type { UnitLook } from "./palette";
import type { State } from "./state";

const arrowsApart = 90;  // pixels
const arrowSize = 5;

// Units that share a street run beside each other, and out and back on opposite sides.
const laneShift = (look: UnitLook): number => 2.5 + 3 * look.lane;

/** How far left of its street an item is drawn, in pixels; 0 for what is not a route or a leg. */
export function routeShift(item: Item, state: State): number {
  const route = item.layer.style === "routes" || item.layer.style === "legs";
  return route ? laneShift(state.lookOf(textOf(item, "unit"))) : 0;
}

// Points closer than a pixel or two are of no use on a screen, and make an offset line jagged.
function thinned(line: number[][], least: number): XY[] {
  const out: XY[] = [];
  line.forEach(([x = 0, y = 0], i) => {
    const last = out[out.length - 1];
    if (!last || Math.hypot(x - last[0], y - last[1]) >= least) out.push([x, y]);
    else if (i === line.length - 1) out[out.length - 1] = [x, y];
  });
  return out;
}

/** The line shifted to its left (y grows downwards), corners mitred up to twice the shift. */
function shifted(line: XY[], left: number): XY[] {
  const directions: XY[] = [];
  for (let i = 1; i < line.length; ++i) {
    const [x0, y0] = line[i - 1] ?? [0, 0];
    const [x1, y1] = line[i] ?? [0, 0];
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    directions.push([(x1 - x0) / length, (y1 - y0) / length]);
  }
  const out: XY[] = [];
  line.forEach(([x, y], i) => {
    const before = directions[i - 1] ?? directions[i] ?? [1, 0];
    const after = directions[i] ?? before;
    const [sumX, sumY] = [before[0] + after[0], before[1] + after[1]];
    const squared = sumX * sumX + sumY * sumY;
    if (squared < 0.5) {  // a turn on the spot: round its end on both sides
      out.push([x + before[1] * left, y - before[0] * left], [x + after[1] * left, y - after[0] * left]);
      return;
    }
    const mitre = Math.min(2 / squared, 2 / Math.sqrt(squared));
    out.push([x + sumY * left * mitre, y - sumX * left * mitre]);
  });
  return out;
}

function trace(context: CanvasRenderingContext2D, line: XY[]): void {
  context.beginPath();
  line.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
}

function drawArrow(context: CanvasRenderingContext2D, x: number, y: number, angle: number, size: number): void {
  const [cos, sin] = [Math.cos(angle) * size, Math.sin(angle) * size];
  const shape: XY[] = [[1.3, 0], [-1, 1], [-0.4, 0], [-1, -1], [1.3, 0]];
  trace(context, shape.map(([along, across]) => [x + along * cos - across * sin, y + along * sin + across * cos]));
  context.fill();
  context.stroke();
}

// Arrows at equal steps along the line; those off the canvas are stepped over.
function drawArrows(context: CanvasRenderingContext2D, line: XY[], pixelRatio: number): void {
  const [width, height] = [context.canvas.width, context.canvas.height];
  let until = (arrowsApart / 2) * pixelRatio;
  for (let i = 1; i < line.length; ++i) {
    const [x0, y0] = line[i - 1] ?? [0, 0];
    const [x1, y1] = line[i] ?? [0, 0];
    const length = Math.hypot(x1 - x0, y1 - y0);
    for (; length > 0 && until <= length; until += arrowsApart * pixelRatio) {
      const [x, y] = [x0 + ((x1 - x0) * until) / length, y0 + ((y1 - y0) * until) / length];
      if (x > -20 && y > -20 && x < width + 20 && y < height + 20) {
        drawArrow(context, x, y, Math.atan2(y1 - y0, x1 - x0), arrowSize * pixelRatio);
      }
    }
    until -= length;
  }
}

function draw(pixels: number[][], { context, pixelRatio }: DrawState, look: UnitLook): void {
  const line = shifted(thinned(pixels, 2 * pixelRatio), laneShift(look) * pixelRatio);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.lineJoin = "round";
  context.lineCap = "round";
  trace(context, line);
  context.strokeStyle = "rgba(255,255,255,0.85)";
  context.lineWidth = 5.5 * pixelRatio;
  context.stroke();
  context.strokeStyle = look.colour;
  context.lineWidth = 3 * pixelRatio;
  context.setLineDash((look.dash ?? []).map((length) => length * pixelRatio));
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = look.colour;
  context.strokeStyle = "#ffffff";
  context.lineWidth = pixelRatio;
  drawArrows(context, line, pixelRatio);
  context.restore();
}

/** Lines of routes or legs: casing, colour, arrows. */
export function routeStyle(state: State): StyleFunction {
  const made = new Map<string, Style>();
  return (feature) => {
    const item = itemOf(feature);
    if (!state.passes(item)) return undefined;
    const unit = textOf(item, "unit");
    let style = made.get(unit);
    if (!style) {
      const look = state.lookOf(unit);
      style = new Style({ renderer: (pixels, drawState) => draw(pixels as number[][], drawState, look) });
      made.set(unit, style);
    }
    return style;
  };
}
