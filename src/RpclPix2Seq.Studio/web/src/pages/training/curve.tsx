import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { entryAt } from "../../core/run";
import { colorOf, theme } from "../../core/theme";

interface CurveProps {
    title: string;
    steps: readonly number[];
    train: readonly (number | null)[];
    validSteps: readonly number[];
    valid: readonly (number | null)[];
    /** The step that is looked at. */
    at: number;
}

type Values = (number | null)[];

/** One loss over the steps: training in ink, validation in blue. */
export function Curve({ title, steps, train, validSteps, valid, at }: CurveProps) {
    const place = useRef<HTMLDivElement>(null);
    const plot = useRef<uPlot | null>(null);
    const data = uPlot.join([
        [[...steps], [...train]],
        [[...validSteps], [...valid]],
    ] as uPlot.AlignedData[]);

    useEffect(() => {
        const element = place.current!;
        const axis = {
            stroke: colorOf("pencil"),
            grid: { stroke: colorOf("line"), width: 1 },
            ticks: { show: false },
            font: "12px system-ui, sans-serif",
        };
        const made = (plot.current = new uPlot(
            {
                width: element.clientWidth,
                height: 170,
                legend: { show: false },
                cursor: { x: true, y: false, points: { show: false }, drag: { x: false, y: false } },
                scales: { x: { time: false } },
                axes: [axis, { ...axis, size: 48 }],
                series: [
                    {},
                    { stroke: colorOf("ink"), width: 1, points: { show: false }, spanGaps: true },
                    { stroke: colorOf("model"), width: 2, points: { show: false }, spanGaps: true },
                ],
            },
            data,
            element,
        ));
        const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: 170 }));
        observer.observe(element);
        return () => {
            observer.disconnect();
            made.destroy();
        };
    }, [theme.value]);
    useEffect(() => plot.current?.setData(data), [steps, validSteps]);
    useEffect(() => plot.current?.setCursor({ left: plot.current.valToPos(at, "x"), top: 0 }, false), [at, steps, theme.value]);

    return (
        <figure class="curve">
            <h3>
                {title}
                <span>
                    {valueAt(steps, train as Values, at)}
                    {valid.length > 0 && <span class="model"> {valueAt(validSteps, valid as Values, at)}</span>}
                </span>
            </h3>
            <div ref={place} role="img" aria-label={`${title}: ${valueAt(steps, train as Values, at)} at step ${at}`} />
        </figure>
    );
}

function valueAt(steps: readonly number[], values: Values, at: number): string {
    const value = values[entryAt(steps, at)];
    return value === null || value === undefined ? "–" : value.toPrecision(4);
}
