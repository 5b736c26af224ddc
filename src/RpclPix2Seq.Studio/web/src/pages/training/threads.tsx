import { useEffect, useMemo, useRef } from "preact/hooks";
import type { RunDetail } from "../../api";
import { entryAt, threadsOf } from "../../core/run";
import { colorOf, theme } from "../../core/theme";

interface ThreadsProps {
    history: RunDetail["history"];
    last: number;
    at: number;
    look: (step: number) => void;
}

/** The components as threads, as thick as they are heavy: one that dies ends with a cross. */
export function Threads({ history, last, at, look }: ThreadsProps) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const threads = useMemo(() => threadsOf(history), [history]);
    const entry = entryAt(
        history.map(({ step }) => step),
        at,
    );
    const alive = Object.values(history[entry]?.weights ?? {}).filter((weight) => weight > 0).length;

    const paint = () => {
        const element = canvas.current;
        if (!element) return;
        const [width, height] = [element.clientWidth, element.clientHeight];
        element.width = width * devicePixelRatio;
        element.height = height * devicePixelRatio;
        const context = element.getContext("2d")!;
        context.scale(devicePixelRatio, devicePixelRatio);
        const lane = (height - 16) / Math.max(1, threads.length);
        const heaviest = Math.max(...threads.flatMap(({ weights }) => weights), 1e-9);
        const x = (step: number) => 8 + ((width - 16) * step) / Math.max(1, last);
        for (const [row, { from, weights, lives }] of threads.entries()) {
            const middle = 8 + lane * (row + 0.5);
            const half = (weight: number) => (weight > 0 ? Math.max(0.5, (weight / heaviest) * lane * 0.48) : 0);
            const places = weights.map((weight, i) => [x(history[from + i]!.step), half(weight)] as const);
            // What was recorded last still holds.
            if (lives && last > history.at(-1)!.step) places.push([x(last), places.at(-1)![1]]);
            context.fillStyle = colorOf(lives ? "model" : "pencil");
            context.beginPath();
            places.forEach(([px, thickness], i) =>
                i === 0 ? context.moveTo(px, middle - thickness) : context.lineTo(px, middle - thickness),
            );
            for (const [px, thickness] of places.reverse()) context.lineTo(px, middle + thickness);
            context.fill();
            if (!lives) cross(context, places[0]![0] + 5, middle);
        }
        context.fillStyle = colorOf("ink");
        context.fillRect(x(at), 0, 1, height);
    };
    useEffect(() => {
        const observer = new ResizeObserver(paint);
        observer.observe(canvas.current!);
        return () => observer.disconnect();
    }, [threads, last, at]);
    useEffect(paint, [threads, last, at, theme.value]);

    const point = (event: PointerEvent) => {
        if (event.type === "pointermove" && event.buttons === 0) return;
        const box = canvas.current!.getBoundingClientRect();
        look(Math.round(Math.min(1, Math.max(0, (event.clientX - box.left - 8) / (box.width - 16))) * last));
    };
    return (
        <section class="threads" aria-label="Components">
            <div class="row wide">
                <h2>{alive === 1 ? "1 style alive" : `${alive} styles alive`}</h2>
                <p class="quiet small">{threads.length} in all; a cross marks where one died</p>
            </div>
            <canvas
                ref={canvas}
                onPointerDown={point}
                onPointerMove={point}
                role="img"
                aria-label={`${alive} of ${threads.length} components alive at step ${at}`}
            />
        </section>
    );
}

function cross(context: CanvasRenderingContext2D, x: number, y: number): void {
    context.strokeStyle = context.fillStyle;
    context.lineWidth = 1.2;
    context.beginPath();
    context.moveTo(x - 2.5, y - 2.5);
    context.lineTo(x + 2.5, y + 2.5);
    context.moveTo(x + 2.5, y - 2.5);
    context.lineTo(x - 2.5, y + 2.5);
    context.stroke();
}
