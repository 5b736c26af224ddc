import { useEffect, useState } from "preact/hooks";
import type { DataPage, DataSummary } from "../../api";
import { useLoad } from "../../components/load";
import { SketchButton } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { address, amend, numberOf } from "../../core/address";
import { get } from "../../core/client";

const limit = 96;
const splits = ["train", "valid", "test"] as const;
const splitNames = { train: "training", valid: "validation", test: "test" };

/** The sketches of a dataset, by split, category and word. */
export function Browse({ sets, set }: { sets: DataSummary[]; set: DataSummary }) {
    const { params } = address.value;
    const split = splits.find((name) => name === params.split) ?? "train";
    const { category = "", search = "" } = params;
    const offset = Math.max(0, numberOf(params, "offset", 0));
    const query = new URLSearchParams({ split, category, search, offset: String(offset), limit: String(limit) });
    for (const key of ["category", "search"]) if (query.get(key) === "") query.delete(key);
    const page = useLoad(`data/${encodeURIComponent(set.name)}?${query}`, (signal) =>
        get<DataPage>(`data/${encodeURIComponent(set.name)}?${query}`, signal),
    );
    const total = page.value?.total ?? 0;
    const [draft, setDraft] = useState(search);
    useEffect(() => setDraft(search), [search, set.name]);
    const choose = (change: Record<string, string>) => amend({ offset: "", ...change });

    return (
        <section class="browse" aria-label={`Sketches of ${set.name}`}>
            <div class="browse-filters">
                <label class="field">
                    <span>Dataset</span>
                    <select value={set.name} onChange={(event) => choose({ set: event.currentTarget.value, category: "", search: "" })}>
                        {sets.map(({ name }) => (
                            <option key={name}>{name}</option>
                        ))}
                    </select>
                </label>
                <label class="field">
                    <span>Split</span>
                    <select
                        value={split}
                        onChange={(event) => choose({ split: event.currentTarget.value === "train" ? "" : event.currentTarget.value })}
                    >
                        {splits.map((name) => (
                            <option key={name} value={name}>
                                {splitNames[name]}
                            </option>
                        ))}
                    </select>
                </label>
                <label class="field">
                    <span>Category</span>
                    <select value={category} onChange={(event) => choose({ category: event.currentTarget.value })}>
                        <option value="">all {set.categories.length}</option>
                        {set.categories.map((each) => (
                            <option key={each.name} value={each.name}>
                                {each.name} ({each[split].toLocaleString("en-US")})
                            </option>
                        ))}
                    </select>
                </label>
                <label class="field">
                    <span>Search</span>
                    <input
                        type="search"
                        placeholder="a category"
                        value={draft}
                        onInput={(event) => setDraft(event.currentTarget.value)}
                        onChange={(event) => choose({ search: event.currentTarget.value })}
                    />
                </label>
            </div>
            <div class="row wide">
                <p class="quiet" aria-live="polite">
                    {page.value &&
                        (total === 0
                            ? "No sketches match."
                            : `${offset + 1} to ${Math.min(total, offset + limit)} of ${total.toLocaleString("en-US")}`)}
                </p>
                <div class="row">
                    <button
                        class="button"
                        disabled={offset === 0}
                        onClick={() => amend({ offset: offset > limit ? String(offset - limit) : "" })}
                    >
                        Previous
                    </button>
                    <button class="button" disabled={offset + limit >= total} onClick={() => amend({ offset: String(offset + limit) })}>
                        Next
                    </button>
                </div>
            </div>
            {page.error !== null && <Trouble text={page.error} retry={page.again} />}
            {page.busy ? <Progress label="Loading the sketches" /> : <div class="progress-gap" />}
            <div class="sketch-sheet">
                {page.value?.sketches.map(({ index, category: name, strokes }) => (
                    <SketchButton key={`${name}${index}`} sketch={{ strokes, title: `${name} ${index}` }} by="person" />
                ))}
            </div>
        </section>
    );
}
