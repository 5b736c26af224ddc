import type { Camera, Size } from "./camera";

/** Positions of many points of the plane. */
export interface Places {
    x: Float32Array;
    y: Float32Array;
}

/**
 * One point per square of a grid, the one nearest its middle. Squares shrink in steps as one zooms in: what is shown stays when the map
 * moves, and more appears between.
 */
export class Cells {
    private readonly levels = new Map<number, Map<number, number>>();

    constructor(private readonly places: Places) {}

    /** The side of a square on the screen: at least `least` pixels, less than half as much again. */
    static side(camera: Camera, least: number): number {
        return sideAt(Cells.level(camera, least)) * camera.scale;
    }

    /** The points that are shown. */
    visible(camera: Camera, { width, height }: Size, least: number): number[] {
        const level = Cells.level(camera, least);
        const side = sideAt(level);
        const cells = this.at(level);
        const [left, right] = [camera.x - width / 2 / camera.scale, camera.x + width / 2 / camera.scale];
        const [top, bottom] = [camera.y - height / 2 / camera.scale, camera.y + height / 2 / camera.scale];
        const shown: number[] = [];
        for (let row = Math.floor(top / side); row <= Math.floor(bottom / side); row++)
            for (let column = Math.floor(left / side); column <= Math.floor(right / side); column++) {
                const point = cells.get(key(column, row));
                if (point !== undefined) shown.push(point);
            }
        return shown;
    }

    private static level(camera: Camera, least: number): number {
        return Math.ceil(2 * Math.log2(least / camera.scale) - 1e-9);
    }

    private at(level: number): Map<number, number> {
        const known = this.levels.get(level);
        if (known) return known;
        const side = sideAt(level);
        const cells = new Map<number, number>();
        const nearest = new Map<number, number>();
        const { x, y } = this.places;
        for (let i = 0; i < x.length; i++) {
            const [column, row] = [Math.floor(x[i]! / side), Math.floor(y[i]! / side)];
            const distance = Math.hypot(x[i]! / side - column - 0.5, y[i]! / side - row - 0.5);
            const cell = key(column, row);
            if (distance >= (nearest.get(cell) ?? Infinity)) continue;
            nearest.set(cell, distance);
            cells.set(cell, i);
        }
        this.levels.set(level, cells);
        return cells;
    }
}

/** Two levels are a factor of two. */
const sideAt = (level: number) => 2 ** (level / 2);
const half = 2 ** 25;
const key = (column: number, row: number) => (column + half) * 2 * half + row + half;

/** The point nearest to a place, within a distance; −1 without one. */
export function nearestTo({ x, y }: Places, px: number, py: number, within: number, among: (i: number) => boolean = () => true): number {
    let [best, at] = [within * within, -1];
    for (let i = 0; i < x.length; i++) {
        const distance = (x[i]! - px) ** 2 + (y[i]! - py) ** 2;
        if (distance <= best && among(i)) [best, at] = [distance, i];
    }
    return at;
}
