import { useEffect, useState } from "preact/hooks";
import type { Drawn } from "../../api";
import { useLoad } from "../../components/load";
import { open } from "../../components/opened";
import { SketchView } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { address } from "../../core/address";
import { post } from "../../core/client";
import { info } from "../../core/info";
import { still } from "../../core/theme";
import { codeAt } from "./codes";
import type { MapPoints } from "./points";
import { marked, pointsIn } from "./state";

const steps = 12;

/** What lies on the way between two places, one drawing after the other. */
export function PathPanel({ points }: { points: MapPoints }) {
    const text = address.value.params.path ?? "";
    const ends = pointsIn("path");
    const [step, setStep] = useState(0);
    const [plays, setPlays] = useState(false);
    const way = useLoad(ends.length < 2 ? null : text, async (signal) => {
        const [from, to] = await Promise.all(ends.map((end) => codeAt(end, points, signal)));
        const body = { from, to, steps, sampling: info.peek()?.sampling ?? {} };
        return (await post<{ sketches: Drawn[] }>("interpolate", body, signal)).sketches;
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
        const [from, to] = ends;
        const share = sketches.length > 1 ? step / (sketches.length - 1) : 0;
        marked.value =
            from && to && sketches.length > 0 ? [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])] : null;
        return () => (marked.value = null);
    }, [step, text, way.value]);

    if (ends.length < 2) return <p class="prose">Drag from one place to another, and watch one drawing become the other.</p>;
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
