import { useRef, useState } from "preact/hooks";
import type { Recipe, SketchStrokes } from "../api";
import { explain, postForBlob } from "../core/client";
import { Menu } from "./menu";
import { Trouble } from "./trouble";

const formats = [
    { format: "svg", name: "SVG", note: "with its recipe", extension: "svg" },
    { format: "animated-svg", name: "Animated SVG", note: "draws itself", extension: "svg" },
    { format: "png", name: "PNG", note: "with its recipe", extension: "png" },
    { format: "gif", name: "GIF", note: "draws itself", extension: "gif" },
    { format: "json", name: "JSON", note: "with its recipe", extension: "json" },
    { format: "plotter-svg", name: "Plotter SVG", note: "millimeters, no fills", extension: "svg" },
] as const;

/** Saves a sketch in any format; a file with a recipe can be dropped back in. */
export function ExportMenu({
    strokes,
    recipe,
    name,
    above = true,
}: {
    strokes: SketchStrokes;
    recipe: Recipe | null;
    name: string;
    above?: boolean;
}) {
    const [error, setError] = useState<string | null>(null);
    const [busy, setBusy] = useState(false);
    const link = useRef<HTMLAnchorElement>(null);

    const save = async (format: string, extension: string) => {
        if (busy) return;
        setBusy(true);
        setError(null);
        try {
            const blob = await postForBlob("export", { strokes, ...(recipe && { recipe }), format });
            const url = URL.createObjectURL(blob);
            const anchor = link.current!;
            anchor.href = url;
            anchor.download = `${
                name
                    .toLowerCase()
                    .replace(/[^a-z0-9]+/g, "-")
                    .replace(/^-|-$/g, "") || "sketch"
            }.${extension}`;
            anchor.click();
            setTimeout(() => URL.revokeObjectURL(url), 10_000);
        } catch (problem) {
            setError(explain(problem));
        }
        setBusy(false);
    };

    return (
        <>
            <Menu
                label={busy ? "Saving…" : "Save as"}
                disabled={strokes.length === 0}
                above={above}
                items={formats.map(({ format, name: title, note, extension }) => ({
                    title,
                    note,
                    act: () => void save(format, extension),
                }))}
            />
            <a ref={link} hidden />
            {error !== null && <Trouble text={error} />}
        </>
    );
}
