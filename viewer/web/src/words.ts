// Values in words: labels of fields, clock times as written, minutes, shares, areas.
// SPDX-License-Identifier: Apache-2.0
import type { Cell, Field, Item } from "./data";
import { textOf } from "./data";

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** "2025-12-01" → "Mon 1 Dec"; other text stays as it is. */
export function dayText(day: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(day);
  if (!found) return day;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const weekday = weekdays[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return `${weekday} ${date} ${months[month - 1] ?? "?"}`;
}

/** The wall-clock part of an ISO 8601 time as written, with its date only where it is not `day`. */
export function clockText(time: string, day = ""): string {
  const found = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(time);
  if (!found) return time;
  const [date = "", clock = ""] = [found[1], found[2]];
  return day && date !== day.slice(0, 10) ? `${clock} (${dayText(date)})` : clock;
}

/** A number a person can read: thousands separated, about three figures after a leading digit. */
export function numberText(value: number, digits = 3): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-GB");
  return value.toLocaleString("en-GB", { maximumSignificantDigits: Math.max(digits, 1) });
}

function areaText(squareMetres: number): string {
  if (squareMetres >= 1e6) return `${oneDecimal(squareMetres / 1e6)} km²`;
  return `${oneDecimal(squareMetres / 1e4)} ha`;
}

const oneDecimal = (value: number): string =>
  value.toLocaleString("en-GB", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const whole = (value: number): string => Math.round(value).toLocaleString("en-GB");

interface FieldWords {
  label: string;
  number?: (value: number) => string;
}

const words: Record<string, FieldWords> = {
  id: { label: "No." },
  seq: { label: "Stop" },
  unit: { label: "Unit" },
  day: { label: "Day" },
  shift: { label: "Shift" },
  place: { label: "Place" },
  kind: { label: "Kind" },
  arrive: { label: "Arrive" },
  start: { label: "Start" },
  end: { label: "End" },
  depart: { label: "Depart" },
  leave: { label: "Leave base" },
  back: { label: "Back at base" },
  window: { label: "Window" },
  dwell_min: { label: "On site", number: (v) => `${whole(v)} min` },
  drive_min: { label: "Drive", number: (v) => `${whole(v)} min` },
  drive_km: { label: "Distance", number: (v) => `${oneDecimal(v)} km` },
  km: { label: "Distance", number: (v) => `${oneDecimal(v)} km` },
  visit_min: { label: "On site", number: (v) => `${whole(v)} min` },
  wait_min: { label: "Waiting", number: (v) => `${whole(v)} min` },
  duration_min: { label: "Duration", number: (v) => `${whole(v)} min` },
  minutes: { label: "Planned", number: (v) => `${whole(v)} min` },
  visits: { label: "Visits" },
  events: { label: "Events" },
  stops: { label: "Stops" },
  units: { label: "Units" },
  mass: { label: "Weight" },
  mass_share: { label: "Share of all", number: (v) => `${oneDecimal(v * 100)} %` },
  peak_per_km2: { label: "Peak", number: (v) => `${numberText(v)} per km²` },
  area_m2: { label: "Area", number: areaText },
  p_value: { label: "p, this peak alone" },
  p_family: { label: "p, of any peak" },
  p_adjusted: { label: "p, adjusted" },
  significant: { label: "Stands out from chance" },
  times_expected: { label: "Peak against chance", number: (v) => `${oneDecimal(v)} ×` },
  stability: { label: "In resamples", number: (v) => `${whole(v * 100)} %` },
  planned: { label: "Planned" },
  reason: { label: "Reason" },
  mode: { label: "Mode" },
  bearing: { label: "Bearing", number: (v) => `${whole(v)}°` },
  per_1000_reads: { label: "Hits per 1,000 reads" },
  simulated: { label: "Simulated" },
  why: { label: "Why" },
};

/** What a field is called on the page. */
export function labelOf(field: string): string {
  const known = words[field];
  if (known) return known.label;
  const spaced = field.replaceAll("_", " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A value as the page shows it. `item` gives the day that clock times are read against. */
export function valueText(field: Field, value: Cell, item: Item): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return words[field.name]?.number?.(value) ?? numberText(value);
  if (field.type === "time") return clockText(value, textOf(item, "day"));
  if (field.name === "day") return dayText(value);
  if (field.name === "reason" || field.name === "kind") return value.replaceAll("_", " ");
  return value;
}
