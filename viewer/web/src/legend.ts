// Swatches: each layer's symbol, small, as the map draws it.
// SPDX-License-Identifier: Apache-2.0
import type { Density } from "./data";
import { el } from "./dom";
import { colours, densityColour } from "./palette";
import { numberText } from "./words";

type Draw = (context: CanvasRenderingContext2D) => void;
const [width, height] = [30, 18];
const [midX, midY] = [width / 2, height / 2];

function path(points: [number, number][], close: boolean): Draw {
  return (context) => {
    context.beginPath();
    points.forEach(([x, y], i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (close) context.closePath();
  };
}

function painted(draw: Draw, stroke: string, lineWidth: number, fill?: string): Draw {
  return (context) => {
    draw(context);
    if (fill) {
      context.fillStyle = fill;
      context.fill();
    }
    context.strokeStyle = stroke;
    context.lineWidth = lineWidth;
    context.stroke();
  };
}

const circle = (x: number, radius: number): Draw => (context) => {
  context.beginPath();
  context.arc(x, midY, radius, 0, 2 * Math.PI);
};
const square = (x: number, half: number): Draw =>
  path([[x - half, midY - half], [x + half, midY - half], [x + half, midY + half], [x - half, midY + half]], true);
const line = path([[2, 14], [11, 8], [19, 10], [28, 4]], false);
const cross: Draw = (context) => {
  context.beginPath();
  for (const sign of [1, -1]) {
    context.moveTo(midX - 5, midY - 5 * sign);
    context.lineTo(midX + 5, midY + 5 * sign);
  }
};
const blob = path([[4, 9], [9, 3], [20, 2], [26, 8], [22, 15], [10, 16]], true);
const lines: Draw = (context) => {
  painted(path([[0, 13], [30, 5]], false), "#8f96a0", 2.2)(context);
  painted(path([[8, 0], [14, 18]], false), "#b4b9c0", 1)(context);
};

const unitColour = "#0072B2";
const symbols: Record<string, Draw> = {
  hotspots: painted(blob, colours.hotspot, 2, "rgba(59,15,112,0.08)"),
  routes: (context) => {
    painted(line, unitColour, 3)(context);
    painted(path([[20, 4], [20, 14], [12, 9]], true), "#ffffff", 1, unitColour)(context);
  },
  legs: painted(line, unitColour, 3),
  stops: painted(circle(midX, 7.5), "#ffffff", 1.5, unitColour),
  "stops:task": painted(square(midX, 7), "#ffffff", 1.5, unitColour),
  "stops:break": painted(circle(midX, 6.5), unitColour, 1.8, "#ffffff"),
  tasks: painted(path([[midX, 1], [midX + 8, midY], [midX, 17], [midX - 8, midY]], true), colours.ink, 2, "#ffffff"),
  units: painted(square(midX, 6), "#ffffff", 1.5, colours.ink),
  unserved: painted(cross, colours.unserved, 3),
  cameras: painted(path([[midX, 3], [midX + 6, 14], [midX - 6, 14]], true), "#ffffff", 1, "#00796b"),
  roads: lines,
};
const plain: Record<string, Draw> = {
  point: painted(circle(midX, 5), "#ffffff", 1.5, "#5b6472"),
  line: painted(line, "#5b6472", 2),
  polygon: painted(blob, "#5b6472", 2, "rgba(91,100,114,0.15)"),
};

function drawn(draw: Draw, w: number, h: number): HTMLCanvasElement {
  const canvas = el("canvas", { class: "swatch", attributes: { "aria-hidden": "true" } });
  const scale = 2;  // sharp on dense screens
  canvas.width = w * scale;
  canvas.height = h * scale;
  canvas.style.width = `${w}px`;
  canvas.style.height = `${h}px`;
  const context = canvas.getContext("2d");
  if (context) {
    context.scale(scale, scale);
    context.lineJoin = "round";
    draw(context);
  }
  return canvas;
}

/** The symbol of a style; a plain one of its geometry for a style that is not known. */
export function swatch(style: string, geometry: string): HTMLCanvasElement {
  return drawn(symbols[style] ?? plain[geometry] ?? (() => undefined), width, height);
}

/** A unit's colour as a short line. */
export function unitSwatch(colour: string, dash: number[] | undefined): HTMLCanvasElement {
  return drawn((context) => {
    if (dash) context.setLineDash(dash.map((length) => length / 2));
    painted(path([[1, 9], [19, 9]], false), colour, 4)(context);
  }, 20, height);
}

/** The density's colours with what they stand for. */
export function densityLegend(density: Density): HTMLElement {
  const [w, h] = [216, 12];
  const bar = drawn((context) => {
    for (let x = 0; x < w; ++x) {
      const [r, g, b, a] = densityColour((x / (w - 1)) ** 2);
      context.fillStyle = `rgba(${r},${g},${b},${a / 255})`;
      context.fillRect(x, 0, 1, h);
    }
  }, w, h);
  const ticks = [0, 0.25, 1].map((share) => el("span", { text: numberText(density.max * share) }));
  const merged = density.merged > 1
    ? [el("p", { class: "note", text: `Cells of ${numberText(density.cell)} m, each the mean of ${density.merged} × ${density.merged} computed ones.` })]
    : [];
  return el("div", { class: "ramp" },
    bar, el("div", { class: "ticks" }, ...ticks), el("p", { class: "note", text: "weighted events per km²" }), ...merged);
}
