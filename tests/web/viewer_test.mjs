// The viewer's page in a real browser: node viewer_test.mjs FOLDER, where write_town_pages has written.
// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { chromiumPath, openPage, startBrowser } from "./browser.mjs";

const folder = resolve(process.argv[2] ?? ".");
if (!chromiumPath()) {
  console.log("skipped: no Chromium here (set CHROMIUM to the path of one)");
  process.exit(77);
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, condition) {
  for (let tries = 0; tries < 100; ++tries) {
    if (await condition()) return;
    await pause(100);
  }
  assert.fail(`did not come about within 10 s: ${what}`);
}

// All canvases of the map, drawn over each other, as numbers: how many colours, and a fingerprint.
const look = `(() => {
  const box = document.querySelector("#map").getBoundingClientRect();
  const sheet = document.createElement("canvas");
  sheet.width = box.width; sheet.height = box.height;
  const context = sheet.getContext("2d");
  for (const canvas of document.querySelectorAll("#map .ol-layer canvas, #map canvas.ol-layer")) {
    context.globalAlpha = Number(canvas.parentElement.style.opacity || canvas.style.opacity || 1);
    context.drawImage(canvas, 0, 0, sheet.width, sheet.height);
  }
  const pixels = new Uint32Array(context.getImageData(0, 0, sheet.width, sheet.height).data.buffer);
  let sum = 0;
  for (const pixel of pixels) sum = (Math.imul(sum, 31) + pixel) | 0;
  return { colours: new Set(pixels).size, sum };
})()`;
const lookOf = (page) => page.evaluate(look);

async function settled(page) {
  let before = await lookOf(page);
  await until("the map stops changing", async () => {
    await pause(120);
    const now = await lookOf(page);
    const same = now.sum === before.sum;
    before = now;
    return same;
  });
  return before;
}

async function quiet(page, url) {
  assert.deepEqual(page.requests, [url], "nothing is requested but the file itself");
  assert.deepEqual(page.messages, [], "the console is empty");
  assert.deepEqual(await page.evaluate("violations"), [], "the policy is kept");
}

const rowsOf = (page, table) => page.evaluate(`document.querySelectorAll('[data-table="${table}"] tbody tr').length`);
const clickOn = (page, selector) => page.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
const popupText = (page) => page.evaluate(`(() => {
  const popup = document.querySelector(".popup");
  return popup && popup.getClientRects().length > 0 ? popup.textContent : "";
})()`);

