using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Lab.Onnx;

/// <summary>The exported loop with the random numbers that our sampler draws.</summary>
internal static class OnnxLoop
{
    private const int Randoms = 4, Columns = 3;

    /// <summary>Draws a sketch for every code: strokes [B, rows, 3] and lengths [B].</summary>
    /// <param name="run">The graph <c>decoder_loop</c>.</param>
    /// <param name="codes">[B, Z].</param>
    /// <param name="options">Temperatures, the maximum length and the seed.</param>
    public static (OnnxArray Strokes, OnnxArray Lengths) Run(OnnxRun run, OnnxArray codes, SamplingOptions options)
    {
        double spread = options.SpreadTemperature ?? options.Temperature, pen = options.PenTemperature ?? options.Temperature;
        OnnxArray[] drawn = run.On(
            codes, RandomsOf((int)codes.Shape[0], options, spread, pen), OnnxArray.Scalar(options.Temperature), OnnxArray.Scalar(spread),
            OnnxArray.Scalar(pen));
        return (drawn[0], drawn[1]);
    }

    /// <summary>What the loop drew, as sketches.</summary>
    public static Sketch[] Sketches(OnnxArray strokes, OnnxArray lengths)
    {
        int rows = (int)strokes.Shape[1];
        return [.. lengths.Integers!.Select((length, i) => new Sketch(
            [.. strokes.Numbers.AsSpan(i * rows * Columns, (int)length * Columns).ToArray().Chunk(Columns)
                .Select(row => new StrokePoint(row[0], row[1], row[2] == 1))]))];
    }

    /// <summary>[T, B, 4]. Our sampler takes no number that a temperature of 0 makes needless.</summary>
    private static OnnxArray RandomsOf(int count, SamplingOptions options, double spread, double pen)
    {
        float[] randoms = new float[options.MaxLength * count * Randoms];
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(RandomPurpose.Strokes, options.Seed, i);
            for (int t = 0; t < options.MaxLength; t++)
            {
                Span<float> step = randoms.AsSpan(((t * count) + i) * Randoms, Randoms);
                if (options.Temperature > 0)
                    step[0] = (float)random.NextDouble();
                if (spread > 0)
                    (step[1], step[2]) = ((float)random.NextNormal(), (float)random.NextNormal());
                if (pen > 0)
                    step[3] = (float)random.NextDouble();
            }
        }

        return new OnnxArray([options.MaxLength, count, Randoms], randoms);
    }
}
