import { useEffect, useState } from "preact/hooks";
import { useLoad } from "../../components/load";
import { open } from "../../components/opened";
import { SketchView } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { address } from "../../core/address";
import { between } from "../../core/between";
import { resample } from "../../core/geometry";
import { still } from "../../core/theme";
import { codeAt } from "./codes";
import type { MapPoints } from "./points";
import { marked, pointsIn } from "./state";

/** Places on the line whose codes are taken, and drawings in all: two lie between each place and the next. */
const stops = 5;
const steps = 3 * (stops - 1) + 1;

/** What lies on the way along a line, one drawing after the other. */
export function PathPanel({ points }: { points: MapPoints }) {
    const text = address.value.params.path ?? "";
    const line = pointsIn("path");
    const [step, setStep] = useState(0);
    const [plays, setPlays] = useState(false);
    const way = useLoad(line.length < 2 ? null : text, async (signal) => {
        const codes = await Promise.all(resample(line, stops).map((place) => codeAt(place, points, signal)));
        return between("interpolate", { from: codes[0], through: codes.slice(1, -1), to: codes.at(-1), steps }, signal);
    });
    const sketches = way.value ?? [];

    useEffect(() => {
        setStep(0);
        setPlays(sketches.length > 0 && !still.matches);
    }, [way.value]);
    useEffect(() => {
        if (!plays) return;
        const timer = setInterval(() => setStep((old) => (old + 1 < sketches.length ? old + 1 : (setPlays(false), old))), 350);
        return () => clearInterval(timer);
    }, [plays, way.value]);
    useEffect(() => {
        marked.value = line.length > 1 && sketches.length > 0 ? (resample(line, sketches.length)[step] ?? null) : null;
        return () => (marked.value = null);
    }, [step, text, way.value]);

    if (line.length < 2) return <p class="prose">Drag a line in any direction, and watch one drawing become the next along it.</p>;
    const now = sketches[step];
    return (
        <div class="panel-part">
            {way.error !== null && <Trouble text={way.error} retry={way.again} />}
            {way.busy && <Progress label="The model draws the way" />}
            {now && (
                <>
                    <button
                        class="sketch-button path-now"
                        aria-label="Open this drawing"
                        onClick={() => open({ strokes: now.strokes, title: `Step ${step + 1} of the way`, recipe: now.recipe })}
                    >
                        <SketchView strokes={now.strokes} by="model" label={`Step ${step + 1} of ${sketches.length}`} />
                    </button>
                    <label class="field">
                        <span>
                            On the way
                            <output>
                                {step + 1} of {sketches.length}
                            </output>
                        </span>
                        <input
                            type="range"
                            min={0}
                            max={sketches.length - 1}
                            value={step}
                            onInput={(event) => (setPlays(false), setStep(Number(event.currentTarget.value)))}
                        />
                    </label>
                    <button class="button" onClick={() => (setStep(0), setPlays(true))}>
                        Play again
                    </button>
                    <ol class="film">
                        {sketches.map((sketch, i) => (
                            <li key={i}>
                                <button
                                    class="sketch-button"
                                    aria-label={`Step ${i + 1}`}
                                    aria-current={i === step ? "step" : undefined}
                                    onClick={() => (setPlays(false), setStep(i))}
                                >
                                    <SketchView strokes={sketch.strokes} by="model" />
                                </button>
                            </li>
                        ))}
                    </ol>
                </>
            )}
        </div>
    );
}
