import { expect, test } from "vitest";
import { home, pan, toPlane, toScreen, zoom } from "../src/core/camera";
import { Cells, nearestTo } from "../src/core/cells";

const size = { width: 800, height: 600 };

test("screen and plane are inverse", () => {
    const camera = { x: 0.3, y: -0.2, scale: 120 };
    const [x, y] = toPlane(camera, size, toScreen(camera, size, [0.7, 0.1]));
    expect(x).toBeCloseTo(0.7);
    expect(y).toBeCloseTo(0.1);
});

test("what is below the pointer stays there while one zooms and pans", () => {
    const camera = pan(home(size), 30, -20);
    const before = toPlane(camera, size, [100, 500]);
    const after = toPlane(zoom(camera, size, [100, 500], 3), size, [100, 500]);
    expect(after[0]).toBeCloseTo(before[0]);
    expect(after[1]).toBeCloseTo(before[1]);
    expect(toPlane(pan(camera, 10, 0), size, [110, 500])[0]).toBeCloseTo(before[0]);
});

test("zoom ends at both ends", () => {
    const whole = home(size).scale;
    expect(zoom(home(size), size, [0, 0], 1e9).scale).toBe(400 * whole);
    expect(zoom(home(size), size, [0, 0], 1e-9).scale).toBe(0.5 * whole);
});

const random = (() => {
    let state = 1;
    return () => (state = (state * 48271) % 2147483647) / 2147483647;
})();
const places = {
    x: Float32Array.from({ length: 5000 }, () => random() * 2 - 1),
    y: Float32Array.from({ length: 5000 }, () => random() * 2 - 1),
};

test("squares hold one point each, and no two are nearer than they should be", () => {
    const cells = new Cells(places);
    const camera = home(size);
    const shown = cells.visible(camera, size, 40);
    const side = Cells.side(camera, 40);
    expect(side).toBeGreaterThanOrEqual(40 - 1e-6);
    expect(side).toBeLessThan(57);
    const squares = new Set(
        shown.map((i) => `${Math.floor((places.x[i]! * camera.scale) / side)} ${Math.floor((places.y[i]! * camera.scale) / side)}`),
    );
    expect(squares.size).toBe(shown.length);
    expect(shown.length).toBe(144);
});

test("what is shown stays when the map moves", () => {
    const cells = new Cells(places);
    const camera = home(size);
    const before = new Set(cells.visible(camera, size, 40));
    const kept = cells.visible(pan(camera, 37, 11), size, 40).filter((i) => before.has(i));
    expect(kept.length).toBeGreaterThan(0.8 * before.size);
});

test("the nearest point is found, or none", () => {
    const i = nearestTo(places, places.x[77]!, places.y[77]!, 0.1);
    expect(i).toBe(77);
    expect(nearestTo(places, 5, 5, 0.1)).toBe(-1);
    expect(nearestTo(places, places.x[77]!, places.y[77]!, 0.5, (j) => j !== 77)).not.toBe(77);
});
