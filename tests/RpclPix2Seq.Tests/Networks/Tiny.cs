using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks;

/// <summary>Models, configurations and data small enough for a test, and helpers that compare them.</summary>
internal static class Tiny
{
    /// <summary>Width and height in pixels: at 16 the last plane would be one pixel, which instance normalization makes constant.</summary>
    public const int Side = 32;

    public static readonly DecoderModel[] Cells = [DecoderModel.Lstm, DecoderModel.LayerNorm, DecoderModel.Hyper];

    public static TheoryData<DecoderModel> EveryCell => [.. Cells];

    public static NetworkShape Shape(DecoderModel decoder = DecoderModel.Lstm) => NetworkShape.From(new ModelConfig()) with
    {
        ImageSize = Side,
        CodeSize = 3,
        Decoder = decoder,
        DecoderSize = 4,
        HyperSize = 3,
        HyperEmbedding = 2,
        DecoderMixtures = 2,
        LatentComponents = 3,
    };

    /// <summary>A configuration of about the same sizes, two to three batches per epoch on <see cref="Data"/>'s 10 sketches.</summary>
    public static ModelConfig Config(DecoderModel decoder = DecoderModel.Lstm) => new()
    {
        PngWidth = Side,
        ZSize = 3,
        DecModel = decoder,
        DecRnnSize = 8,
        HyperNumUnits = 4,
        HyperEmbeddingSize = 2,
        NumDecoderMixture = 2,
        NumMixture = 3,
        NumSub = 1,
        BatchSize = 4,
        NumSteps = 7,
        Patience = 100,
        SaveSteps = 0,
    };

    /// <summary>With sizes that the fused kernels support.</summary>
    public static ModelConfig Fused(this ModelConfig config) => config with { DecRnnSize = 16, HyperNumUnits = 16 };

    public static ModelConfig Tamest(this ModelConfig config) => config with { LearningRate = 1e-30, MinLearningRate = 0 };

    /// <summary>A model whose parameters are all random, since parameters that start as constants would hide errors.</summary>
    public static Pix2SeqModel Model(DecoderModel decoder = DecoderModel.Lstm, ScalarType type = ScalarType.Float64, long seed = 1)
    {
        using Generator generator = new((ulong)seed, CPU);
        Pix2SeqModel model = new(Shape(decoder), generator, reference: false, type);
        Randomize(model.Parameters, generator);
        return model;
    }

    public static void Randomize(ParameterStore parameters, Generator generator, double deviation = 0.3)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach (Tensor tensor in parameters.All.Select(p => p.Tensor).Where(t => t.numel() < 1000))
            tensor.PlusInPlace(randn(tensor.shape, tensor.dtype, generator: generator).Times(deviation));
    }

    /// <summary>Noise from a seed.</summary>
    public static TensorNoise Noise(long seed)
    {
        TensorNoise noise = new();
        noise.Begin(RandomPurpose.Noise, seed);
        return noise;
    }

    public static Tensor Normal(long seed, params long[] shape)
    {
        using Generator generator = new((ulong)seed, CPU);
        return randn(shape, float64, generator: generator);
    }

    public static double[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(float64).contiguous().data<double>().ToArray();
    }

    public static SketchDataset Data(int train = 10, int valid = 5, int test = 3)
    {
        SketchSplits splits = ProceduralSketches.Splits("bus", 1, train, valid, test);
        return new SketchDataset(
            ["bus"], new MemorySplit(Label(splits.Train)), new MemorySplit(Label(splits.Valid)), new MemorySplit(Label(splits.Test)));

        static LabeledSketch[] Label(Sketch[] sketches) => [.. sketches.Select((sketch, i) => new LabeledSketch(Shorten(sketch), 0, i))];

        // Long sketches cost time and test nothing more.
        static Sketch Shorten(Sketch sketch) => new(sketch.Points[..Math.Min(sketch.Length, 6 + (sketch.Length % 5))].ToArray());
    }

    /// <summary>Everything in a session that training changes, by name.</summary>
    public static Dictionary<string, double[]> Everything(TrainingSession session)
    {
        using IDisposable scope = NewDisposeScope();
        NamedTensor[] remembered = session.Organizer is { Memory: { Count: > 0 } memory } ? [new("codes", memory.Codes)] : [];
        return session.Model.State().Concat(session.Optimizer.Moments()).Concat(remembered)
            .ToDictionary(p => p.Name, p => Values(p.Tensor));
    }

    public static void AssertSame(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string name, double[] values) in expected)
            Assert.True(values.AsSpan().SequenceEqual(actual[name]), $"{name} differs");
    }

    /// <summary>
    /// That a step taken in another way, from <see cref="Everything"/> after each, learned the same but for rounding. The moments show the
    /// gradients; Adam blows up the roundings of small ones in the weights, which are not compared.
    /// </summary>
    /// <param name="expected">After the one way.</param>
    /// <param name="actual">After the other.</param>
    /// <param name="tolerance">How far apart numbers may be, as a share of the largest of their tensor.</param>
    /// <param name="floor">How far apart moments may be besides, as a share of the largest of all.</param>
    public static void AssertLearnedAlike(
        Dictionary<string, double[]> expected, Dictionary<string, double[]> actual, double tolerance, double floor = 0)
    {
        static bool IsMoment(string name) => name.EndsWith("/Adam", StringComparison.Ordinal);
        string[] compared = [.. expected.Keys.Where(name => IsMoment(name) || name.StartsWith("latent_", StringComparison.Ordinal))];
        Assert.True(compared.Length > 20);
        double least = floor * compared.Where(IsMoment).Max(name => expected[name].Max(Math.Abs));
        foreach (string name in compared)
        {
            Assert.Equal(expected[name].Length, actual[name].Length);
            double bound = (tolerance * expected[name].Max(Math.Abs)) + (IsMoment(name) ? least : 0);
            Assert.All(
                expected[name].Zip(actual[name]),
                pair => Assert.True(
                    Math.Abs(pair.First - pair.Second) <= bound, $"{name}: {pair.First} and {pair.Second}, more than {bound} apart"));
        }
    }

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        AssertClose(Values(expected), Values(actual), tolerance);
    }

    public static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"element {i}: expected {expected[i]}, found {actual[i]}");
    }

    public static ModelFacts Facts { get; } = new() { StrokeScale = 12.5f, Longest = 9, Step = 4, Epoch = 2 };
}
