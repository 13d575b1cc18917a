// The density raster as a picture of levels, drawn straight onto the map's canvas.
// SPDX-License-Identifier: Apache-2.0
import ImageLayer from "ol/layer/Image";
import type Projection from "ol/proj/Projection";
import ImageCanvas from "ol/source/ImageCanvas";

import type { Density } from "./data";
import { densityColour } from "./palette";

// One pixel a cell, north up; cells without a value stay transparent.
function pictureOf(density: Density): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = density.cols;
  canvas.height = density.rows;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  const colours = Array.from({ length: 256 }, (_, level) => densityColour((level - 1) / 254));
  const image = context.createImageData(density.cols, density.rows);
  density.levels.forEach((level, i) => {
    if (level <= 1) return;
    const row = density.rows - 1 - Math.floor(i / density.cols);
    image.data.set(colours[level] ?? [0, 0, 0, 0], 4 * (row * density.cols + (i % density.cols)));
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

/** The layer of the density; its opacity is the user's to set. */
export function densityLayer(density: Density, projection: Projection): ImageLayer<ImageCanvas> {
  const picture = pictureOf(density);
  const west = density.corner[0];
  const north = density.corner[1] + density.rows * density.cell;
  const source = new ImageCanvas({
    projection,
    ratio: 1,
    canvasFunction: (extent, resolution, pixelRatio, size) => {
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(size[0] ?? 1));
      canvas.height = Math.max(1, Math.round(size[1] ?? 1));
      const scale = pixelRatio / resolution;  // device pixels a metre
      canvas.getContext("2d")?.drawImage(
        picture,
        (west - (extent[0] ?? 0)) * scale,
        ((extent[3] ?? 0) - north) * scale,
        density.cols * density.cell * scale,
        density.rows * density.cell * scale,
      );
      return canvas;
    },
  });
  return new ImageLayer({ source, opacity: 0.75, zIndex: 1 });
}