const tests = {
  async "the town is drawn, with its text as text"(page) {
    const { colours } = await settled(page);
    assert.ok(colours > 200, `the map shows ${colours} colours, wanted more than 200`);
    const text = await page.evaluate("document.body.innerText");
    for (const wanted of ["Made-up town <b>week</b> & test", "<script>alert(1)</script>", "ANPR data are simulated.", "Made-up streets, for tests", "EPSG:27700"]) {
      assert.ok(text.includes(wanted), `the page says ${wanted}`);
    }
    assert.equal(await page.evaluate(`document.querySelectorAll(".marking").length`), 2);
    assert.equal(await page.evaluate(`document.querySelectorAll("#app b, #app script").length`), 0);
    writeFileSync(join(folder, "town.png"), await page.screenshot());
  },

  async "every stop has its row, in time order, and a click on a head sorts"(page) {
    assert.equal(await rowsOf(page, "stops"), 40);
    assert.equal(await rowsOf(page, "hotspots"), 8);
    assert.equal(await rowsOf(page, "unserved"), 2);
    const column = (n) => page.evaluate(`[...document.querySelectorAll('[data-table="stops"] tbody tr')].map((row) => row.cells[${n}].textContent)`);
    const [days, times] = [await column(0), await column(1)];
    assert.match(times[0], /^\d\d:\d\d$/);
    const order = times.map((time, i) => `${days[i] === "Mon 1 Dec" ? 1 : 2} ${time}`);
    assert.deepEqual(order, [...order].sort());
    await clickOn(page, '[data-table="stops"] th:nth-child(6) button');
    const places = await column(5);
    assert.deepEqual(places, [...places].sort((a, b) => a.localeCompare(b, "en-GB")));
    await clickOn(page, '[data-table="stops"] th:nth-child(2) button');
  },

  async "each layer's checkbox changes the map and changes it back"(page) {
    const layers = await page.evaluate(`[...document.querySelectorAll("[data-layer]")].map((box) => box.dataset.layer)`);
    assert.deepEqual([...layers].sort(), ["density", "hotspots", "roads", "routes", "stops", "tasks", "units", "unserved"]);
    for (const layer of layers) {
      const before = await settled(page);
      await clickOn(page, `[data-layer="${layer}"] input`);
      const without = await settled(page);
      assert.notEqual(without.sum, before.sum, `${layer} disappears`);
      await clickOn(page, `[data-layer="${layer}"] input`);
      assert.equal((await settled(page)).sum, before.sum, `${layer} comes back as it was`);
    }
  },

  async "the filters by day and by unit narrow map and table"(page) {
    const before = await settled(page);
    await page.evaluate(`document.querySelectorAll(".pill input")[1].click()`);
    assert.equal(await rowsOf(page, "stops"), 20);
    await clickOn(page, ".units .choice:first-child input");
    assert.equal(await rowsOf(page, "stops"), 15);
    await clickOn(page, '[aria-label="No units"]');
    assert.equal(await rowsOf(page, "stops"), 0);
    assert.ok((await page.evaluate("document.body.innerText")).includes("Nothing here with the filters"));
    await clickOn(page, '[aria-label="All units"]');
    assert.equal(await rowsOf(page, "stops"), 20);
    await clickOn(page, ".units .choice:first-child input");
    assert.notEqual((await settled(page)).sum, before.sum);
    await clickOn(page, ".units .choice:first-child input");
    await page.evaluate(`document.querySelectorAll(".pill input")[0].click()`);
    assert.equal(await rowsOf(page, "stops"), 40);
    assert.equal((await settled(page)).sum, before.sum);
  },

  async "a click on a row goes to its stop, opens its popup and marks the row"(page) {
    const before = await settled(page);
    await clickOn(page, '[data-table="stops"] tbody tr:nth-child(3)');
    await until("a popup with the reason", async () => (await popupText(page)).includes("most worth per minute"));
    assert.equal(await page.evaluate(`document.querySelectorAll('tr[aria-selected="true"]').length`), 1);
    assert.notEqual((await settled(page)).sum, before.sum);
    writeFileSync(join(folder, "town-stop.png"), await page.screenshot());
    await page.evaluate(`document.querySelector(".popup .close").click()`);
    assert.equal(await popupText(page), "");
    assert.equal(await page.evaluate(`document.querySelectorAll('tr[aria-selected="true"]').length`), 0);
  },

  async "a click on the map opens what is there, and Escape closes it"(page) {
    await page.evaluate(`[...document.querySelectorAll('[role="tab"]')].find((tab) => tab.textContent.startsWith("Hotspots")).click()`);
    await clickOn(page, '[data-table="hotspots"] tbody tr:nth-child(7)');
    await until("the hotspot's popup", async () => (await popupText(page)).includes("Hotspot H7"));
    const planned = await page.evaluate(`document.querySelectorAll(".popup li").length`);
    assert.equal(planned, await page.evaluate(`[...document.querySelectorAll('[data-table="stops"] tbody tr')].filter((row) => row.cells[5].textContent === "H7").length`));
    assert.ok(planned > 0);
    await settled(page);
    const below = await page.evaluate(`(() => {
      const popup = document.querySelector(".popup").getBoundingClientRect();
      return [popup.left + popup.width / 2, popup.bottom + 20];
    })()`);
    await page.evaluate(`document.querySelector(".popup .close").click()`);
    await page.click(...below);
    await until("a popup", async () => (await popupText(page)) !== "");
    assert.match(await page.evaluate(`document.querySelector(".readout").textContent`), /^ST 7\d\d\d 6\d\d\d$/);
    writeFileSync(join(folder, "town-hotspot.png"), await page.screenshot());
    await page.evaluate(`document.querySelector("#map").focus()`);
    await page.key("Escape");
    await until("the popup closes", async () => (await popupText(page)) === "");
    await clickOn(page, ".whole");
    await settled(page);
  },

  async "the page fits narrow and wide windows"(page) {
    for (const [width, height] of [[800, 600], [1920, 1080], [1366, 768]]) {
      await page.resize(width, height);
      await settled(page);
      const wide = await page.evaluate("document.documentElement.scrollWidth");
      assert.ok(wide <= width, `${wide} px of content in a window of ${width}`);
      const map = await page.evaluate(`document.querySelector("#map").getBoundingClientRect().toJSON()`);
      assert.equal(await page.evaluate(`document.querySelector("#panel").getClientRects().length > 0`), width >= 900);
      assert.ok(map.width > 400 && map.height > 200, `the map is ${map.width} x ${map.height} in ${width} x ${height}`);
      writeFileSync(join(folder, `town-${width}.png`), await page.screenshot());
    }
  },
};

async function plainPage(browser, name, check) {
  const url = pathToFileURL(join(folder, name)).href;
  const page = await openPage(browser, url);
  await settled(page);
  await check(page);
  await quiet(page, url);
  writeFileSync(join(folder, name.replace(".html", ".png")), await page.screenshot());
  await page.close();
}

async function main() {
  const browser = await startBrowser();
  let failed = 0;
  let passed = 0;
  const run = async (name, test) => {
    try {
      await test();
      passed += 1;
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED: ${name}\n${error.stack}`);
    }
  };
  try {
    const url = pathToFileURL(join(folder, "town.html")).href;
    const page = await openPage(browser, url);
    for (const [name, test] of Object.entries(tests)) await run(name, () => test(page));
    await run("the town asks nothing of anybody", () => quiet(page, url));
    await run("layers without a feature are shown as empty", () => plainPage(browser, "no-features.html", async (bare) => {
      assert.equal(await rowsOf(bare, "stops"), 0);
      assert.ok((await bare.evaluate("document.body.innerText")).includes("None."));
    }));
    await run("a page of nothing but a title opens", () => plainPage(browser, "empty.html", async (bare) => {
      assert.equal(await bare.evaluate(`document.querySelector("h1").textContent`), "Nothing");
      assert.equal(await bare.evaluate(`document.querySelectorAll("table, .marking").length`), 0);
    }));
  } finally {
    await browser.close();
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
