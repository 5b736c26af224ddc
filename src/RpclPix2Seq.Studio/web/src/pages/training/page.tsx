import type { RunSummary } from "../../api";
import { useLoad } from "../../components/load";
import { Progress, Trouble } from "../../components/trouble";
import { address, format, go } from "../../core/address";
import { get } from "../../core/client";
import { Detail } from "./detail";
import { ago, states } from "./facts";
import { StartForm } from "./start";

/** Runs: start one, watch it, stop it, go on. */
export function TrainingPage() {
    const runs = useLoad("runs", (signal) => get<RunSummary[]>("runs", signal));
    const { params } = address.value;
    const all = runs.value ?? [];
    const chosen = params.run ?? all[0]?.name;
    return (
        <div class="training-page">
            <aside>
                <h1 class="hidden">Training</h1>
                <h2>Runs</h2>
                {runs.error !== null && <Trouble text={runs.error} retry={runs.again} />}
                {runs.busy && runs.value === null && <Progress label="Looking for runs" />}
                <ul class="run-list">
                    {all.map((run) => (
                        <li key={run.name}>
                            <a
                                href={format({ page: "training", params: { run: run.name } })}
                                aria-current={run.name === chosen ? "true" : undefined}
                            >
                                <span class="run-name">{run.name}</span>
                                <span class={`run-state quiet small ${run.state}`}>
                                    {states[run.state]} at step {run.step.toLocaleString("en-US")}, {ago(run.changed)}
                                </span>
                            </a>
                        </li>
                    ))}
                </ul>
            </aside>
            {chosen ? (
                <Detail key={chosen} name={chosen} changed={runs.again} />
            ) : (
                runs.value && <p class="prose run-detail">No run yet. Start one, and watch its styles come and go.</p>
            )}
            <StartForm
                started={(run) => {
                    runs.again();
                    go("training", { run: run.name });
                }}
            />
        </div>
    );
}
