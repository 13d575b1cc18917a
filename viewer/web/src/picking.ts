// Which items lie under the pointer: by geometry, with each symbol where it is drawn.
// SPDX-License-Identifier: Apache-2.0
import type { Item, LayerData, XY } from "./data";
import type { Shown } from "./layers";
import { displacement, standings } from "./places";
import { routeShift } from "./routes";
import type { State } from "./state";

const symbolReach = 12;  // pixels
const lineReach = 5;

function distanceToLine(line: XY[], x: number, y: number): number {
  let best = Infinity;
  for (let i = 1; i < line.length; ++i) {
    const [x0, y0] = line[i - 1] ?? [0, 0];
    const [dx, dy] = [(line[i]?.[0] ?? 0) - x0, (line[i]?.[1] ?? 0) - y0];
    const squared = dx * dx + dy * dy;
    const along = squared > 0 ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared)) : 0;
    best = Math.min(best, Math.hypot(x - x0 - along * dx, y - y0 - along * dy));
  }
  return best;
}

// Even-odd over all rings, so that a hole is outside.
function inside(rings: XY[][], x: number, y: number): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; ++i) {
      const [x0, y0] = ring[i - 1] ?? [0, 0];
      const [x1, y1] = ring[i] ?? [0, 0];
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) odd = !odd;
    }
  }
  return odd;
}

/** How far off its place an item's symbol is drawn, in pixels right and up. */
export function shiftOf(item: Item, state: State): [number, number] {
  if (item.layer.style !== "stops") return [0, 0];
  return displacement(standings(item.layer, state).get(item));
}

function pointsAt(layer: LayerData, state: State, x: number, y: number, resolution: number): Item[] {
  const spread = layer.style === "stops";
  const found: { item: Item; far: number }[] = [];
  for (const [item, standing] of standings(layer, state)) {
    const at = item.parts?.[0]?.[0];
    if (!at) continue;
    const [right, up] = spread ? displacement(standing) : [0, 0];
    const far = Math.hypot(at[0] + right * resolution - x, at[1] + up * resolution - y) / resolution;
    if (far <= symbolReach) found.push({ item, far });
  }
  return found.sort((a, b) => a.far - b.far).map((each) => each.item);
}

function inLayer(layer: LayerData, state: State, x: number, y: number, resolution: number): Item[] {
  if (layer.geometry === "point") return pointsAt(layer, state, x, y, resolution);
  return layer.items.filter((item) => {
    if (!item.parts || !state.passes(item)) return false;
    if (layer.geometry === "polygon") return inside(item.parts, x, y);
    const reach = lineReach + routeShift(item, state);
    return distanceToLine(item.parts[0] ?? [], x, y) <= reach * resolution;
  });
}

/** The shown items at a place of the map, topmost layer first; roads are never among them. */
export function itemsAt(shown: Shown[], state: State, [x, y]: XY, resolution: number): Item[] {
  return shown
    .filter((entry) => entry.data && entry.style !== "roads" && entry.layers[0]?.getVisible())
    .sort((a, b) => (b.layers[0]?.getZIndex() ?? 0) - (a.layers[0]?.getZIndex() ?? 0))
    .flatMap((entry) => (entry.data ? inLayer(entry.data, state, x, y, resolution) : []));
}
