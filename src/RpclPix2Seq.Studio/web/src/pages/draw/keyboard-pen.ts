import { signal } from "@preact/signals";
import { addStroke, live, onSheet, side } from "../../core/drawing";
import { arrows } from "../../core/keys";

/** The pen that the arrow keys move; null until a key does. */
export const keyboardPen = signal<{ x: number; y: number; down: boolean } | null>(null);

/** Does what a key asks of the pen; false for any other key. */
export function penKey(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = arrows[event.key];
    const pen = keyboardPen.peek() ?? { x: side / 2, y: side / 2, down: false };
    if (step !== undefined) {
        const size = event.shiftKey ? 16 : 4;
        const [x, y] = [onSheet(pen.x + step[0] * size), onSheet(pen.y + step[1] * size)];
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
