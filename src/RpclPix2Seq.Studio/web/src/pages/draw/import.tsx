import { signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Read } from "../../api";
import { SketchView } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { amend } from "../../core/address";
import { explain, upload } from "../../core/client";
import { place, settingsOf } from "../../core/drawing";
import { info } from "../../core/info";

const found = signal<Read | null>(null);
const busy = signal(false);
const problem = signal<string | null>(null);

/** Reads a file: a recipe is taken up where it ended, a single sketch is placed, of several one is chosen. */
export async function importFile(file: File): Promise<void> {
    busy.value = true;
    problem.value = null;
    found.value = null;
    try {
        const read = await upload<Read>("read", [file]);
        const { recipe, sketches } = read;
        if (recipe !== null) {
            const isOurs = recipe.model === info.peek()?.model.hash;
            place(recipe.strokes, isOurs ? recipe : null);
            amend({ ...settingsOf(recipe), style: "", mode: "" });
            if (!isOurs) problem.value = `${file.name} was drawn by another model (${recipe.model}): only its strokes are used.`;
        } else if (sketches.length === 1) place(sketches[0]!.strokes, null);
        else if (sketches.length > 1) found.value = read;
        else problem.value = `${file.name}: ${read.skipped[0] ?? "no sketch was found in it."}`;
    } catch (error) {
        problem.value = explain(error);
    }
    busy.value = false;
}

export function ImportButton() {
    const input = useRef<HTMLInputElement>(null);
    return (
        <>
            <button class="button plain" onClick={() => input.current?.click()}>
                Open…
            </button>
            <input
                ref={input}
                type="file"
                hidden
                aria-label="A file with a drawing"
                onChange={() => {
                    const file = input.current?.files?.[0];
                    if (file) void importFile(file);
                    input.current!.value = "";
                }}
            />
        </>
    );
}

const shown = 24;

/** What became of the file: an error, or sketches to choose from. */
export function Imported() {
    const sketches = found.value?.sketches ?? [];
    return (
        <>
            {busy.value && <Progress label="Reading the file" />}
            {problem.value !== null && <Trouble text={problem.value} />}
            {sketches.length > 0 && (
                <section aria-label="Sketches of the file">
                    <div class="row wide">
                        <h2>{sketches.length} sketches: choose one</h2>
                        <button class="button plain" onClick={() => (found.value = null)}>
                            Close
                        </button>
                    </div>
                    <div class="strip">
                        {sketches.slice(0, shown).map(({ strokes, name }, i) => (
                            <button
                                key={i}
                                class="sketch-button"
                                title={name}
                                aria-label={`Place ${name}`}
                                onClick={() => (place(strokes, null), (found.value = null))}
                            >
                                <SketchView strokes={strokes} />
                            </button>
                        ))}
                    </div>
                </section>
            )}
        </>
    );
}
