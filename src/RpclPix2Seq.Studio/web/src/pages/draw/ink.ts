import { getStroke } from "perfect-freehand";
import type { InkStroke } from "../../core/drawing";

/** The outline of a stroke of a fountain pen, in the units of the canvas. */
export function inkPath({ points, pen }: InkStroke, finished = true): Path2D {
    const outline = getStroke(dense(points), {
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

const farthest = 3;

/** With points in between where they lie far apart: the pen is taken to have gone straight. */
function dense(points: InkStroke["points"]): InkStroke["points"] {
    return points.flatMap((point, i) => {
        const from = points[i - 1];
        if (from === undefined) return [point];
        const steps = Math.max(1, Math.ceil(Math.hypot(point[0] - from[0], point[1] - from[1]) / farthest));
        return Array.from({ length: steps }, (_, step): InkStroke["points"][number] => {
            const share = (step + 1) / steps;
            return [from[0] + share * (point[0] - from[0]), from[1] + share * (point[1] - from[1]), from[2] + share * (point[2] - from[2])];
        });
    });
}
