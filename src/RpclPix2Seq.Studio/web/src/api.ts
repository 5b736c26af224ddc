// What the server takes and gives. JSON in camelCase; errors are { error, field? } with status 400, 403, 404, 413, 415, 422, 429 or 503.

/** A stroke as the pointer drew it: points [x, y] in the pixels of the canvas, at least one. */
export type Stroke = [number, number][];

/** A sketch in model units, in drawing order: strokes of points [x, y]. */
export type SketchStrokes = Stroke[];

/** GET /api/info */
export interface Info {
  version: string;
  model: {
    name: string;
    /** SHA-256 of the weights, 16 hex digits: in recipes, to tell models apart. */
    hash: string;
    categories: string[];
    step: number;
    codeSize: number;
    pixels: number;
    maxLength: number;
    parameters: number;
    cell: string;
    /** A decoder without encoder (imported from Magenta) cannot encode. */
    encodes: boolean;
    shipped: boolean;
  };
  components: { id: number; weight: number; name: string | null }[];
  sampling: Sampling;
  /** Whether a token is asked for (bound beyond loopback). */
  token: boolean;
}

/** How a sketch is drawn; what is absent is the model's default. */
export interface Sampling {
  temperature?: number;
  sigmaTemperature?: number;
  penTemperature?: number;
  bestOf?: number;
  seed?: number;
}

/** What a code is made of: exactly one member. */
export interface CodeSource {
  strokes?: SketchStrokes;
  code?: number[];
  /** A draw of the mixture's component, or its mean. */
  component?: { id: number; mean?: boolean };
}

/** POST /api/encode { strokes } → Encoded */
export interface Encoded {
  code: number[];
  /** The picture that the encoder sees, pixels × pixels, 0 white … 255 ink, base64 bytes. */
  picture: string;
  /** Posterior over components, the most likely first, at most ten. */
  components: { id: number; probability: number }[];
}

/**
 * POST /api/draw { source, count?, sampling? } → server-sent events.
 * `point`: DrawnPoint for every point of every sketch, as drawn; `sketch`: Drawn, once per sketch; `done`: {}; `failed`: { error }.
 */
export interface DrawRequest { source: CodeSource; count?: number; sampling?: Sampling; points?: boolean }
export interface DrawnPoint { sketch: number; stroke: number; x: number; y: number }
export interface Drawn { sketch: number; strokes: SketchStrokes; recipe: Recipe; ended: boolean }

/**
 * POST /api/complete { strokes, count?, sampling? } → the same events, all in the coordinates of the strokes given;
 * `strokes` of Drawn begin with those given, `given` says how many. `open`: the pen is still down at the last point.
 */
export interface CompleteRequest {
  strokes: SketchStrokes; open?: boolean; source?: CodeSource; count?: number; sampling?: Sampling; points?: boolean;
}
export interface Completed extends Drawn { given: number }

/** POST /api/next → Next: the mixture density of the next point, in the coordinates of `strokes`. `open` as above. */
export interface NextRequest { strokes: SketchStrokes; open?: boolean; source?: CodeSource }
export interface Next {
  from: [number, number];
  /** At most five, the heaviest first: mean, standard deviations, correlation, and the ellipse of one deviation. */
  normals: { weight: number; x: number; y: number; deviationX: number; deviationY: number; rho: number }[];
  pen: { down: number; up: number; end: number };
}

/**
 * POST /api/interpolate { from, to, through?, steps?, sampling? } and /api/grid { corners: 4 sources, size? } → { sketches: Drawn[] } row
 * by row. A way goes through all of `through`, with as many steps from each to the next.
 */
export interface InterpolateRequest { from: CodeSource; to: CodeSource; through?: CodeSource[]; steps?: number; sampling?: Sampling }
export interface GridRequest { corners: [CodeSource, CodeSource, CodeSource, CodeSource]; size?: number; sampling?: Sampling }
/** POST /api/analogy { a, b, c, sampling? } → { sketches: [Drawn] }: a is to b as c is to the sketch. */
export interface AnalogyRequest { a: CodeSource; b: CodeSource; c: CodeSource; sampling?: Sampling }

