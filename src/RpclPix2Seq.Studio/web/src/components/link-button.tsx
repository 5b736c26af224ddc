import { useState } from "preact/hooks";
import type { Recipe } from "../api";
import { format, type Params } from "../core/address";

/** Browsers let pages copy only where the connection is safe; the address bar has the link all the same. */
const canCopy = "clipboard" in navigator;
const shownFor = 8000;

/** Copies a link to a drawing, and says what it holds. */
export function LinkButton({ params, recipe, plain = false }: { params: Params; recipe: Recipe | null; plain?: boolean }) {
    const [copied, setCopied] = useState(false);
    const [failed, setFailed] = useState(false);
    if (!canCopy) return null;
    const missing =
        recipe === null ? "." : recipe.given === undefined ? ", but not its recipe, which is too long." : ", but not what was completed.";
    const holds = params.r
        ? "The link holds the drawing and its recipe: a studio with this model draws it again."
        : `The link holds the drawing and the settings${missing}`;
    const copy = async () => {
        try {
            await navigator.clipboard.writeText(new URL(format({ page: "draw", params }), location.href).href);
        } catch {
            return setFailed(true);
        }
        setFailed(false);
        setCopied(true);
        setTimeout(() => setCopied(false), shownFor);
    };
    return (
        <>
            <button class={plain ? "button plain" : "button"} onClick={() => void copy()} disabled={!params.s} title={holds}>
                {copied ? "Copied" : "Link"}
            </button>
            <span class="link-note quiet small" role="status">
                {failed ? "The browser did not allow copying. Copy the address bar instead." : copied && holds}
            </span>
        </>
    );
}
