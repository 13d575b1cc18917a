// Colours: units (Okabe and Ito's, distinct to colour-blind eyes), the density ramp, road greys.
// SPDX-License-Identifier: Apache-2.0

// Okabe & Ito (2008), without yellow and orange, which drown in the density ramp, two darkened.
const unitColours = ["#0072B2", "#007A5A", "#AA3377", "#222222", "#56B4E9", "#8A5A00", "#6A3D9A", "#CC79A7"];
const unitDashes: (number[] | undefined)[] = [undefined, [10, 5], [3, 5], [12, 4, 3, 4]];

export interface UnitLook {
  colour: string;
  dash: number[] | undefined;  // past eight units the colours come round again, dashed
  lane: number;                // which of four lanes beside the road its route is drawn in
}

export function unitLook(index: number): UnitLook {
  const round = Math.floor(index / unitColours.length);
  return {
    colour: unitColours[index % unitColours.length] ?? "#222222",
    dash: unitDashes[round % unitDashes.length],
    lane: index % 4,
  };
}

/** Black or white, whichever reads better on `colour` ("#rrggbb"). */
export function inkOn(colour: string): string {
  const channel = (at: number): number => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;  // WCAG 2.1, relative luminance
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) > 0.36 ? "#000000" : "#ffffff";
}

// ColorBrewer YlOrRd: ordered by lightness too, so it reads without hue.
const ramp = [
  [255, 237, 160], [254, 217, 118], [254, 178, 76], [253, 141, 60], [252, 78, 42], [227, 26, 28],
  [189, 0, 38], [128, 0, 38],
] as const;

/** Colour [r, g, b, a], each 0–255, at `share` of the largest density; the ramp runs with its square root. */
export function densityColour(share: number): [number, number, number, number] {
  const t = Math.sqrt(Math.min(Math.max(share, 0), 1));
  const place = t * (ramp.length - 1);
  const low = ramp[Math.floor(place)] ?? ramp[0];
  const high = ramp[Math.ceil(place)] ?? low;
  const part = place - Math.floor(place);
  const mix = (i: 0 | 1 | 2): number => Math.round(low[i] + (high[i] - low[i]) * part);
  return [mix(0), mix(1), mix(2), Math.round(255 * Math.min(1, Math.max(0, (t - 0.06) * 3)))];
}

export const colours = {
  paper: "#f8f7f4",
  ink: "#1d2430",
  hotspot: "#3b0f70",
  unserved: "#b00020",
  chosen: "#ffd400",
} as const;
