// A headless Chromium driven over a pipe (Chrome DevTools Protocol), with nothing installed for it.
// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const flags = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
  "--hide-scrollbars", "--force-color-profile=srgb", "--remote-debugging-pipe",
];

/** The path of a Chromium, or "" when this machine has none. CHROMIUM names another one. */
export function chromiumPath() {
  const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return candidates.find((path) => path && existsSync(path)) ?? "";
}

/** Starts a browser; `send(method, params, session)` answers with the result, `on(listener)` hears events. */
export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), "beatline-chromium-"));
  const child = spawn(chromiumPath(), [...flags, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [, , , input, output] = child.stdio;
  const waiting = new Map();
  const listeners = [];
  let last = 0;
  let buffer = Buffer.alloc(0);
  output.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let end = buffer.indexOf(0); end >= 0; end = buffer.indexOf(0)) {
      const message = JSON.parse(buffer.subarray(0, end).toString("utf8"));
      buffer = buffer.subarray(end + 1);
      const asked = waiting.get(message.id);
      if (!asked) {
        listeners.forEach((listener) => listener(message));
        continue;
      }
      waiting.delete(message.id);
      if (message.error) asked.reject(new Error(`${asked.method}: ${message.error.message}`));
      else asked.resolve(message.result);
    }
  });
  const gone = new Promise((resolve) => child.on("exit", resolve));
  gone.then(() => waiting.forEach((asked) => asked.reject(new Error(`${asked.method}: the browser is gone`))));
  const send = (method, params = {}, sessionId = undefined) => new Promise((resolve, reject) => {
    last += 1;
    waiting.set(last, { resolve, reject, method });
    input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
  });
  return {
    send,
    on: (listener) => listeners.push(listener),
    close: async () => {
      await send("Browser.close").catch(() => undefined);
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5000))]);
      child.kill("SIGKILL");
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

// A CSP violation and an uncaught error leave a trace that the test can read after the fact.
const watch = `
  globalThis.violations = [];
  document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective + " " + e.blockedURI));
  globalThis.alert = () => violations.push("alert was called");
`;

/** Opens a page of its own and records every request and every message of the console. */
export async function openPage(browser, url, { width = 1366, height = 768 } = {}) {
  const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
  const send = (method, params = {}) => browser.send(method, params, sessionId);
  const requests = [];
  const messages = [];
  let loaded;
  const load = new Promise((resolve) => {
    loaded = resolve;
  });
  browser.on((message) => {
    if (message.sessionId !== sessionId) return;
    const { method, params } = message;
    if (method === "Network.requestWillBeSent") requests.push(params.request.url);
    if (method === "Page.loadEventFired") loaded();
    if (method === "Log.entryAdded") messages.push(`${params.entry.level}: ${params.entry.text}`);
    if (method === "Runtime.exceptionThrown") messages.push(`error: ${params.exceptionDetails.exception?.description ?? params.exceptionDetails.text}`);
    if (method === "Runtime.consoleAPICalled") messages.push(`${params.type}: ${params.args.map((arg) => arg.value ?? arg.description).join(" ")}`);
  });
  for (const domain of ["Page", "Network", "Runtime", "Log"]) await send(`${domain}.enable`);
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  await send("Page.addScriptToEvaluateOnNewDocument", { source: watch });
  await send("Page.navigate", { url });
  await load;

  const evaluate = async (expression) => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  };
  const mouse = (type, x, y, extra = {}) => send("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1, ...extra });
  return {
    requests,
    messages,
    evaluate,
    resize: (w, h) => send("Emulation.setDeviceMetricsOverride", { width: w, height: h, deviceScaleFactor: 1, mobile: false }),
    click: async (x, y) => {
      await mouse("mouseMoved", x, y, { button: "none" });
      await mouse("mousePressed", x, y);
      await mouse("mouseReleased", x, y);
    },
    key: async (key) => {
      await send("Input.dispatchKeyEvent", { type: "keyDown", key });
      await send("Input.dispatchKeyEvent", { type: "keyUp", key });
    },
    screenshot: async () => Buffer.from((await send("Page.captureScreenshot", { format: "png" })).data, "base64"),
    close: () => browser.send("Target.closeTarget", { targetId }),
  };
}
