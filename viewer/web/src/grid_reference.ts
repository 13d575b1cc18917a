// Ordnance Survey grid references, as spoken over a radio: "ST 7510 6480".
// SPDX-License-Identifier: Apache-2.0

const letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";  // without I

/** The 10 m grid reference of a place in EPSG:27700; "" outside the national grid. */
export function gridReference(easting: number, northing: number): string {
  if (!(easting >= 0 && easting < 700_000 && northing >= 0 && northing < 1_300_000)) return "";
  const [east, north] = [Math.floor(easting / 100_000), Math.floor(northing / 100_000)];
  // Square SV is at the false origin: 500 km squares S, T, N, O, H, J, then 100 km squares in each.
  const big = 19 - north - ((19 - north) % 5) + Math.floor((east + 10) / 5);
  const small = ((19 - north) * 5) % 25 + (east % 5);
  const digits = (metres: number): string => String(Math.floor((metres % 100_000) / 10)).padStart(4, "0");
  return `${letters[big] ?? "?"}${letters[small] ?? "?"} ${digits(easting)} ${digits(northing)}`;
}

/** A place in words: a grid reference on the British grid, else easting and northing in metres. */
export function placeText(crs: string, x: number, y: number): string {
  const reference = crs === "EPSG:27700" ? gridReference(x, y) : "";
  return reference || `E ${Math.round(x)} N ${Math.round(y)}`;
}
