import { useEffect } from "preact/hooks";
import { Choice } from "../../components/choice";
import { ExportMenu } from "../../components/export-menu";
import { DropZone } from "../../components/files";
import { LinkButton } from "../../components/link-button";
import { address, amend } from "../../core/address";
import { loadCards } from "../../core/cards";
import { clear, drawing, followAddress, isBlank, recipe, redoable, redoOnce, strokes, undoable, undoOnce } from "../../core/drawing";
import { info, nameOf } from "../../core/info";
import { styleOf } from "../../core/sampling";
import { Canvas } from "./canvas";
import { ImportButton, Imported, importFile } from "./import";
import { NextEllipses, NextPanel, steerBy } from "./next";
import { Results } from "./results";
import { Seen } from "./seen";
import { Settings } from "./settings";
import { Starters } from "./starters";

const modes = [
    { value: "redraw", title: "Redraw" },
    { value: "complete", title: "Complete" },
    { value: "next", title: "Next point" },
] as const;
type Mode = (typeof modes)[number]["value"];

export function DrawPage() {
    useEffect(followAddress, []);
    useEffect(() => loadCards(), []);
    const { params } = address.value;
    const mode: Mode = modes.find(({ value }) => value === params.mode)?.value ?? "redraw";
    const style = styleOf(params);
    const isEmpty = isBlank.value;
    const reads = info.value?.model.encodes !== false;

    return (
        <DropZone name="draw" take={([file]) => file && void importFile(file)}>
            <h1 class="hidden">Draw</h1>
            <section class="draw-seen" aria-label="What the model sees">
                <Seen style={style} />
            </section>
            <section class="draw-sheet" aria-label="Your drawing">
                <Canvas {...(mode === "next" && { tap: steerBy })}>
                    {mode === "next" && <NextEllipses />}
                    {isEmpty && (
                        <p class="invite">
                            {reads ? "Draw something." : "Begin something."}
                            <span>{reads ? "It looks, and draws it again." : "It goes on from there."}</span>
                        </p>
                    )}
                </Canvas>
                <Tools />
                <Imported />
            </section>
            <section class="draw-results" aria-label="What the model draws">
                <Choice
                    label="What the model does"
                    value={mode}
                    options={modes}
                    choose={(value) => amend({ mode: value === "redraw" ? "" : value })}
                />
                {style !== null && (
                    <p class="row wide style-on">
                        <span>
                            In the style <b class="model">{nameOf(style)}</b>
                        </span>
                        <button class="button plain" onClick={() => amend({ style: "" })}>
                            Back to your drawing
                        </button>
                    </p>
                )}
                {mode === "next" ? (
                    <NextPanel params={params} />
                ) : isEmpty && style === null ? (
                    <Starters />
                ) : (
                    <Results mode={mode} params={params} />
                )}
                {mode !== "next" && <Settings params={params} withStyle={mode === "redraw"} />}
            </section>
        </DropZone>
    );
}

function Tools() {
    const isEmpty = drawing.value.strokes.length === 0;
    return (
        <div class="tools" role="toolbar" aria-label="Drawing">
            <button class="button plain" onClick={undoOnce} disabled={!undoable.value} title="Ctrl+Z">
                Undo
            </button>
            <button class="button plain" onClick={redoOnce} disabled={!redoable.value} title="Ctrl+Shift+Z">
                Redo
            </button>
            <button class="button plain" onClick={clear} disabled={isEmpty}>
                Clear
            </button>
            <ImportButton />
            <span class="tools-end">
                <LinkButton params={address.value.params} recipe={recipe.value} plain />
                <ExportMenu strokes={strokes.value} recipe={recipe.value} name="drawing" />
            </span>
        </div>
    );
}
