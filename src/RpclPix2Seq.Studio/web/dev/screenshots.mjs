// Makes the pictures in docs/studio from a running studio: draws with the mouse, and waits until the model has drawn.
// It needs Chromium, a studio with sketches and a run to show (--data, --runs), and, for once: npm install --no-save playwright-core
//   node dev/screenshots.mjs http://127.0.0.1:5180
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const [studio = "http://127.0.0.1:5180"] = process.argv.slice(2);
const folder = fileURLToPath(new URL("../../../../docs/studio/", import.meta.url));
mkdirSync(folder, { recursive: true });

const arc = (x, y, rx, ry, from, to, steps = 24) =>
    Array.from({ length: steps + 1 }, (_, i) => {
        const angle = from + ((to - from) * i) / steps;
        return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
    });
/** A cat's head, in shares of the canvas. */
const cat = [
    arc(0.5, 0.57, 0.27, 0.25, -2.3, 4, 60),
    [
        [0.31, 0.4],
        [0.27, 0.16],
        [0.42, 0.34],
    ],
    [
        [0.58, 0.34],
        [0.73, 0.16],
        [0.69, 0.4],
    ],
    arc(0.4, 0.51, 0.022, 0.03, 0, 6.3, 10),
    arc(0.6, 0.51, 0.022, 0.03, 0, 6.3, 10),
    [
        [0.47, 0.61],
        [0.53, 0.61],
        [0.5, 0.645],
        [0.47, 0.61],
    ],
    [
        [0.5, 0.645],
        [0.48, 0.69],
        [0.44, 0.69],
    ],
    [
        [0.5, 0.645],
        [0.52, 0.69],
        [0.56, 0.69],
    ],
    [
        [0.38, 0.61],
        [0.16, 0.57],
    ],
    [
        [0.38, 0.64],
        [0.16, 0.67],
    ],
    [
        [0.62, 0.61],
        [0.84, 0.57],
    ],
    [
        [0.62, 0.64],
        [0.84, 0.67],
    ],
];

const draw = (strokes) => async (page) => {
    const box = await page.locator(".canvas canvas").boundingBox();
    const place = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
    for (const [first, ...rest] of strokes) {
        await page.mouse.move(...place(first));
        await page.mouse.down();
        for (const point of rest) await page.mouse.move(...place(point), { steps: 3 });
        await page.mouse.up();
    }
};

const idle = (page) => page.waitForFunction(() => !document.querySelector("[role=progressbar]"), null, { timeout: 300_000 });

const pictures = [
    { name: "draw", address: "#/draw?best=8", theme: "light", width: 1440, act: draw(cat) },
    { name: "draw-dark", address: "#/draw?mode=complete&best=8", theme: "dark", width: 1440, act: draw(cat.slice(0, 2)) },
    { name: "draw-phone", address: "#/draw?best=8", theme: "light", width: 375, act: draw(cat) },
    { name: "space", address: "#/space", theme: "light", width: 1440 },
    {
        name: "space-dark", address: "#/space?tool=path&path=-0.45,0.46,-0.3,0.2,-0.05,0.05,0.15,0.2,0.25,0.5,0.48,0.7", theme: "dark",
        width: 1440,
    },
    { name: "components", address: "#/components?order=name", theme: "light", width: 1440 },
    { name: "training", address: "#/training", theme: "light", width: 1440 },
];

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
});
for (const { name, address, theme, width, act } of pictures) {
    const viewport = { width, height: width < 800 ? 812 : 900 };
    const page = await (await browser.newContext({ viewport, colorScheme: theme })).newPage();
    await page.goto(`${studio}/${address}`);
    await page.waitForTimeout(1000);
    await idle(page);
    await act?.(page);
    await page.waitForTimeout(2000);
    await idle(page);
    await page.waitForTimeout(6000);
    await page.screenshot({ path: `${folder}${name}.png` });
    await page.context().close();
    console.log(`${name}.png`);
}
await browser.close();
