import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Encoded, SketchStrokes } from "../../api";
import { SketchView } from "../../components/sketch-view";
import { Trouble } from "../../components/trouble";
import { amend } from "../../core/address";
import { cards } from "../../core/cards";
import { explain, post } from "../../core/client";
import { strokesNow } from "../../core/drawing";
import { hasLines } from "../../core/geometry";
import { info, nameOf } from "../../core/info";
import { Latest } from "../../core/latest";
import { theme } from "../../core/theme";

const encoded = signal<Encoded | null>(null);
const error = signal<string | null>(null);

/** At most 30 a second: as the eye sees it, and the server has time for the rest. */
const encoding = new Latest<SketchStrokes>(async (strokes) => {
    try {
        encoded.value = hasLines(strokes) ? await post<Encoded>("encode", { strokes }) : null;
        error.value = null;
    } catch (problem) {
        error.value = explain(problem);
    }
}, 33);

/** What the model sees of the drawing, and the styles nearest to it, while it is drawn. */
export function Seen({ style }: { style: number | null }) {
    const strokes = strokesNow.value;
    const reads = info.value?.model.encodes !== false;
    useEffect(() => {
        if (reads) encoding.put(strokes);
    }, [strokes, reads]);
    if (!reads) return <p class="prose">This model can draw, but it cannot read drawings.</p>;
    return (
        <>
            <figure class="seen-picture">
                <Picture />
                <figcaption class="quiet small">
                    What the model sees: {info.value?.model.pixels ?? 48} × {info.value?.model.pixels ?? 48} pixels
                </figcaption>
            </figure>
            <section class="seen-styles" aria-labelledby="styles-head">
                <h2 id="styles-head">Closest styles</h2>
                {error.value !== null && <Trouble text={error.value} />}
                <Styles style={style} />
            </section>
        </>
    );
}

function Picture() {
    const canvas = useRef<HTMLCanvasElement>(null);
    const picture = encoded.value?.picture ?? "";
    const pixels = info.value?.model.pixels ?? 48;
    useEffect(() => {
        const context = canvas.current?.getContext("2d");
        if (!canvas.current || !context) return;
        const [red = 0, green = 0, blue = 0] =
            getComputedStyle(canvas.current)
                .color.match(/[\d.]+/g)
                ?.map(Number) ?? [];
        const image = context.createImageData(pixels, pixels);
        const bytes = atob(picture);
        for (let i = 0; i < pixels * pixels; i++) image.data.set([red, green, blue, bytes.charCodeAt(i) || 0], 4 * i);
        context.putImageData(image, 0, 0);
    }, [picture, pixels, theme.value]);
    return <canvas ref={canvas} width={pixels} height={pixels} role="img" aria-label="The picture that the model sees" />;
}

const rowHeight = 44;
const shownStyles = 6;

function Styles({ style }: { style: number | null }) {
    const rows = (encoded.value?.components ?? []).slice(0, shownStyles);
    if (rows.length === 0)
        return <p class="prose">As you draw, the model weighs the {info.value?.components.length ?? ""} styles it found.</p>;
    // Rows keep their place in the document and glide to their rank.
    const byId = rows.map((row, rank) => ({ ...row, rank })).sort((a, b) => a.id - b.id);
    return (
        <ol class="styles" style={{ height: `${rowHeight * shownStyles}px` }}>
            {byId.map(({ id, probability, rank }) => (
                <li key={id} style={{ transform: `translateY(${rank * rowHeight}px)` }}>
                    <button
                        aria-pressed={style === id}
                        title={`Draw ${nameOf(id)}`}
                        onClick={() => amend({ style: style === id ? "" : String(id), mode: "" })}
                    >
                        <SketchView strokes={cards.value?.find((card) => card.id === id)?.samples[0] ?? []} by="model" />
                        <span class="style-name">{nameOf(id)}</span>
                        <span class="style-share">{(100 * probability).toFixed(probability < 0.0995 ? 1 : 0)}%</span>
                        <span class="style-bar" style={{ transform: `scaleX(${probability})` }} />
                    </button>
                </li>
            ))}
        </ol>
    );
}
