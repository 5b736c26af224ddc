import { getStroke } from "perfect-freehand";
import type { InkStroke } from "../../core/drawing";

/** The outline of a stroke of a fountain pen, in the units of the canvas. */
export function inkPath({ points, pen }: InkStroke, finished = true): Path2D {
    const outline = getStroke(points, {
        size: 2.8,
        thinning: pen ? 0.7 : 0.45,
        smoothing: 0.5,
        streamline: points.length < 12 ? 0 : 0.3,
        simulatePressure: !pen,
        last: finished,
    }) as [number, number][];
    const path = new Path2D();
    const [first] = outline;
    if (first === undefined) return path;
    path.moveTo(...first);
    for (let i = 0; i < outline.length; i++) {
        const [x, y] = outline[i]!;
        const [nx, ny] = outline[(i + 1) % outline.length]!;
        path.quadraticCurveTo(x, y, (x + nx) / 2, (y + ny) / 2);
    }
    path.closePath();
    return path;
}
