using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Layers;

/// <summary>The layers against loops over single numbers, written from docs/original.md §3.</summary>
public sealed class ConvolutionTests
{
    private const int Inputs = 2, Outputs = 3;

    [Theory]
    [InlineData(1, 1, 6)]
    [InlineData(1, 2, 6)]
    [InlineData(1, 5, 7)]
    [InlineData(2, 1, 6)]
    [InlineData(2, 1, 2)]
    public void Same_padding_and_normalization(int stride, int dilation, int size)
    {
        using var scope = NewDisposeScope();
        using ParameterStore store = new(float64, CPU);
        using Generator generator = new(3, CPU);
        Convolution layer = new(store, new Initializer(generator, false), "a", Inputs, Outputs, stride, dilation);
        Tiny.Randomize(store, generator);
        Tensor x = Tiny.Normal(1, 2, Inputs, size, size);
        Tensor plain = Correlate(x, store["a/filter"], stride, dilation);
        Tiny.AssertClose(Normalize(plain, store["a/InstanceNorm/gamma"], store["a/InstanceNorm/beta"]), layer.Forward(x), 1e-9);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void Transposed_convolution_is_the_gradient_of_the_halving_one(int size, bool normalize)
    {
        using var scope = NewDisposeScope();
        using ParameterStore store = new(float64, CPU);
        using Generator generator = new(3, CPU);
        TransposedConvolution layer = new(store, new Initializer(generator, false), "a", Inputs, Outputs, normalize);
        Tiny.Randomize(store, generator);
        Tensor x = Tiny.Normal(1, 2, Inputs, size, size);
        Tensor plain = Scatter(x, store["a/filter"]);
        Tensor expected = normalize
            ? Normalize(plain, store["a/InstanceNorm/gamma"], store["a/InstanceNorm/beta"])
            : plain.Plus(store["a/bias"].view(1, -1, 1, 1));
        Tiny.AssertClose(expected, layer.Forward(x), 1e-9);
    }

    /// <summary>out[y, x] = Σ in[y·s + ky·r − before, x·s + kx·r − before]·F, with the specification's count of rows before.</summary>
    private static Tensor Correlate(Tensor x, Tensor filter, int stride, int dilation)
    {
        int n = (int)x.shape[2], reach = (2 * dilation) + 1, size = (n + stride - 1) / stride;
        int before = Math.Max(((size - 1) * stride) + reach - n, 0) / 2;
        Tensor result = zeros([x.shape[0], Outputs, size, size], float64);
        var (source, weights, sums) = (x.data<double>(), filter.data<double>(), result.data<double>());
        ForEach([(int)x.shape[0], Outputs, Inputs, size, size, 3, 3], (b, o, i, y, z, ky, kx) =>
        {
            int row = (y * stride) + (ky * dilation) - before, column = (z * stride) + (kx * dilation) - before;
            if (row >= 0 && row < n && column >= 0 && column < n)
                sums[b, o, y, z] += source[b, i, row, column] * weights[o, i, ky, kx];
        });
        return result;
    }

    /// <summary>Sends everything back to where the halving convolution (no row before, one after) took it from.</summary>
    private static Tensor Scatter(Tensor x, Tensor filter)
    {
        int n = (int)x.shape[2];
        Tensor result = zeros([x.shape[0], Outputs, 2 * n, 2 * n], float64);
        var (source, weights, sums) = (x.data<double>(), filter.data<double>(), result.data<double>());
        ForEach([(int)x.shape[0], Outputs, Inputs, n, n, 3, 3], (b, o, i, y, z, ky, kx) =>
        {
            int row = (2 * y) + ky, column = (2 * z) + kx;
            if (row < 2 * n && column < 2 * n)
                sums[b, o, row, column] += source[b, i, y, z] * weights[i, o, ky, kx];
        });
        return result;
    }

    private static Tensor Normalize(Tensor x, Tensor scale, Tensor shift)
    {
        Tensor result = x.clone();
        long plane = x.shape[2] * x.shape[3];
        for (long b = 0; b < x.shape[0]; b++)
        {
            for (long c = 0; c < Outputs; c++)
            {
                double[] values = Tiny.Values(x[b, c]);
                double mean = values.Sum() / plane, variance = values.Sum(v => (v - mean) * (v - mean)) / plane;
                double inverse = scale[c].item<double>() / Math.Sqrt(variance + 1e-6);
                result[b, c].TimesInPlace(inverse).PlusInPlace(shift[c].item<double>() - (mean * inverse));
            }
        }

        return result;
    }

    private static void ForEach(int[] sizes, Action<int, int, int, int, int, int, int> body)
    {
        int[] at = new int[7];
        for (int n = 0; n < sizes.Aggregate(1, (a, b) => a * b); n++)
        {
            for (int d = 6, rest = n; d >= 0; rest /= sizes[d], d--)
                at[d] = rest % sizes[d];
            body(at[0], at[1], at[2], at[3], at[4], at[5], at[6]);
        }
    }
}
