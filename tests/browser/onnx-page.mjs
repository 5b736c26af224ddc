// Opens the page of an export folder in headless Chromium: sketches of the mixture, then redrawings of a square that is drawn on it.
// Usage: node onnx-page.mjs FOLDER CHROMIUM [SCREENSHOT.png]. Writes one JSON object.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [folder, browserPath, screenshot] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));
const types = {
  ".html": "text/html", ".json": "application/json", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm",
};

// The folder, and the packages as if they had been installed there.
const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)).replace(/\/$/, "/index.html");
  try {
    const bytes = await readFile(join(path.startsWith("/node_modules/") ? here : folder, path));
    response.writeHead(200, { "Content-Type": types[extname(path)] ?? "application/octet-stream" }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(done => server.listen(0, "127.0.0.1", done));
const browser = await chromium.launch({
  executablePath: browserPath,
  timeout: 0,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
const errors = [];
try {
  const page = await browser.newPage({ viewport: { width: 820, height: 900 } });
  page.setDefaultTimeout(60_000);
  page.on("pageerror", error => errors.push(error.message));
  page.on("console", message => {
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) errors.push(message.text());
  });

  // The page's random numbers, always the same.
  await page.addInitScript(() => {
    let seed = 1;
    Math.random = () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed / 2 ** 32;
    };
  });
  const drawn = () => page.waitForFunction(() =>
    /sketches in|did not work|cannot be read|missing/.test(document.getElementById("status").textContent));
  const paths = () => page.$$eval("#sketches path", all => all.map(path => path.getAttribute("d")));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await drawn();
  const mixture = await paths();
  const styles = await page.$$eval("#style option", all => all.map(option => option.value));
  const pad = await page.locator("#pad").boundingBox();
  let redrawn = [];
  if (pad) {
    await page.mouse.move(pad.x + 60, pad.y + 60);
    await page.mouse.down();
    for (const [x, y] of [[180, 60], [180, 180], [60, 180], [60, 60]]) await page.mouse.move(pad.x + x, pad.y + y, { steps: 8 });
    await page.mouse.up();
    await page.click("#redraw");
    await drawn();
    redrawn = await paths();
  }
  if (screenshot) await page.screenshot({ path: screenshot, fullPage: true });
  console.log(JSON.stringify({ status: await page.textContent("#status"), styles, mixture, redrawn, errors }));
} finally {
  await browser.close();
  server.close();
}
