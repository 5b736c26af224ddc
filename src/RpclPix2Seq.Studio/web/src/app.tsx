import { useEffect, useRef } from "preact/hooks";
import { Mark, Underline } from "./components/marks";
import { count } from "./components/opened";
import { SketchDialog } from "./components/sketch-dialog";
import { Trouble } from "./components/trouble";
import { address, format, pages, type Page } from "./core/address";
import { info, infoError, loadInfo } from "./core/info";
import { theme, toggleTheme } from "./core/theme";
import { ComponentsPage } from "./pages/components/page";
import { DataPage } from "./pages/data/page";
import { DrawPage } from "./pages/draw/page";
import { SpacePage } from "./pages/space/page";
import { TrainingPage } from "./pages/training/page";

const views: Record<Page, () => preact.JSX.Element> = {
    draw: DrawPage,
    space: SpacePage,
    components: ComponentsPage,
    training: TrainingPage,
    data: DataPage,
};
const titles: Record<Page, string> = { draw: "Draw", space: "Space", components: "Components", training: "Training", data: "Data" };

export function App() {
    const { page } = address.value;
    const View = views[page];
    const main = useRef<HTMLElement>(null);
    const first = useRef(true);
    useEffect(() => {
        document.title = `${titles[page]} · rpcl studio`;
        if (!first.current) main.current?.focus();
        first.current = false;
        scrollTo(0, 0);
    }, [page]);

    return (
        <div class="shell">
            <button class="skip button" onClick={() => main.current?.focus()}>
                Skip to the page
            </button>
            <header class="top">
                <a class="wordmark" href="#/draw">
                    <Mark />
                    rpcl studio
                </a>
                <nav class="pages" aria-label="Pages">
                    {pages.map((name) => (
                        <a key={name} href={format({ page: name, params: {} })} aria-current={name === page ? "page" : undefined}>
                            {titles[name]}
                            {name === page && <Underline />}
                        </a>
                    ))}
                </nav>
                <div class="top-end">
                    {info.value !== null && (
                        <span class="model-name">
                            {info.value.model.name}, {count(info.value.components.length, "style")}
                        </span>
                    )}
                    <ThemeButton />
                </div>
            </header>
            <main ref={main} tabIndex={-1}>
                {infoError.value !== null && <Trouble text={infoError.value} retry={() => void loadInfo()} />}
                <View />
            </main>
            <SketchDialog />
        </div>
    );
}

function ThemeButton() {
    const other = theme.value === "dark" ? "light" : "dark";
    return (
        <button class="theme" onClick={toggleTheme} aria-label={`Switch to ${other} mode`} title={`Switch to ${other} mode`}>
            <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" aria-hidden="true">
                <circle cx="10" cy="10" r="7" />
                <path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" />
            </svg>
        </button>
    );
}
