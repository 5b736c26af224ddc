import type { CodeSource, Sampling } from "../api";
import { numberOf, type Params } from "./address";

/** How sketches are drawn, as the address says; what it does not say is the model's own. */
export function samplingOf(params: Params, defaults: Sampling): Sampling {
    const pick = (key: string, otherwise: number | undefined) => (params[key] ? numberOf(params, key, otherwise ?? Number.NaN) : otherwise);
    const sampling: Sampling = {};
    const set = (name: keyof Sampling, value: number | undefined) => {
        if (value !== undefined && !Number.isNaN(value)) sampling[name] = value;
    };
    set("temperature", pick("t", defaults.temperature));
    set("sigmaTemperature", pick("ts", defaults.sigmaTemperature));
    set("penTemperature", pick("tp", defaults.penTemperature));
    set("bestOf", pick("best", defaults.bestOf));
    set("seed", pick("seed", defaults.seed));
    return sampling;
}

/** The style that the address asks for, or null. */
export function styleOf(params: Params): number | null {
    const style = numberOf(params, "style", -1);
    return style >= 0 ? style : null;
}

export function styleSource(style: number): CodeSource {
    return { component: { id: style } };
}
