using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Layers;

public sealed class LayerNormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_chunk_is_normalized_by_itself(int chunks)
    {
        const int Size = 5;
        using var scope = NewDisposeScope();
        using ParameterStore store = new(float64, CPU);
        using Generator generator = new(3, CPU);
        LayerNorm layer = new(store, "n", chunks, Size);
        Tiny.Randomize(store, generator);
        // The spread is small enough for epsilon to matter.
        Tensor x = Tiny.Normal(2, 3, chunks * Size).Times(0.05);
        double[] values = Tiny.Values(x), scale = Tiny.Values(store["n/ln_gamma"]), shift = Tiny.Values(store["n/ln_beta"]);
        double[] expected = new double[values.Length];
        for (int start = 0; start < values.Length; start += Size)
        {
            double[] chunk = values[start..(start + Size)];
            double mean = chunk.Average(), variance = chunk.Average(v => (v - mean) * (v - mean));
            for (int i = start; i < start + Size; i++)
                expected[i] = ((values[i] - mean) / Math.Sqrt(variance + 1e-3) * scale[i % scale.Length]) + shift[i % scale.Length];
        }

        Tiny.AssertClose(expected, Tiny.Values(layer.Forward(x)), 1e-10);
    }
}
