import { Choice } from "../../components/choice";
import { amend } from "../../core/address";
import { css, type Coloring, type Group } from "./colors";
import { hovered } from "./state";

interface LegendProps {
    coloring: Coloring;
    groups: readonly Group[];
    only: number | null;
    hasCategories: boolean;
}

/** What the colors mean; a group that is chosen is shown alone. */
export function Legend({ coloring, groups, only, hasCategories }: LegendProps) {
    const options: { value: Coloring; title: string }[] = [
        { value: "component", title: "By style" },
        ...(hasCategories ? [{ value: "category", title: "By category" } as const] : []),
        { value: "none", title: "Ink" },
    ];
    return (
        <section class="legend" aria-label="Colors">
            <Choice
                label="Color"
                value={coloring}
                options={options}
                choose={(value) => amend({ color: value === "component" ? "" : value, only: "" })}
            />
            <ul>
                {groups.map(({ id, name, count, color }) => (
                    <li key={id}>
                        <button
                            aria-pressed={only === id}
                            onClick={() => amend({ only: only === id ? "" : String(id) })}
                            onPointerEnter={() => (hovered.value = id)}
                            onPointerLeave={() => (hovered.value = null)}
                        >
                            <i style={{ background: css(color) }} />
                            <span title={name}>{name}</span>
                            <span class="quiet">{count.toLocaleString("en-US")}</span>
                        </button>
                    </li>
                ))}
            </ul>
        </section>
    );
}
