// What the user has chosen to see, and the item in hand; everything that draws listens here.
// SPDX-License-Identifier: Apache-2.0
import type { Item, PageData } from "./data";
import { textOf } from "./data";
import type { UnitLook } from "./palette";
import { unitLook } from "./palette";

export interface Choice {
  item: Item | null;
  from: "map" | "table" | "page";
}

export class State {
  readonly units: string[];
  readonly days: string[];
  private day = "";  // "" is every day
  private readonly hiddenUnits = new Set<string>();
  private readonly looks = new Map<string, UnitLook>();
  private readonly filterListeners: (() => void)[] = [];
  private readonly choiceListeners: ((choice: Choice) => void)[] = [];
  private inHand: Item | null = null;

  constructor(data: PageData) {
    this.units = distinct(data, "unit", ["units", "routes", "stops"]);
    this.days = distinct(data, "day", ["units", "routes", "stops"]).sort();
    this.units.forEach((unit, index) => this.looks.set(unit, unitLook(index)));
  }

  /** Whether the filters by day and by unit let an item through; items with neither always pass. */
  passes(item: Item): boolean {
    const day = textOf(item, "day");
    if (this.day && day && day !== this.day) return false;
    return !this.hiddenUnits.has(textOf(item, "unit"));
  }

  lookOf(unit: string): UnitLook {
    return this.looks.get(unit) ?? unitLook(3);
  }

  showDay(day: string): void {
    this.day = day;
    this.filterListeners.forEach((listener) => listener());
  }

  showUnit(unit: string, shown: boolean): void {
    if (shown) this.hiddenUnits.delete(unit);
    else this.hiddenUnits.add(unit);
    this.filterListeners.forEach((listener) => listener());
  }

  get chosen(): Item | null {
    return this.inHand;
  }

  choose(item: Item | null, from: Choice["from"]): void {
    this.inHand = item;
    this.choiceListeners.forEach((listener) => listener({ item, from }));
  }

  onFilter(listener: () => void): void {
    this.filterListeners.push(listener);
  }

  onChoice(listener: (choice: Choice) => void): void {
    this.choiceListeners.push(listener);
  }
}

// Values of a field in the named layers, in order of first appearance.
function distinct(data: PageData, field: string, layers: string[]): string[] {
  const found = new Set<string>();
  for (const name of layers) {
    for (const layer of data.layers.filter((candidate) => candidate.name === name)) {
      for (const item of layer.items) {
        if (textOf(item, field)) found.add(textOf(item, field));
      }
    }
  }
  return [...found];
}
