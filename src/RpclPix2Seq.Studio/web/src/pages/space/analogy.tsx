import { useLoad } from "../../components/load";
import { SketchButton, SketchView } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { amend } from "../../core/address";
import { between } from "../../core/between";
import { sketchAt } from "./codes";
import { chosenSlot, slotsIn, slotToFill } from "./state";

/** A is to B as C is to what the model draws. */
export function AnalogyPanel() {
    const slots = slotsIn();
    const given = useLoad(slots.every((index) => index < 0) ? null : slots.join(), (signal) =>
        Promise.all(slots.map((index) => (index < 0 ? null : sketchAt(index, signal)))),
    );
    const codes = given.value?.map((sketch) => sketch?.code) ?? [];
    const isComplete = codes.length === 3 && codes.every(Boolean) && slots.every((index) => index >= 0) && !given.busy;
    const answer = useLoad(isComplete ? slots.join() : null, async (signal) => {
        const [a, b, c] = codes.map((code) => ({ code }));
        return (await between("analogy", { a, b, c }, signal))[0] ?? null;
    });
    const next = slotToFill();
    const problem = given.error ?? answer.error;

    const slot = (at: number) => {
        const sketch = given.value?.[at];
        return (
            <button
                class="slot-button"
                aria-pressed={at === next}
                aria-label={`${"ABC"[at]}: ${sketch ? (sketch.category ?? "a drawing") : "empty"}; the next tap fills it`}
                onClick={() => (chosenSlot.value = at)}
            >
                {sketch && slots[at]! >= 0 ? <SketchView strokes={sketch.strokes} /> : <span class="slot-letter">{"ABC"[at]}</span>}
            </button>
        );
    };
    return (
        <div class="panel-part">
            <p class="prose">Tap three drawings on the map. The model takes the step from A to B and applies it to C.</p>
            <div class="analogy">
                {slot(0)}
                <span class="analogy-word">is to</span>
                {slot(1)}
                <span class="analogy-as">as</span>
                {slot(2)}
                <span class="analogy-word">is to</span>
                <div class="analogy-answer">
                    {answer.value ? (
                        <SketchButton sketch={{ strokes: answer.value.strokes, title: "The answer", recipe: answer.value.recipe }} />
                    ) : (
                        <span class="slot-letter">?</span>
                    )}
                </div>
            </div>
            {given.busy || answer.busy ? <Progress label="The model draws" /> : <div class="progress-gap" />}
            {problem !== null && <Trouble text={problem} />}
            {slots.some((index) => index >= 0) && (
                <button class="button" onClick={() => (amend({ abc: "" }), (chosenSlot.value = null))}>
                    Begin again
                </button>
            )}
        </div>
    );
}
