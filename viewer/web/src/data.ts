// The data block of the page, decoded: layers of items with coordinates in metres and named values.
// SPDX-License-Identifier: Apache-2.0

export type Cell = string | number | boolean | null;
export type XY = [number, number];
export type Geometry = "none" | "point" | "line" | "polygon";

export interface Field {
  name: string;
  type: "text" | "integer" | "real" | "boolean" | "time";
  meaning: string;
}

/** One feature. `parts`: one list of coordinates for a point or a line, one a ring for a polygon. */
export interface Item {
  layer: LayerData;
  index: number;
  parts: XY[][] | null;
  values: Record<string, Cell>;
}

export interface LayerData {
  name: string;
  title: string;
  style: string;
  geometry: Geometry;
  fields: Field[];
  items: Item[];
}

export interface Density {
  corner: XY;
  cell: number;
  rows: number;
  cols: number;
  merged: number;
  max: number;
  levels: Uint8Array;
}

export interface PageData {
  title: string;
  marking: string;
  period: string;
  crs: string;
  attribution: string;
  notices: string[];
  layers: LayerData[];
  density: Density | null;
}

type Column = Cell[] | { words: string[]; at: number[] };

interface LayerJson {
  name: string;
  title: string;
  style: string;
  geometry: Geometry;
  features: number;
  fields: Field[];
  shapes: (number[][] | null)[];
  columns: Column[];
}

interface PageJson extends Omit<PageData, "layers" | "density"> {
  origin: XY;
  layers: LayerJson[];
  density: (Omit<Density, "levels"> & { levels: string }) | null;
}

const unitsPerMetre = 10;

function coordinates(deltas: number[], origin: XY): XY[] {
  const out: XY[] = [];
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < deltas.length; i += 2) {
    x += deltas[i] ?? 0;
    y += deltas[i + 1] ?? 0;
    out.push([origin[0] + x / unitsPerMetre, origin[1] + y / unitsPerMetre]);
  }
  return out;
}

function cellOf(column: Column | undefined, row: number): Cell {
  if (!column) return null;
  if (Array.isArray(column)) return column[row] ?? null;
  return column.words[column.at[row] ?? -1] ?? null;
}

function layerOf(json: LayerJson, origin: XY): LayerData {
  const layer: LayerData = { ...json, items: [] };
  for (let index = 0; index < json.features; ++index) {
    const values: Record<string, Cell> = Object.create(null) as Record<string, Cell>;
    json.fields.forEach((field, i) => {
      values[field.name] = cellOf(json.columns[i], index);
    });
    const shape = json.shapes[index] ?? null;
    layer.items.push({ layer, index, parts: shape && shape.map((part) => coordinates(part, origin)), values });
  }
  return layer;
}

/** Undoes the (run length, level) pairs of a density. */
function unpacked(packed: string, cells: number): Uint8Array {
  const pairs = atob(packed);
  const levels = new Uint8Array(cells);
  let at = 0;
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const run = pairs.charCodeAt(i);
    levels.fill(pairs.charCodeAt(i + 1), at, at + run);
    at += run;
  }
  return levels;
}

/** The page's data, read from its data block. */
export function readPageData(): PageData {
  const block = document.getElementById("data");
  const json = JSON.parse(block?.textContent ?? "{}") as PageJson;
  const density = json.density && {
    ...json.density,
    levels: unpacked(json.density.levels, json.density.rows * json.density.cols),
  };
  return { ...json, layers: json.layers.map((layer) => layerOf(layer, json.origin)), density };
}

/** A value as text; "" for no value. */
export function textOf(item: Item, field: string): string {
  const value = item.values[field];
  return value === null || value === undefined ? "" : String(value);
}

/** A value as a number, or null where there is none. */
export function numberOf(item: Item, field: string): number | null {
  const value = item.values[field];
  return typeof value === "number" ? value : null;
}
