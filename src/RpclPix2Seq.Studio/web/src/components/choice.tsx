import { useRef } from "preact/hooks";

interface ChoiceProps<T extends string> {
    label: string;
    value: T;
    options: readonly { value: T; title: string }[];
    choose: (value: T) => void;
}

/** One of a few, as words over a line. Arrow keys move. */
export function Choice<T extends string>({ label, value, options, choose }: ChoiceProps<T>) {
    const group = useRef<HTMLDivElement>(null);
    const walk = (event: KeyboardEvent) => {
        const step =
            event.key === "ArrowRight" || event.key === "ArrowDown" ? 1 : event.key === "ArrowLeft" || event.key === "ArrowUp" ? -1 : 0;
        if (step === 0) return;
        event.preventDefault();
        const at = (options.findIndex((option) => option.value === value) + step + options.length) % options.length;
        choose(options[at]!.value);
        group.current?.querySelectorAll("button")[at]?.focus();
    };
    return (
        <div class="choice" role="radiogroup" aria-label={label} ref={group} onKeyDown={walk}>
            {options.map((option) => (
                <button
                    key={option.value}
                    role="radio"
                    aria-checked={option.value === value}
                    tabIndex={option.value === value ? 0 : -1}
                    onClick={() => choose(option.value)}
                >
                    {option.title}
                </button>
            ))}
        </div>
    );
}
