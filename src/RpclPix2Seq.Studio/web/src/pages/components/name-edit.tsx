import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentCard } from "../../api";
import { Trouble } from "../../components/trouble";
import { cards } from "../../core/cards";
import { explain, put } from "../../core/client";
import { info, loadInfo, named } from "../../core/info";

/** The name of a style, which people give. */
export function NameEdit({ card }: { card: ComponentCard }) {
    const [edited, setEdited] = useState<string | null>(null);
    const [error, setError] = useState<string | null>(null);
    const input = useRef<HTMLInputElement>(null);
    const title = useRef<HTMLButtonElement>(null);
    const wasEdited = useRef(false);
    const isEdited = edited !== null;
    useEffect(() => {
        if (isEdited) {
            input.current?.focus();
            input.current?.select();
        } else if (wasEdited.current) title.current?.focus();
        wasEdited.current = isEdited;
    }, [isEdited]);

    const save = async () => {
        const name = edited?.trim() || null;
        if (name === card.name) return setEdited(null);
        try {
            const { name: kept } = await put<ComponentCard>(`components/${card.id}`, { name });
            cards.value = cards.peek()?.map((old) => (old.id === card.id ? { ...old, name: kept } : old)) ?? null;
            setError(null);
            setEdited(null);
            if (info.peek() !== null) void loadInfo();
        } catch (problem) {
            setError(explain(problem));
        }
    };

    if (edited === null)
        return (
            <h2 class="style-title">
                <button ref={title} onClick={() => setEdited(card.name ?? "")} title="Name this style">
                    {named(card)}
                </button>
            </h2>
        );
    return (
        <form
            class="name-edit"
            onSubmit={(event) => {
                event.preventDefault();
                void save();
            }}
            onKeyDown={(event) => event.key === "Escape" && (setError(null), setEdited(null))}
        >
            <input
                ref={input}
                class="inline-input"
                aria-label={`Name of style ${card.id}`}
                placeholder="What is it?"
                maxLength={80}
                value={edited}
                onInput={(event) => setEdited(event.currentTarget.value)}
            />
            <button class="button">Save</button>
            {error !== null && <Trouble text={error} />}
        </form>
    );
}
