import { useLoad } from "../../components/load";
import { Progress, Trouble } from "../../components/trouble";
import { address, amend } from "../../core/address";
import { get } from "../../core/client";
import type { DataSummary } from "../../api";
import { Browse } from "./browse";
import { ImportData } from "./import-data";

/** Datasets: what is in them, and how more gets in. */
export function DataPage() {
    const sets = useLoad("data", (signal) => get<DataSummary[]>("data", signal));
    const { params } = address.value;
    const all = sets.value ?? [];
    const chosen = all.find(({ name }) => name === params.set) ?? all[0];
    return (
        <div class="data">
            <div class="page-head">
                <h1>Data</h1>
                <p class="prose">Drawings to train on and to compare with.</p>
            </div>
            <ImportData imported={(name) => (sets.again(), amend({ set: name, category: "", search: "", offset: "" }))} />
            {sets.error !== null && <Trouble text={sets.error} retry={sets.again} />}
            {sets.busy && <Progress label="Looking for data" />}
            {sets.value?.length === 0 && <p class="prose">No datasets yet. Drop drawings above, or start the studio with --data.</p>}
            {chosen && <Browse sets={all} set={chosen} />}
        </div>
    );
}
