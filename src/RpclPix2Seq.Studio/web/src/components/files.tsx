import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";

type Take = (files: readonly File[]) => void;

/** A place to drop files on. */
export function DropZone({ name, take, children }: { name: string; take: Take; children: ComponentChildren }) {
    const [over, setOver] = useState(false);
    const [folders, setFolders] = useState(false);
    return (
        <div
            class={over ? `${name} over-file` : name}
            onDragOver={(event) => {
                event.preventDefault();
                setOver(true);
            }}
            onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setOver(false)}
            onDrop={(event) => {
                event.preventDefault();
                setOver(false);
                const dropped = [...(event.dataTransfer?.items ?? [])].filter((item) => item.kind === "file");
                const files = dropped
                    .filter((item) => item.webkitGetAsEntry()?.isDirectory !== true)
                    .flatMap((item) => item.getAsFile() ?? []);
                setFolders(files.length < dropped.length);
                if (files.length > 0) take(files);
            }}
        >
            {children}
            {folders && (
                <p class="quiet small" role="status">
                    Drop files, not folders.
                </p>
            )}
        </div>
    );
}

interface ChooserProps {
    text: string;
    /** What the files are. */
    label: string;
    take: Take;
    plain?: boolean;
    multiple?: boolean;
    disabled?: boolean;
}

/** A button that asks for files. */
export function FileChooser({ text, label, take, plain = false, multiple = false, disabled = false }: ChooserProps) {
    const input = useRef<HTMLInputElement>(null);
    const changed = () => {
        const files = [...(input.current?.files ?? [])];
        input.current!.value = "";
        if (files.length > 0) take(files);
    };
    return (
        <>
            <button class={plain ? "button plain" : "button"} disabled={disabled} onClick={() => input.current?.click()}>
                {text}
            </button>
            <input ref={input} type="file" hidden multiple={multiple} aria-label={label} onChange={changed} />
        </>
    );
}
