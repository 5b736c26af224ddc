using CsCheck;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Encoder.Fused;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Encoder.Fused;

/// <summary>
/// The encoder's first block in one pass against the tensor operators, which the original's cases cover; both are compared with double
/// precision.
/// </summary>
[LeakCheck]
public sealed class DilatedSumKernelTests
{
    private static readonly int[] Rates = [1, 2, 5];

    private static readonly Gen<(int Batch, int Width, long Seed, bool IsSketch)> Cases =
        Gen.Select(Gen.Int[1, 5], Gen.Int[2, 4].Select(n => 16 * n), Gen.Long[1, 1000], Gen.Bool);

    [Fact]
    public void Planes_and_gradients_are_those_of_double_precision_except_for_rounding() => Cases.ForAll(
        c =>
        {
            using var scope = NewDisposeScope();
            Tensor images = Pictures(c.Batch, c.Width, c.Seed, c.IsSketch);
            AssertNear(images, c.Seed, Single(images, c.Seed));
        },
        count: 20);

    [Fact]
    public void The_number_of_threads_changes_nothing_but_the_last_bits()
    {
        using var scope = NewDisposeScope();
        Tensor images = Pictures(7, 32, 1, isSketch: true);
        int threads = get_num_threads();
        try
        {
            List<Dictionary<string, Tensor>> actual = [];
            foreach (int several in (int[])[3, 9])
            {
                set_num_threads(several);
                actual.Add(Single(images, 1));
            }

            AssertNear(images, 1, [.. actual]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void A_picture_of_one_color_has_finite_planes_and_gradients()
    {
        using var scope = NewDisposeScope();
        foreach ((string name, Tensor tensor) in Single(ones(2, 32, 32, float64), 1))
            Assert.True(tensor.isfinite().all().item<bool>(), name);
    }

    [Fact]
    public void What_the_kernel_does_not_support_is_computed_by_operators_or_refused()
    {
        using var scope = NewDisposeScope();
        using Pix2SeqModel model = Tiny.Model();
        Tensor images = Tiny.Normal(1, 2, Tiny.Side, Tiny.Side);
        model.Kernels = KernelPath.Automatic;
        model.Encoder.Encode(images);
        model.Kernels = KernelPath.Fused;
        Assert.Throws<InputException>(() => model.Encoder.Encode(images)); // double precision
    }

    private static Tensor Pictures(int batch, int width, long seed, bool isSketch)
    {
        Tensor noise = Tiny.Normal(seed, batch, width, width);
        return (isSketch ? where(noise.IsAbove(1.3), empty_like(noise).Filled(-0.8), ones_like(noise)) : noise).to(float32).to(float64);
    }

    /// <summary>Against the readable operators in double precision.</summary>
    private static void AssertNear(Tensor images, long seed, params Dictionary<string, Tensor>[] actual) =>
        Roundings.AssertWithin(Count((int)images.shape[1]), off => Run(float64, seed, images, off), actual);

    /// <summary>
    /// Forward and backward: three filters of nine taps, their norms, and sums over pixels: vectorized within a row, in double precision
    /// over the rows.
    /// </summary>
    private static long Count(int width) => 2 * ((3 * 9) + 10 + width);

    private static Dictionary<string, Tensor> Single(Tensor images, long seed) => Run(float32, seed, images, off: null);

    /// <summary>The kernel in single precision, the operators in double.</summary>
    private static Dictionary<string, Tensor> Run(ScalarType type, long seed, Tensor images, Roundings.Disturbance? off)
    {
        using ParameterStore drawn = new(float32, CPU), exact = new(float64, CPU), parameters = new(type, CPU);
        Convolution[] _ = Layers(drawn), truth = Layers(exact), layers = Layers(parameters);
        using Generator generator = new((ulong)seed, CPU);
        Tiny.Randomize(drawn, generator);
        Roundings.Copy(drawn, exact, null);
        Roundings.Copy(drawn, parameters, off);

        // No gradient where the rectifier may be on either side of its corner.
        Tensor flat = Sum(truth, images).detach().abs().IsAbove(1e-3), seen = Roundings.Off(images.to(type), off), planes = type == float64
            ? Sum(layers, seen).relu()
            : KernelFunction.Run(new DilatedSumKernel(
                seen, new PictureTaps(Rates), [.. layers.Select(l => l.Filter)], [.. layers.Select(l => l.Norm.Scale)],
                [.. layers.Select(l => l.Norm.Shift)]))[0]
                .narrow(2, 0, images.shape[1]).narrow(3, 0, images.shape[1]);
        (planes * Roundings.Off(Tiny.Normal(seed + 1, planes.shape).to(float32).to(type), off) * flat.to(type)).sum().backward();
        Dictionary<string, Tensor> results = new() { ["planes"] = planes.detach() };
        foreach ((string name, Tensor tensor) in parameters.All)
            results[name] = tensor.grad!.clone();
        return results;
    }

    private static Tensor Sum(Convolution[] layers, Tensor images) =>
        layers.Select(layer => layer.Forward(images.unsqueeze(1))).Aggregate((sum, next) => sum.Plus(next));

    private static Convolution[] Layers(ParameterStore parameters)
    {
        using Generator generator = new(5, CPU);
        Initializer initializer = new(generator, reference: false);
        return [.. Rates.Select(
            rate => new Convolution(parameters, initializer, $"dcn{rate}", 1, 2 * DilatedSumKernel.ChannelBlock, stride: 1, rate))];
    }
}
