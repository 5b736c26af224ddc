using System.Numerics;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Studio.Inference;

/// <summary>What the decoder expects after a beginning: the density of the next point.</summary>
internal static class NextDensity
{
    private const int MostNormals = 5, Pens = 3;

    /// <summary>Computes it.</summary>
    /// <param name="loaded">The model.</param>
    /// <param name="beginning">The strokes before it.</param>
    /// <param name="code">[Z].</param>
    public static NextAnswer Of(LoadedModel loaded, SketchBeginning beginning, float[] code)
    {
        int steps = beginning.Rows.Length;
        float[] rows = new float[Stroke5.SizeOf(steps)];
        Stroke5.Write(beginning.Rows.Points, steps, rows);
        loaded.Model.Decoder.StartRow.Span[..Stroke5.Columns].CopyTo(rows);
        float scale = loaded.Facts.StrokeScale;
        for (int i = 0; i < rows.Length; i += Stroke5.Columns)
        {
            rows[i] /= scale;
            rows[i + 1] /= scale;
        }

        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor strokes = tensor(rows, [steps + 1, 1, Stroke5.Columns]).to(loaded.Model.Type).to(loaded.Model.Device);
        Tensor codes = tensor(code, [1, code.Length]).to(loaded.Model.Type).to(loaded.Model.Device);
        Tensor raw = loaded.Model.Decoder.Decode(strokes, codes).Density.Raw;
        return Of(raw.narrow(0, steps, 1).Floats(), beginning.Strokes[^1][^1], scale, loaded.Config.SmallestSigma());
    }

    private static NextAnswer Of(float[] head, Vector2 from, float scale, double smallest)
    {
        int mixtures = (head.Length - Pens) / 6;
        double[] pen = Softmax(head.AsSpan(0, Pens)), weights = Softmax(Column(0));
        NormalAnswer[] normals =
        [
            .. Enumerable.Range(0, mixtures).OrderByDescending(m => weights[m]).Take(MostNormals).Select(m => new NormalAnswer(
                weights[m], from.X + (Column(1)[m] * scale), from.Y + (Column(2)[m] * scale),
                Math.Max(Math.Exp(Column(3)[m]), smallest) * scale, Math.Max(Math.Exp(Column(4)[m]), smallest) * scale,
                    Math.Tanh(Column(5)[m]))),
        ];
        return new NextAnswer(from, normals, new PenAnswer(pen[0], pen[1], pen[2]));

        ReadOnlySpan<float> Column(int index) => head.AsSpan(Pens + (index * mixtures), mixtures);
    }

    private static double[] Softmax(ReadOnlySpan<float> logits)
    {
        double[] values = new double[logits.Length];
        double most = float.NegativeInfinity, sum = 0;
        foreach (float logit in logits)
            most = Math.Max(most, logit);
        for (int i = 0; i < values.Length; i++)
            sum += values[i] = Math.Exp(logits[i] - most);
        for (int i = 0; i < values.Length; i++)
            values[i] /= sum;
        return values;
    }
}
