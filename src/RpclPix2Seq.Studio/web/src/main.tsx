import { render } from "preact";
import { App } from "./app";
import { listen } from "./core/address";
import { loadInfo } from "./core/info";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/sketches.css";
import "./styles/draw.css";
import "./styles/next.css";
import "./styles/space.css";
import "./styles/components.css";
import "./styles/training.css";
import "./styles/data.css";

listen();
void loadInfo();
render(<App />, document.getElementById("app")!);
