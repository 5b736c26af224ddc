import type { Camera, Size } from "../../core/camera";
import type { Places } from "../../core/cells";
import { inksOf, type Dots, type Ink } from "./dots";

const vertex = `#version 300 es
in vec2 place; in vec4 ink;
uniform vec2 middle, scale; uniform float size;
out vec4 color;
void main() {
  gl_Position = vec4((place - middle) * scale * vec2(1, -1), 0, 1);
  gl_PointSize = size;
  color = ink;
}`;
const fragment = `#version 300 es
precision highp float;
in vec4 color; uniform float size; out vec4 result;
void main() {
  float edge = (0.5 - distance(gl_PointCoord, vec2(0.5))) * size;
  result = vec4(color.rgb, 1) * color.a * clamp(edge, 0.0, 1.0);
}`;

/** Whether WebGL is rendered in software: browsers do not always say so when asked. */
function isSoftware(): boolean {
    const gl = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
    const known = gl?.getExtension("WEBGL_debug_renderer_info");
    const name = gl ? String(gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : "";
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return gl === null || /swiftshader|llvmpipe|softpipe|basic render/i.test(name);
}

/** Draws all points as dots, on the graphics processor. */
export class GraphicsDots implements Dots {
    private readonly gl: WebGL2RenderingContext;
    private readonly program: WebGLProgram;
    private readonly inks: WebGLBuffer;
    private readonly middle: WebGLUniformLocation | null;
    private readonly scale: WebGLUniformLocation | null;
    private readonly size: WebGLUniformLocation | null;

    /** Null where the browser has no WebGL 2, or renders it in software. */
    static on(canvas: HTMLCanvasElement, places: Places): GraphicsDots | null {
        const gl = isSoftware() ? null : canvas.getContext("webgl2", { antialias: false, premultipliedAlpha: true });
        return gl === null ? null : new GraphicsDots(gl, places);
    }

    private constructor(
        gl: WebGL2RenderingContext,
        private readonly places: Places,
    ) {
        this.gl = gl;
        this.program = gl.createProgram();
        for (const [kind, source] of [
            [gl.VERTEX_SHADER, vertex],
            [gl.FRAGMENT_SHADER, fragment],
        ] as const) {
            const shader = gl.createShader(kind)!;
            gl.shaderSource(shader, source);
            gl.compileShader(shader);
            gl.attachShader(this.program, shader);
        }
        gl.linkProgram(this.program);
        gl.useProgram(this.program);
        const uniform = (name: string) => gl.getUniformLocation(this.program, name);
        this.middle = uniform("middle");
        this.scale = uniform("scale");
        this.size = uniform("size");
        const both = new Float32Array(2 * places.x.length);
        places.x.forEach((x, i) => both.set([x, places.y[i]!], 2 * i));
        this.attribute("place", both, 2, gl.FLOAT, false);
        this.inks = this.attribute("ink", new Uint8Array(4 * places.x.length), 4, gl.UNSIGNED_BYTE, true);
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    }

    private attribute(
        name: string,
        values: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
        size: number,
        type: number,
        normalized: boolean,
    ): WebGLBuffer {
        const { gl } = this;
        const buffer = gl.createBuffer();
        const at = gl.getAttribLocation(this.program, name);
        gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
        gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
        gl.enableVertexAttribArray(at);
        gl.vertexAttribPointer(at, size, type, normalized, 0, 0);
        return buffer;
    }

    color(inkOf: (i: number) => Ink): void {
        this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.inks);
        this.gl.bufferData(this.gl.ARRAY_BUFFER, inksOf(this.places.x.length, inkOf), this.gl.STATIC_DRAW);
    }

    draw(camera: Camera, { width, height }: Size, dot: number): void {
        const { gl } = this;
        gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
        gl.clearColor(0, 0, 0, 0);
        gl.clear(gl.COLOR_BUFFER_BIT);
        gl.uniform2f(this.middle, camera.x, camera.y);
        gl.uniform2f(this.scale, (2 * camera.scale) / width, (2 * camera.scale) / height);
        gl.uniform1f(this.size, dot * (gl.drawingBufferWidth / width));
        gl.drawArrays(gl.POINTS, 0, this.places.x.length);
    }

    /** Gives the context back: browsers allow only a few. */
    close(): void {
        this.gl.getExtension("WEBGL_lose_context")?.loseContext();
    }
}
