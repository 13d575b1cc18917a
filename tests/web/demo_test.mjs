// The demo's own page in a real browser: node demo_test.mjs FOLDER, where `beatline demo` has written.
// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { chromiumPath, openPage, startBrowser } from "./browser.mjs";

const folder = resolve(process.argv[2] ?? ".");
if (!chromiumPath()) {
  console.log("skipped: no Chromium here (set CHROMIUM to the path of one)");
  process.exit(77);
}

const features = (name) => JSON.parse(readFileSync(join(folder, `${name}.geojson`), "utf8")).features;

const browser = await startBrowser();
try {
  const url = pathToFileURL(join(folder, "viewer.html")).href;
  const page = await openPage(browser, url);
  const rows = (table) => page.evaluate(`document.querySelectorAll('[data-table="${table}"] tbody tr').length`);
  assert.equal(await rows("stops"), features("stops").length, "a row for every stop");
  assert.equal(await rows("hotspots"), features("hotspots").length, "a row for every hotspot");
  const text = await page.evaluate("document.body.innerText");
  for (const wanted of ["Bath county lines weekend", "OFFICIAL", "simulated", "Crown copyright", "BA1", "BTP-1"])
    assert.ok(text.includes(wanted), `the page says ${wanted}`);
  assert.deepEqual(page.requests, [url], "nothing is requested but the file itself");
  assert.deepEqual(page.messages, [], "the console is empty");
} finally {
  await browser.close();
}
console.log("1 passed, 0 failed");
