// The popup over the map: one item at a time, with a pager where several lie under the pointer.
// SPDX-License-Identifier: Apache-2.0
import type OlMap from "ol/Map";
import Overlay from "ol/Overlay";
import type { Coordinate } from "ol/coordinate";
import type LineString from "ol/geom/LineString";

import type { Item, PageData } from "./data";
import { detailsOf, headingOf, stopList, stopsAt } from "./details";
import { el } from "./dom";
import { geometryOf } from "./features";

// Where a popup points to when nobody clicked: a line's middle, an outline's northern tip.
function anchorOf(item: Item): Coordinate {
  const geometry = geometryOf(item);
  const ring = item.parts?.[0] ?? [];
  if (geometry && item.layer.geometry === "line") return (geometry as LineString).getCoordinateAt(0.5);
  return ring.reduce<Coordinate>((best, at) => (at[1] > (best[1] ?? 0) ? at : best), ring[0] ?? [0, 0]);
}

export interface PopupListeners {
  turned: (item: Item) => void;  // to another item under the same click
  asked: (item: Item) => void;   // for an item that lies elsewhere
  closed: () => void;
}

export class Popup {
  private readonly overlay: Overlay;
  private readonly box = el("section", { class: "popup", attributes: { role: "dialog", "aria-live": "polite" } });
  private offered: Item[] = [];
  private at: Coordinate | null = null;

  constructor(map: OlMap, private readonly data: PageData, private readonly listen: PopupListeners) {
    this.overlay = new Overlay({
      element: this.box, positioning: "bottom-center", autoPan: { animation: { duration: 200 }, margin: 12 },
    });
    map.addOverlay(this.overlay);
  }

  /** The items that the pager goes through, and where they were clicked. */
  offer(items: Item[], at: Coordinate | null): void {
    this.offered = items;
    this.at = at;
  }

  /** Shows an item; `shift` is how far its symbol stands from its place, in pixels right and up. */
  open(item: Item, shift: [number, number]): void {
    this.box.setAttribute("aria-label", headingOf(item));
    this.box.replaceChildren(
      el("header", {}, el("h2", { text: headingOf(item) }), this.closeButton()),
      detailsOf(item, stopList(stopsAt(item, this.data), this.listen.asked)),
      ...this.pager(item),
    );
    const point = item.layer.geometry === "point";
    this.overlay.setOffset(point ? [shift[0], -shift[1] - 16] : [0, -8]);
    this.overlay.setPosition(undefined);
    this.overlay.setPosition(point || !this.at ? anchorOf(item) : this.at);
  }

  close(): void {
    this.overlay.setPosition(undefined);
  }

  private closeButton(): HTMLElement {
    return el("button", {
      class: "close", text: "×", attributes: { type: "button", "aria-label": "Close" }, on: { click: this.listen.closed },
    });
  }

  private pager(item: Item): HTMLElement[] {
    const here = this.offered.indexOf(item);
    const count = this.offered.length;
    if (here < 0 || count < 2) return [];
    const turn = (text: string, label: string, step: number): HTMLElement => el("button", {
      text, attributes: { type: "button", "aria-label": label },
      on: {
        click: () => {
          const next = this.offered[(here + step + count) % count];
          if (next) this.listen.turned(next);
        },
      },
    });
    return [el("nav", { class: "pager" },
      turn("‹", "Previous here", -1), el("span", { text: `${here + 1} of ${count} here` }), turn("›", "Next here", 1))];
  }
}
