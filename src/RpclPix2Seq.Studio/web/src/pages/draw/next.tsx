import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Next, NextRequest } from "../../api";
import { Progress, Trouble } from "../../components/trouble";
import type { Params } from "../../core/address";
import { explain, isAbort, post } from "../../core/client";
import { addPoint, drawing, isDrawing, onSheet, setOpen, side, strokes } from "../../core/drawing";
import { ellipseOf, type Point } from "../../core/geometry";
import { styleOf, styleSource } from "../../core/sampling";

const next = signal<Next | null>(null);
const busy = signal(false);
const error = signal<string | null>(null);
/** Whether the pen stays down after the next point; null: as is likelier. */
const stays = signal<boolean | null>(null);

function staysDown(): boolean {
    const pen = next.value?.pen;
    return stays.value ?? (pen === undefined || pen.down >= pen.up);
}

function steer(at: { x: number; y: number }): void {
    addPoint(onSheet(at.x), onSheet(at.y), staysDown());
    stays.value = null;
}

/** Half of a finger, in units of the canvas. */
const reach = 9;

/** Takes a tap on an ellipse: the pen goes to its middle. */
export function steerBy([x, y]: Point): boolean {
    const distance = (normal: { x: number; y: number }) => Math.hypot(normal.x - x, normal.y - y);
    const near = (next.value?.normals ?? []).filter((normal) => distance(normal) <= Math.max(reach, normal.deviationX, normal.deviationY));
    const [nearest] = near.sort((a, b) => distance(a) - distance(b));
    if (nearest) steer(nearest);
    return nearest !== undefined;
}

const directions = ["right", "down right", "down", "down left", "left", "up left", "up", "up right"];

function directionOf({ from }: Next, x: number, y: number): string {
    return directions[(Math.round((Math.atan2(y - from[1], x - from[0]) / Math.PI) * 4) + 8) % 8]!;
}

/** Where the model would go next, as words: the same choices as the ellipses on the canvas. */
export function NextPanel({ params }: { params: Params }) {
    const { strokes: ink, open } = drawing.value;
    const style = styleOf(params);
    useEffect(() => {
        if (isDrawing.value) return;
        if (ink.length === 0) {
            next.value = null;
            return;
        }
        const stop = new AbortController();
        const request: NextRequest = { strokes: strokes.peek(), open, ...(style !== null && { source: styleSource(style) }) };
        busy.value = true;
        post<Next>("next", request, stop.signal).then(
            (answer) => ((next.value = answer), (error.value = null), (busy.value = false)),
            (problem: unknown) => isAbort(problem) || ((error.value = explain(problem)), (next.value = null), (busy.value = false)),
        );
        return () => stop.abort();
    }, [ink, open, style, !isDrawing.value]);
    useEffect(() => () => (next.value = null), []);

    if (ink.length === 0) return <p class="prose">Start a drawing, and see where the model would continue. Tap a place to go there.</p>;
    const share = (value: number) => `${(100 * value).toFixed(0)}%`;
    return (
        <div class="next">
            {error.value !== null && <Trouble text={error.value} />}
            {busy.value ? <Progress label="The model thinks" /> : <div class="progress-gap" />}
            <label class="check">
                <input type="checkbox" checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} />
                The pen is still down where the drawing ends
            </label>
            {next.value && (
                <>
                    <ol class="ways">
                        {next.value.normals.map((normal, i) => (
                            <li key={i}>
                                <button onClick={() => steer(normal)}>
                                    <span class="way-share">{share(normal.weight)}</span>
                                    <span class="way-bar" style={{ transform: `scaleX(${normal.weight})` }} />
                                    <span>{directionOf(next.value!, normal.x, normal.y)}</span>
                                </button>
                            </li>
                        ))}
                    </ol>
                    <fieldset class="pen-odds">
                        <legend>After that point the pen</legend>
                        <label class="check">
                            <input type="radio" name="pen" checked={staysDown()} onChange={() => (stays.value = true)} />
                            stays down, {share(next.value.pen.down)}
                        </label>
                        <label class="check">
                            <input type="radio" name="pen" checked={!staysDown()} onChange={() => (stays.value = false)} />
                            lifts, {share(next.value.pen.up)}
                        </label>
                        <p class="quiet">The drawing ends there: {share(next.value.pen.end)}</p>
                    </fieldset>
                </>
            )}
        </div>
    );
}

/** The same on the canvas: an ellipse at one and two deviations for each normal of the mixture. */
export function NextEllipses() {
    const mixture = next.value;
    if (mixture === null || isDrawing.value) return null;
    const [x, y] = mixture.from;
    const heaviest = mixture.normals[0]?.weight ?? 1;
    return (
        <svg class="over ellipses" viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
            {[...mixture.normals].reverse().map((normal, i) => {
                const { a, b, angle } = ellipseOf(normal.deviationX, normal.deviationY, normal.rho);
                const turn = `rotate(${angle} ${normal.x} ${normal.y})`;
                return (
                    <g key={i} style={{ opacity: 0.25 + 0.75 * (normal.weight / heaviest) }}>
                        <line x1={x} y1={y} x2={normal.x} y2={normal.y} />
                        <ellipse class="far" cx={normal.x} cy={normal.y} rx={2 * a} ry={2 * b} transform={turn} />
                        <ellipse class="near" cx={normal.x} cy={normal.y} rx={a} ry={b} transform={turn} />
                        <circle class="mean" cx={normal.x} cy={normal.y} r="1.5" />
                    </g>
                );
            })}
            <circle class="tip" cx={x} cy={y} r="2.4" />
        </svg>
    );
}