/** GET /api/components → ComponentCard[] ; PUT /api/components/{id} { name: string | null } → ComponentCard (kept in the model folder). */
export interface ComponentCard {
  id: number;
  weight: number;
  name: string | null;
  /** Draws of the component, the mean's first. */
  samples: SketchStrokes[];
  /** Sketches of the open data that belong to it; empty without data. */
  exemplars: SketchStrokes[];
}

/**
 * GET /api/map/progress → MapProgress, at once; the first to ask begins the map.
 * GET /api/map → MapHeader, once the map is made; the points' codes projected to the plane: of the data where the studio was given any,
 * else draws of the mixture.
 * GET /api/map/points → bytes: per point float32 x, float32 y (−1 … 1), int16 category (−1: none), int16 component; little endian.
 * GET /api/map/sketch/{index} → { strokes, category, component, code }
 * POST /api/map/sketches { indices } → { strokes, category, component }[] in that order, at most 512: thumbnails.
 * POST /api/map/code { x, y } → { code }: between the nearest points, weighed by distance.
 */
export interface MapHeader { count: number; source: "data" | "mixture"; categories: string[]; projection: string }
/** The sketches are encoded, then laid out; `share` of that stage is done, 0 … 1. */
export interface MapProgress { stage: "codes" | "layout" | "done"; share: number }
export interface MapSketch { strokes: SketchStrokes; category: string | null; component: number; code: number[] }

/** GET /api/runs → RunSummary[]; GET /api/runs/{name} → RunDetail; GET /api/runs/{name}/events → `metrics`, `validation`, `state`. */
export interface RunSummary {
  name: string;
  state: "running" | "stopped" | "finished" | "failed";
  step: number;
  categories: string[];
  bestValidation: number | null;
  /** ISO 8601. */
  changed: string;
  /** Why it failed. */
  error?: string | null;
}
export interface RunDetail extends RunSummary {
  steps: number[];
  /** Per series (cost, stroke, picture, latent …) a value per step. */
  train: Record<string, (number | null)[]>;
  validSteps: number[];
  valid: Record<string, (number | null)[]>;
  /** Components alive per recorded step. */
  history: { step: number; weights: Record<string, number> }[];
}
/**
 * What `metrics` (of `train`) and `validation` (of `valid`) hold; `state` holds a RunSummary. `weights` where a history entry was written.
 */
export interface RunEvent { step: number; values: Record<string, number | null>; weights?: Record<string, number> }
/** POST /api/runs { data, name?, preset?, minutes? } starts one → RunSummary; POST /api/runs/{name}/stop; POST /api/runs/{name}/resume. */

/**
 * GET /api/data → DataSummary[]; GET /api/data/{name}?split&category&offset&limit&search → DataPage;
 * POST /api/data (multipart files) → ImportReport.
 */
export interface DataSummary { name: string; categories: { name: string; train: number; valid: number; test: number }[] }
export interface DataPage { total: number; sketches: { index: number; category: string; strokes: SketchStrokes }[] }
export interface ImportReport { name: string | null; imported: number; skipped: { reason: string; count: number; example: string }[] }

/** POST /api/read (multipart, one file: SVG, PNG, JSON, whatever the importer reads) → Read: its sketches, or the recipe found in it. */
export interface Read { sketches: { strokes: SketchStrokes; name: string }[]; recipe: Recipe | null; skipped: string[] }

/**
 * POST /api/export { strokes, recipe?, format: svg | animated-svg | png | gif | json | plotter-svg } → the file. SVG and PNG hold the
 * recipe.
 */
export interface Recipe {
  model: string;
  code: number[];
  component: number | null;
  seed: number;
  sampling: Sampling;
  strokes: SketchStrokes;
  /** Strokes that were given, where the sketch is a completion. */
  given?: number;
}

/** GET /api/health → { status: "ok" }; GET /metrics → Prometheus text; GET /openapi/v1.json. */
