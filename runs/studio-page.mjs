// Measures the page of a studio. Usage: node studio-page.mjs ADDRESS SECONDS
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../tests/browser/package.json", import.meta.url))("playwright-core");
const [address, seconds] = [process.argv[2], Number(process.argv[3])];
const points = 20_000, groups = 12, rounds = 5;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

let state = 1;
const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** Groups of points, of as many components and categories, as the server sends them. */
function map() {
  const middles = Array.from({ length: groups }, () => [1.4 * random() - 0.7, 1.4 * random() - 0.7]);
  const bytes = Buffer.alloc(12 * points);
  for (let i = 0; i < points; i++) {
    const group = i % groups;
    middles[group].forEach((middle, axis) => bytes.writeFloatLE(Math.max(-1, Math.min(1, middle + 0.1 * normal())), 12 * i + 4 * axis));
    bytes.writeInt16LE(group, 12 * i + 8);
    bytes.writeInt16LE(group, 12 * i + 10);
  }
  return bytes;
}

/** A closed line of some 40 points, another for each index. */
function sketch(index) {
  const at = (i) => {
    const angle = (2 * Math.PI * i) / 40;
    const radius = 80 + 30 * Math.sin((2 + (index % 5)) * angle);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  };
  return { strokes: [Array.from({ length: 41 }, (_, i) => at(i))], category: `group ${index % groups}`, component: index % groups };
}

const header = { count: points, source: "data", categories: Array.from({ length: groups }, (_, i) => `group ${i}`), projection: "made up" };
const made = map();

/** Frames per second of a map that moves and zooms at every frame. */
async function mapFrames(page) {
  await page.route("**/api/map/progress", (route) => route.fulfill({ json: { stage: "done", share: 1 } }));
  await page.route("**/api/map", (route) => route.fulfill({ json: header }));
  await page.route("**/api/map/points", (route) => route.fulfill({ contentType: "application/octet-stream", body: made }));
  await page.route("**/api/map/sketches", (route) => route.fulfill({ json: route.request().postDataJSON().indices.map(sketch) }));
  await page.goto(`${address}#/space`);
  const frame = page.locator(".map:not(.map-waiting)");
  await frame.waitFor();
  await page.waitForLoadState("networkidle");
  const box = await frame.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  const frames = await page.evaluate(move, seconds * 1000);
  await page.mouse.up();
  return frames;
}

/** In the page: drags in circles and turns the wheel to and fro; the times between frames. */
function move(duration) {
  return new Promise((resolve) => {
    const element = document.querySelector(".map");
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const times = [];
    let [begun, last] = [null, 0];
    const step = (now) => {
      begun ??= now;
      if (last > 0) times.push(now - last);
      last = now;
      const share = (now - begun) / duration;
      if (share >= 1) return resolve(times);
      const turn = 8 * Math.PI * share;
      const place = { bubbles: true, clientX: x + 150 * Math.sin(turn), clientY: y + 100 * (1 - Math.cos(turn)) };
      element.dispatchEvent(new PointerEvent("pointermove", { ...place, pointerId: 1, buttons: 1 }));
      element.dispatchEvent(new WheelEvent("wheel", { ...place, cancelable: true, deltaY: -40 * Math.sin(turn / 2) }));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

/** How often the styles are weighed anew while one stroke after the other is drawn. */
async function posteriorsPerSecond(page) {
  await page.goto(`${address}#/draw`);
  const canvas = page.getByRole("application", { name: "Canvas" });
  await canvas.waitFor();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => {
    window.weighed = 0;
    new PerformanceObserver((list) => (window.weighed += list.getEntries().filter(({ name }) => name.endsWith("/api/encode")).length))
      .observe({ type: "resource" });
  });
  const box = await canvas.boundingBox();
  const perSecond = [];
  for (let round = 0; round < rounds; round++) {
    await page.mouse.move(box.x + box.width * (0.2 + 0.1 * round), box.y + box.height * 0.2);
    await page.mouse.down();
    perSecond.push(await page.evaluate(stroke, (1000 * seconds) / rounds));
    await page.mouse.up();
    await page.waitForLoadState("networkidle");
  }
  return median(perSecond);
}

/** In the page: moves the pen in a spiral; updates per second. */
function stroke(duration) {
  return new Promise((resolve) => {
    const element = document.querySelector(".canvas canvas");
    const box = element.getBoundingClientRect();
    const [begun, before] = [performance.now(), window.weighed];
    const step = (now) => {
      const share = (now - begun) / duration;
      if (share >= 1) return resolve((1000 * (window.weighed - before)) / (now - begun));
      const radius = box.width * 0.35 * share;
      const [clientX, clientY] = [
        box.left + box.width / 2 + radius * Math.cos(20 * share), box.top + box.height / 2 + radius * Math.sin(20 * share),
      ];
      element.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, clientX, clientY, pointerId: 1, buttons: 1 }));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ...(process.env.CHROMIUM_ARGS ?? "--disable-gpu").split(" "),
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(60_000);
  const posterior = await posteriorsPerSecond(page);
  const renderer = await page.evaluate(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    return gl?.getParameter(gl.getExtension("WEBGL_debug_renderer_info")?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER) ?? "no WebGL";
  });
  const frames = await mapFrames(page);
  console.log(`renderer: ${renderer}`);
  console.log(`map: ${frames.length} frames, the longest ${Math.max(...frames).toFixed(0)} ms`);
  console.log(`figure studio_map_points ${points}`);
  console.log(`figure studio_map_fps ${((1000 * frames.length) / frames.reduce((sum, time) => sum + time)).toFixed(1)}`);
  console.log(`figure studio_posterior_per_s ${posterior.toFixed(1)}`);
} finally {
  await browser.close();
}
