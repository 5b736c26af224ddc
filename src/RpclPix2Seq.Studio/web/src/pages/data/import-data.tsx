import { useState } from "preact/hooks";
import type { ImportReport } from "../../api";
import { DropZone, FileChooser } from "../../components/files";
import { count } from "../../components/opened";
import { Progress, Trouble } from "../../components/trouble";
import { explain, upload } from "../../core/client";

/** Takes files, and tells what became of them. */
export function ImportData({ imported }: { imported: (name: string) => void }) {
    const [report, setReport] = useState<ImportReport | null>(null);
    const [error, setError] = useState<string | null>(null);
    const [busy, setBusy] = useState(false);
    const [category, setCategory] = useState("");

    const take = async (files: readonly File[]) => {
        setBusy(true);
        setError(null);
        setReport(null);
        try {
            const result = await upload<ImportReport>("data", files, category.trim() === "" ? {} : { category: category.trim() });
            setReport(result);
            if (result.name !== null) imported(result.name);
        } catch (problem) {
            setError(explain(problem));
        }
        setBusy(false);
    };

    return (
        <section class="import" aria-label="Import">
            <DropZone name="drop" take={(files) => busy || void take(files)}>
                <p class="prose">Drop drawings here: npz, ndjson, SVG, InkML, Excalidraw, JSON and more.</p>
                <label class="field">
                    <span>Category, if they all share one</span>
                    <input placeholder="as the files say" value={category} onInput={(event) => setCategory(event.currentTarget.value)} />
                </label>
                <FileChooser
                    text="Choose files…"
                    label="Files with drawings"
                    multiple
                    disabled={busy}
                    take={(files) => void take(files)}
                />
            </DropZone>
            {busy && <Progress label="Importing" />}
            {error !== null && <Trouble text={error} />}
            {report && <Report report={report} />}
        </section>
    );
}

function Report({ report: { name, imported, skipped } }: { report: ImportReport }) {
    return (
        <div class="report" role="status">
            <h2>
                {imported === 0 ? "Nothing was imported" : `${count(imported, "drawing")} imported${name === null ? "" : ` as ${name}`}`}
            </h2>
            {skipped.length > 0 && (
                <table>
                    <caption class="hidden">What was left out</caption>
                    <thead>
                        <tr>
                            <th scope="col">Left out</th>
                            <th scope="col">Why</th>
                            <th scope="col">For example</th>
                        </tr>
                    </thead>
                    <tbody>
                        {skipped.map((line) => (
                            <tr key={line.reason}>
                                <td>{line.count.toLocaleString("en-US")}</td>
                                <td>{line.reason}</td>
                                <td class="quiet">{line.example}</td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            )}
        </div>
    );
}
