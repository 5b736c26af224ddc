using CsCheck;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Model;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Encoder.Fused;

/// <summary>The encoder's first block in one pass against the tensor operators, which the original's cases cover; both against double precision.</summary>
[LeakCheck]
public sealed class DilatedSumKernelTests
{
    private static readonly Gen<(int Batch, int Width, long Seed, bool IsSketch)> Cases =
        Gen.Select(Gen.Int[1, 5], Gen.Int[2, 4].Select(n => 16 * n), Gen.Long[1, 1000], Gen.Bool);

    [Fact]
    public void Codes_and_gradients_are_as_near_to_double_precision_as_those_of_the_operators() => Cases.ForAll(
        c =>
        {
            using var scope = NewDisposeScope();
            Tensor images = Pictures(c.Batch, c.Width, c.Seed, c.IsSketch);
            Dictionary<string, Tensor> truth = Run(c.Width, c.Seed, float64, KernelPath.Readable, images);
            Dictionary<string, Tensor> readable = Run(c.Width, c.Seed, float32, KernelPath.Readable, images), fused = Run(c.Width, c.Seed, float32, KernelPath.Fused, images);
            foreach ((string name, Tensor tensor) in truth)
            {
                double limit = Math.Max(1e-4, 3 * Distance(tensor, readable[name]));
                Assert.True(Distance(tensor, fused[name]) <= limit, $"{name} is off by {Distance(tensor, fused[name])} where the operators are off by {Distance(tensor, readable[name])}");
            }
        },
        count: 20);

    [Fact]
    public void The_number_of_threads_changes_nothing_but_the_last_bits()
    {
        using var scope = NewDisposeScope();
        Tensor images = Pictures(7, 32, 1, isSketch: true);
        Dictionary<string, Tensor> expected = Run(32, 1, float32, KernelPath.Fused, images);
        int threads = get_num_threads();
        try
        {
            foreach (int several in (int[])[3, 9])
            {
                set_num_threads(several);
                foreach ((string name, Tensor tensor) in Run(32, 1, float32, KernelPath.Fused, images))
                    Assert.True(Distance(expected[name], tensor) < 1e-4, name);
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void A_picture_of_one_colour_has_finite_codes_and_gradients()
    {
        using var scope = NewDisposeScope();
        foreach ((string name, Tensor tensor) in Run(32, 1, float32, KernelPath.Fused, ones(2, 32, 32, float64)))
            Assert.True(tensor.isfinite().all().item<bool>(), name);
    }

    [Fact]
    public void What_the_kernel_does_not_serve_is_computed_by_operators_or_refused()
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
        return isSketch ? where(noise.IsAbove(1.3), empty_like(noise).Filled(-0.8), ones_like(noise)) : noise;
    }

    private static Dictionary<string, Tensor> Run(int width, long seed, ScalarType type, KernelPath path, Tensor images)
    {
        using Generator generator = new(5, CPU);
        using Pix2SeqModel model = new(Tiny.Shape() with { ImageSize = width }, generator, reference: false, type) { Kernels = path };
        Tiny.Randomize(model.Parameters, generator);
        (Tensor mean, Tensor variance) = model.Encoder.Encode(images.to(type));
        (mean * Tiny.Normal(seed + 1, mean.shape).to(type)).sum().Plus((variance * Tiny.Normal(seed + 2, mean.shape).to(type)).sum()).backward();
        Dictionary<string, Tensor> results = new() { ["mean"] = mean.detach(), ["variance"] = variance.detach() };
        foreach ((string name, Tensor tensor) in model.Parameters.All.Where(p => p.Name.StartsWith("encoder/", StringComparison.Ordinal)))
            results[name] = tensor.grad!.clone();
        return results;
    }

    /// <summary>In norm, relative.</summary>
    private static double Distance(Tensor expected, Tensor actual)
    {
        using var scope = NewDisposeScope();
        Tensor truth = expected.to(float64);
        return ((actual.to(float64) - truth).norm() / truth.norm().AtLeast(1e-6)).item<double>();
    }
}
