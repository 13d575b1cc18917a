// Items as features of the map, and back.
// SPDX-License-Identifier: Apache-2.0
import Feature from "ol/Feature";
import type { FeatureLike } from "ol/Feature";
import LineString from "ol/geom/LineString";
import Point from "ol/geom/Point";
import Polygon from "ol/geom/Polygon";
import type SimpleGeometry from "ol/geom/SimpleGeometry";

import type { Item } from "./data";

/** An item's geometry; null for an item without one. */
export function geometryOf(item: Item): SimpleGeometry | null {
  const first = item.parts?.[0];
  const start = first?.[0];
  if (!item.parts || !first || !start) return null;
  switch (item.layer.geometry) {
    case "point": return new Point(start);
    case "line": return new LineString(first);
    case "polygon": return new Polygon(item.parts);
    case "none": return null;
  }
}

/** A feature that knows its item; null for an item without geometry. */
export function featureOf(item: Item): Feature | null {
  const geometry = geometryOf(item);
  return geometry && new Feature({ geometry, item });
}

/** The item behind a feature. */
export const itemOf = (feature: FeatureLike): Item => feature.get("item") as Item;
