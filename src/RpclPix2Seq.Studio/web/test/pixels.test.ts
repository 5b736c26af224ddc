import { expect, test } from "vitest";
import { PixelDots } from "../src/pages/space/pixels";

const [width, height] = [40, 20];
let shown: ImageData;
const context = {
    canvas: { width, height },
    createImageData: () => ({ width, height, data: new Uint8ClampedArray(4 * width * height) }),
    putImageData: (image: ImageData) => (shown = image),
} as unknown as CanvasRenderingContext2D;

const at = (x: number, y: number) => [...shown.data.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
const camera = { x: 0, y: 0, scale: 5 };
const size = { width: width / 2, height: height / 2 };

test("dots are where their points are, and what lies outside is left out", () => {
    const dots = new PixelDots(context, { x: Float32Array.of(0, 1, 9), y: Float32Array.of(0, -0.5, 0) });
    dots.color((i) => [i === 0 ? [255, 0, 0] : [0, 0, 255], 0.5]);
    // Two pixels of the screen to one of the page: a point of the plane is ten pixels wide.
    dots.draw(camera, size, 3);
    expect(at(19, 9)).toEqual([255, 0, 0, 128]);
    expect(at(30, 5)).toEqual([0, 0, 255, 128]);
    expect(at(19, 14)).toEqual([0, 0, 0, 0]);
    expect(shown.data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0 ? 1 : 0), 0)).toBeLessThan(2 * 36);
});

test("dots above each other mix", () => {
    const dots = new PixelDots(context, { x: Float32Array.of(0, 0), y: Float32Array.of(0, 0) });
    dots.color((i) => [i === 0 ? [200, 0, 0] : [0, 200, 0], 0.5]);
    dots.draw(camera, size, 3);
    const [red, green, blue, opacity] = at(19, 9) as [number, number, number, number];
    expect(opacity).toBeCloseTo(0.75 * 255, -0.5);
    expect(red).toBeCloseTo(200 / 3, -0.5);
    expect(green).toBeCloseTo(400 / 3, -0.5);
    expect(blue).toBe(0);
    dots.draw({ ...camera, x: 100 }, size, 3);
    expect(shown.data.every((value) => value === 0)).toBe(true);
});
