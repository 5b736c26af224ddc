import type { SketchStrokes } from "../api";

export type Point = [number, number];
export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}

/** The smallest box around the points, or null without any. */
export function boundsOf(strokes: SketchStrokes): Box | null {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const stroke of strokes)
        for (const [x, y] of stroke) {
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x);
            bottom = Math.max(bottom, y);
        }
    return left > right ? null : { x: left, y: top, width: right - left, height: bottom - top };
}

/** What of a sketch was given: its first strokes, of which the last may have gone on. A sketch that is being replayed may hold less. */
export function within(strokes: SketchStrokes, given: SketchStrokes): SketchStrokes {
    return strokes.slice(0, given.length).map((stroke, i) => stroke.slice(0, given[i]!.length));
}

/** What was drawn after that: the rest of the last stroke that was given, from where it ended, and the strokes after it. */
export function beyond(strokes: SketchStrokes, given: SketchStrokes): SketchStrokes {
    const last = given.at(-1);
    if (last === undefined) return strokes;
    const rest = strokes[given.length - 1]?.slice(last.length - 1) ?? [];
    return [...(rest.length > 1 ? [rest] : []), ...strokes.slice(given.length)];
}

/** Whether there is a line: of dots alone no picture is made. */
export function hasLines(strokes: SketchStrokes): boolean {
    return strokes.some((stroke) => stroke.some(([x, y]) => x !== stroke[0]![0] || y !== stroke[0]![1]));
}

/** The square around a box, with a margin as a share of its side; never smaller than `least`. */
export function squareAround(box: Box, margin = 0.06, least = 1e-3): Box {
    const side = Math.max(box.width, box.height, least) * (1 + 2 * margin);
    return { x: box.x + (box.width - side) / 2, y: box.y + (box.height - side) / 2, width: side, height: side };
}

/** Moves and scales strokes so that `from` becomes `to`, both square. */
function mapBox(strokes: SketchStrokes, from: Box, to: Box): SketchStrokes {
    const scale = to.width / from.width;
    return strokes.map((stroke) => stroke.map(([x, y]): Point => [to.x + (x - from.x) * scale, to.y + (y - from.y) * scale]));
}

/** Strokes as large as a square of the given side takes them. */
export function fitTo(strokes: SketchStrokes, side: number, margin = 0.1): SketchStrokes {
    const box = boundsOf(strokes);
    return box === null ? [] : mapBox(strokes, squareAround(box, margin), { x: 0, y: 0, width: side, height: side });
}

export function pathOf(strokes: SketchStrokes, digits = 2): string {
    const at = (value: number) => Number(value.toFixed(digits));
    return strokes
        .filter((stroke) => stroke.length > 0)
        .map((stroke) => {
            const points = stroke.length === 1 ? [stroke[0]!, stroke[0]!] : stroke;
            return `M${points.map(([x, y]) => `${at(x)} ${at(y)}`).join("L")}`;
        })
        .join("");
}

/** Ramer–Douglas–Peucker: leaves out points that lie within `tolerance` of the line without them. */
export function simplify<P extends readonly [number, number, ...number[]]>(points: readonly P[], tolerance: number): P[] {
    if (points.length < 3) return [...points];
    const keep = new Uint8Array(points.length);
    keep[0] = keep[points.length - 1] = 1;
    const open: [number, number][] = [[0, points.length - 1]];
    for (let span = open.pop(); span !== undefined; span = open.pop()) {
        const [first, last] = span;
        let [farthest, at] = [tolerance, -1];
        for (let i = first + 1; i < last; i++) {
            const distance = distanceToSegment(points[i]!, points[first]!, points[last]!);
            if (distance > farthest) [farthest, at] = [distance, i];
        }
        if (at < 0) continue;
        keep[at] = 1;
        open.push([first, at], [at, last]);
    }
    return points.filter((_, i) => keep[i] === 1);
}

/** So many places on a line, at equal distances along it, from its start to its end. */
export function resample(line: readonly Point[], count: number): Point[] {
    const reached = [0];
    for (let i = 1; i < line.length; i++)
        reached.push(reached[i - 1]! + Math.hypot(line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1]));
    const whole = reached.at(-1)!;
    let leg = 1;
    return Array.from({ length: count }, (_, i): Point => {
        const at = (whole * i) / (count - 1);
        while (leg < line.length - 1 && reached[leg]! < at) leg++;
        const [from, to] = [line[leg - 1]!, line[leg] ?? line[leg - 1]!];
        const length = (reached[leg] ?? 0) - reached[leg - 1]!;
        const share = length > 0 ? (at - reached[leg - 1]!) / length : 0;
        return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    });
}

type Place = readonly [number, number, ...number[]];

function distanceToSegment(point: Place, from: Place, to: Place): number {
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((point[0] - from[0]) * dx + (point[1] - from[1]) * dy) / length));
    return Math.hypot(point[0] - from[0] - share * dx, point[1] - from[1] - share * dy);
}

/** Whether a point lies in a polygon, by the even-odd rule. */
export function isInside([x, y]: Point, polygon: readonly Point[]): boolean {
    let inside = false;
    for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
        const [xi, yi] = polygon[i]!;
        const [xj, yj] = polygon[j]!;
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
    return inside;
}

/** Half axes and the angle in degrees of the ellipse at one standard deviation of a bivariate normal. */
export function ellipseOf(deviationX: number, deviationY: number, rho: number): { a: number; b: number; angle: number } {
    const [xx, yy, xy] = [deviationX * deviationX, deviationY * deviationY, rho * deviationX * deviationY];
    const middle = (xx + yy) / 2;
    const spread = Math.hypot((xx - yy) / 2, xy);
    return {
        a: Math.sqrt(middle + spread),
        b: Math.sqrt(Math.max(middle - spread, 0)),
        angle: (Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI),
    };
}
