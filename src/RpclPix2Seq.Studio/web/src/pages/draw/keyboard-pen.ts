import { signal } from "@preact/signals";
import { addStroke, live, side } from "../../core/drawing";

/** The pen that the arrow keys move; null until a key does. */
export const keyboardPen = signal<{ x: number; y: number; down: boolean } | null>(null);

const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Does what a key asks of the pen; false for any other key. */
export function penKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = steps[event.key];
    const pen = keyboardPen.peek() ?? { x: side / 2, y: side / 2, down: false };
    if (step !== undefined) {
        const size = event.shiftKey ? 16 : 4;
        const x = Math.min(side, Math.max(0, pen.x + step[0] * size));
        const y = Math.min(side, Math.max(0, pen.y + step[1] * size));
        keyboardPen.value = { ...pen, x, y };
        const stroke = live.peek();
        if (pen.down && stroke !== null) live.value = { ...stroke, points: [...stroke.points, [x, y, 0.5]] };
        return true;
    }
    if (event.key === " ") {
        if (pen.down && live.peek() !== null) {
            const stroke = live.peek()!;
            live.value = null;
            addStroke(stroke);
        } else live.value = { points: [[pen.x, pen.y, 0.5]], pen: false };
        keyboardPen.value = { ...pen, down: !pen.down };
        return true;
    }
    if (event.key === "Escape" && keyboardPen.peek() !== null) {
        live.value = null;
        keyboardPen.value = null;
        return true;
    }
    return false;
}
