import type { Point } from "./geometry";

/** What of the plane is seen: the point at the middle, and pixels per unit. */
export interface Camera {
    x: number;
    y: number;
    scale: number;
}

export interface Size {
    width: number;
    height: number;
}

/** Sees −1 … 1 in both directions, with a margin. */
export function home({ width, height }: Size): Camera {
    return { x: 0, y: 0, scale: Math.max(1, Math.min(width, height)) / 2.1 };
}

export function toScreen({ x, y, scale }: Camera, { width, height }: Size, [px, py]: Point): Point {
    return [width / 2 + (px - x) * scale, height / 2 + (py - y) * scale];
}

export function toPlane({ x, y, scale }: Camera, { width, height }: Size, [sx, sy]: Point): Point {
    return [x + (sx - width / 2) / scale, y + (sy - height / 2) / scale];
}

export function pan(camera: Camera, dx: number, dy: number): Camera {
    return { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale };
}

/** Zooms by a factor so that the point below `at` stays there; between half and 400 times the whole. */
export function zoom(camera: Camera, size: Size, at: Point, factor: number): Camera {
    const whole = home(size).scale;
    const scale = Math.min(400 * whole, Math.max(0.5 * whole, camera.scale * factor));
    const [x, y] = toPlane(camera, size, at);
    return { x: x - (at[0] - size.width / 2) / scale, y: y - (at[1] - size.height / 2) / scale, scale };
}
