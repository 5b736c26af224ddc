import { signal } from "@preact/signals";
import type { Read } from "../../api";
import { FileChooser } from "../../components/files";
import { SketchView } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { amend } from "../../core/address";
import { explain, upload } from "../../core/client";
import { drawing, isForeign, place, settingsOf } from "../../core/drawing";

const found = signal<Read | null>(null);
const busy = signal(false);
const problem = signal<string | null>(null);

/** Reads a file: a recipe is taken up where it ended, a single sketch is placed, of several one is chosen. */
export async function importFile(file: File): Promise<void> {
    if (busy.peek()) return;
    busy.value = true;
    problem.value = null;
    found.value = null;
    try {
        const read = await upload<Read>("read", [file]);
        const { recipe, sketches } = read;
        if (recipe !== null) {
            place(recipe.strokes, recipe);
            amend({ ...settingsOf(recipe), style: "", mode: "" });
        } else if (sketches.length === 1) {
            place(sketches[0]!.strokes, null);
            problem.value = read.skipped[0] ?? null;
        } else if (sketches.length > 1) found.value = read;
        else problem.value = `${file.name}: ${read.skipped[0] ?? "no sketch was found in it."}`;
    } catch (error) {
        problem.value = explain(error);
    }
    busy.value = false;
}

export function ImportButton() {
    return <FileChooser text="Open…" label="A file with a drawing" plain take={([file]) => file && void importFile(file)} />;
}

/** What became of the file or the link: an error, or sketches to choose from. */
export function Imported() {
    const sketches = found.value?.sketches ?? [];
    return (
        <>
            {busy.value && <Progress label="Reading the file" />}
            {problem.value !== null && <Trouble text={problem.value} />}
            {isForeign.value && (
                <Trouble text={`This was drawn by another model (${drawing.value.recipe?.model}): only its strokes are used.`} />
            )}
            {sketches.length > 0 && (
                <section aria-label="Sketches of the file">
                    <div class="row wide">
                        <h2>{sketches.length} sketches: choose one</h2>
                        <button class="button plain" onClick={() => (found.value = null)}>
                            Close
                        </button>
                    </div>
                    {found.value!.skipped.map((text) => (
                        <p class="quiet small" key={text}>
                            {text}
                        </p>
                    ))}
                    <div class="strip">
                        {sketches.map(({ strokes, name }, i) => (
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
