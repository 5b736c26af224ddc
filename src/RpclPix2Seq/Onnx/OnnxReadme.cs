using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Onnx;

/// <summary>The README of an export folder.</summary>
internal static class OnnxReadme
{
    /// <summary>The text as Markdown.</summary>
    public static string Render(OnnxManifest manifest, string name)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"""
            # {name} as ONNX

            A model that draws sketches of {string.Join(", ", manifest.Categories)}, stroke by stroke.
            Operator set {manifest.Opset}. {Weights(manifest.Weights)}
            Axes that are called `batch` may have any size: sketches are computed together. `manifest.json` has the same facts for programs.

            | file | bytes | what it does |
            |---|---|---|

            """);
        foreach (OnnxFile file in manifest.Graphs)
            text.Append(CultureInfo.InvariantCulture, $"| [{file.File}]({file.File}) | {file.Bytes:N0} | {file.Description} |\n");
        foreach (OnnxFile file in manifest.Graphs)
        {
            text.Append($"\n## {file.File}\n\n| | name | type | shape | meaning |\n|---|---|---|---|---|\n");
            AppendPorts(text, "in", file.Inputs);
            AppendPorts(text, "out", file.Outputs);
        }

        text.Append('\n').Append(Drawing(manifest));
        if (manifest.Pictures is { } pictures)
            text.Append(Pictures(pictures));
        return text.Append(Browser).ToString();
    }

    private static string Weights(WeightPrecision weights) => weights switch
    {
        WeightPrecision.Half => "Matrices and filters are stored in 16 bits; everything is computed in 32.",
        WeightPrecision.Int8 => "Matrices and filters are stored in 8 bits, with a scale for each output channel; everything is computed "
            + "in 32. onnxruntime may join a weight and its product and then round the other factor to 8 bits, too; its session option "
            + "`session.disable_quant_qdq` of 1 keeps it from that.",
        _ => "Everything is stored and computed in 32 bits.",
    };

    private static void AppendPorts(StringBuilder text, string direction, IReadOnlyList<OnnxPortText> ports)
    {
        foreach (OnnxPortText port in ports)
        {
            string type = port.Type.ToString().ToLowerInvariant(), shape = string.Join(", ", port.Shape);
            text.Append($"| {direction} | `{port.Name}` | {type} | [{shape}] | {port.Meaning} |\n");
        }
    }

    private static string Drawing(OnnxManifest manifest)
    {
        OnnxSampling sampling = manifest.Sampling;
        string factor = sampling.SpreadIsLinear ? "spread_temperature" : "√spread_temperature";
        string first = manifest.FirstRow == FirstRow.Ink
            ? "The pen is down at first, so the first row is ink."
            : "The pen is lifted at first, so the first row is a move.";
        string picture = manifest.Pictures is null ? "" : ", or the `mean` of `encoder.onnx`";
        string position = manifest.StartRow.Count > Stroke5.Columns ? ", then the last row's position plus dx, dy" : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## To draw

            1. Take a code: from `mixture.onnx`, with a component drawn by the weights in `manifest.json` and normal numbers times
               √code_temperature, here √{sampling.CodeTemperature}{picture}.
            2. Run `decoder_loop.onnx` with random numbers. This model is meant to draw with `temperature` {sampling.Temperature},
               `spread_temperature` {sampling.SpreadTemperature}, `pen_temperature` {sampling.PenTemperature} and at most
               {sampling.Longest} rows.
            3. Add up the offsets of a sketch's first `lengths` rows, from (0, 0), y pointing down: each row is a line to the next point
               where the pen was down before it. {first}

            The loop ends when all sketches have ended. The same random numbers give the same sketches, whatever else is in the batch.

            ## To draw step by step

            Start with the `state` of `decoder_start.onnx` and the row [{string.Join(", ", manifest.StartRow)}].
            Then repeat `decoder_step.onnx`:

            * Choose one of the normals: weights ∝ exp(logit / temperature).
            * σ = max(exp(log sigma), {sampling.MinimumSigma}) · {factor}, ρ = tanh(atanh rho).
              With two standard normals n and m: dx = mean x + σx·n, dy = mean y + σy·(ρ·n + √(1 − ρ²)·m).
            * Choose the pen: ∝ exp(logit / pen_temperature), without the end at the first row. At the end, the row does not count.
            * The next row is dx, dy, and 1 for what the pen does{position}.
              In units of the data, offsets are {manifest.StrokeScale} times as long.


            """);
    }

    private static string Pictures(OnnxPictures pictures)
    {
        string origin = pictures.OriginInBox ? ", with the origin in it," : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            ## Pictures

            `encoder.onnx` was trained on drawings whose box{origin} fills a square of {pictures.Size} pixels but for a margin of
            {pictures.Margin}, in antialiased lines {pictures.LineWidth} pixels wide, black on white. A pixel of gray level g, 0 to 255,
            is g / 127.5 - 1.


            """);
    }

    private const string Browser = """
        ## In the browser

        `index.html` draws with onnxruntime-web, which is not part of this folder. It loads nothing from other hosts:

        ```
        npm install onnxruntime-web      # in this folder; the page loads node_modules/onnxruntime-web/dist
        python3 -m http.server           # or any other web server; then open http://localhost:8000
        ```

        """;
}
