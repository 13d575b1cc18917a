// Points of a layer that share a place, so that their symbols can stand side by side.
// SPDX-License-Identifier: Apache-2.0
import type { Item, LayerData } from "./data";
import type { State } from "./state";

export interface Standing {
  index: number;   // among the shown items at this place
  shared: Item[];  // all shown items at this place
}

const perRow = 6;
const pixelsApart = 19;

/** Where each shown point of a layer stands among those at the same metre; changes with the filters. */
export function standings(layer: LayerData, state: State): Map<Item, Standing> {
  const groups = new Map<string, Item[]>();
  for (const item of layer.items) {
    const at = item.parts?.[0]?.[0];
    if (!at || !state.passes(item)) continue;
    const key = `${Math.round(at[0])} ${Math.round(at[1])}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  const out = new Map<Item, Standing>();
  for (const shared of groups.values()) shared.forEach((item, index) => out.set(item, { index, shared }));
  return out;
}

/** How far from its place a symbol is drawn, in pixels right and up: rows centred on the place. */
export function displacement(standing: Standing | undefined): [number, number] {
  if (!standing || standing.shared.length < 2) return [0, 0];
  const row = Math.floor(standing.index / perRow);
  const rows = Math.ceil(standing.shared.length / perRow);
  const inRow = Math.min(perRow, standing.shared.length - row * perRow);
  const column = standing.index - row * perRow;
  return [(column - (inRow - 1) / 2) * pixelsApart, ((rows - 1) / 2 - row) * pixelsApart];
}
