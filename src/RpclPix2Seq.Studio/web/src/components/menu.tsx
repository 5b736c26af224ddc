import { useEffect, useId, useRef, useState } from "preact/hooks";

interface Item {
    title: string;
    note?: string;
    act: () => void;
}

/** A button with a list below or above it; arrows walk, Escape closes. */
export function Menu({
    label,
    items,
    disabled = false,
    above = false,
}: {
    label: string;
    items: Item[];
    disabled?: boolean;
    above?: boolean;
}) {
    const [isOpen, setOpen] = useState(false);
    const root = useRef<HTMLDivElement>(null);
    const id = useId();

    useEffect(() => {
        if (!isOpen) return;
        root.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
        const outside = (event: Event) => !root.current?.contains(event.target as Node) && setOpen(false);
        addEventListener("pointerdown", outside);
        return () => removeEventListener("pointerdown", outside);
    }, [isOpen]);

    const close = () => {
        setOpen(false);
        root.current?.querySelector("button")?.focus();
    };
    const walk = (event: KeyboardEvent) => {
        if (!isOpen) return;
        if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            close();
        }
        if (event.key === "Tab") setOpen(false);
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        const all = [...root.current!.querySelectorAll<HTMLElement>("[role=menuitem]")];
        all[(all.indexOf(document.activeElement as HTMLElement) + step + all.length) % all.length]?.focus();
    };

    return (
        <div class="menu" ref={root} onKeyDown={walk}>
            <button
                class="button"
                disabled={disabled}
                aria-haspopup="menu"
                aria-expanded={isOpen}
                aria-controls={id}
                onClick={() => setOpen(!isOpen)}
            >
                {label}
            </button>
            {isOpen && (
                <div class={`menu-list ${above ? "above" : "below"}`} role="menu" id={id}>
                    {items.map(({ title, note, act }) => (
                        <button key={title} role="menuitem" tabIndex={-1} onClick={() => (close(), act())}>
                            {title}
                            {note && <span>{note}</span>}
                        </button>
                    ))}
                </div>
            )}
        </div>
    );
}
