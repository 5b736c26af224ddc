import { useEffect, useState } from "preact/hooks";
import type { SketchStrokes } from "../api";
import { still } from "../core/theme";

/** The first points of a sketch. */
function firstPoints(strokes: SketchStrokes, count: number): SketchStrokes {
    const shown: SketchStrokes = [];
    let left = count;
    for (const stroke of strokes) {
        if (left <= 0) break;
        shown.push(stroke.slice(0, left));
        left -= stroke.length;
    }
    return shown;
}

/** A sketch as it is drawn, from its start or again whenever `round` changes. */
export function useReplay(strokes: SketchStrokes, round: number): SketchStrokes {
    const total = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    const [shown, setShown] = useState(total);
    useEffect(() => {
        if (still.matches) {
            setShown(total);
            return;
        }
        const start = performance.now();
        const duration = Math.min(3000, 400 + total * 22);
        let frame = 0;
        const step = (now: number) => {
            const share = Math.min(1, (now - start) / duration);
            setShown(Math.ceil(share * total));
            if (share < 1) frame = requestAnimationFrame(step);
        };
        frame = requestAnimationFrame(step);
        return () => cancelAnimationFrame(frame);
    }, [strokes, round]);
    return shown >= total ? strokes : firstPoints(strokes, shown);
}
