using CsCheck;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Sampling;

/// <summary>Drawing with the fused kernels, compared with the readable path and with itself in other batches.</summary>
[LeakCheck]
public sealed class FusedSamplingTests
{
    private const float Scale = 10;
    private const int Pens = 3, End = 2;
    private static readonly SamplingOptions Options = new() { MaxLength = 20, Temperature = 1, MinimumSigma = 0.01 };

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Int[1, 11], Gen.Int[1, 6], Gen.Int[1, 3].Select(n => 16 * n), Gen.Int[1, 2].Select(n => 16 * n), Gen.Int[1, 4], Gen.Bool,
        Gen.Int[1, 12], Gen.Enum<DecoderInput>(),
        (count, batch, size, hyperSize, embedding, greedy, longest, input) =>
            new Case(count, batch, size, hyperSize, embedding, greedy, longest, input));

    public static TheoryData<DecoderModel> EveryCell => Tiny.EveryCell;

    public static MatrixTheoryData<DecoderModel, ProductPrecision> CellsAndPrecisions =>
        new(Tiny.Cells, [ProductPrecision.Float32, ProductPrecision.BFloat16]);

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void Sketches_are_those_of_the_stepwise_path(DecoderModel cell) => Cases.ForAll(
        c =>
        {
            using Pix2SeqModel model = Model(cell, c.Size, c.HyperSize, c.Embedding, c.Input);
            SetBias(model, End, -1);
            using Tensor codes = Codes(c.Count);
            SamplingOptions options = Options with { BatchSize = c.Batch, Temperature = c.Greedy ? 0 : 1, MaxLength = c.Longest };
            AssertNear(
                Draw(model, KernelPath.Readable, codes, options), Draw(model, KernelPath.Fused, codes, options),
                OnTheEdge(model, codes, options));
        },
        count: 30);

    [Theory]
    [MemberData(nameof(CellsAndPrecisions))]
    public void A_sketch_has_the_same_bits_in_every_batch_and_on_any_number_of_threads(DecoderModel cell, ProductPrecision precision)
    {
        using Pix2SeqModel model = Model(cell, 64, 32, 5);
        Compute(model, precision);
        SetBias(model, End, -1.5);
        using Tensor codes = Codes(70);
        SamplingOptions options = Options with { MaxLength = 60, Temperature = 0.7 };
        Sketch[] expected = Draw(model, KernelPath.Fused, codes, options with { BatchSize = 64 });
        Assert.True(expected.Select(s => s.Length).Distinct().Count() > 3);
        int threads = get_num_threads();
        try
        {
            foreach (int several in (int[])[1, 2, 3])
            {
                set_num_threads(several);
                foreach (int batch in (int[])[1, 7, 64])
                    AssertSame(expected, Draw(model, KernelPath.Fused, codes, options with { BatchSize = batch }));
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(ProductPrecision.Float32)]
    [InlineData(ProductPrecision.BFloat16)]
    public void Products_of_real_sizes_keep_the_bits_too(ProductPrecision precision)
    {
        using Pix2SeqModel model = Model(DecoderModel.Hyper, 512, 256, 32);
        Compute(model, precision);
        SetBias(model, End, -1.5);
        using Tensor codes = Codes(40);
        SamplingOptions options = Options with { MaxLength = 8 };
        Sketch[] expected = Draw(model, KernelPath.Fused, codes, options with { BatchSize = 40 });
        AssertSame(expected, Draw(model, KernelPath.Fused, codes, options with { BatchSize = 7 }));
        using Tensor few = codes.narrow(0, 0, 5);
        AssertSame(expected[..5], Draw(model, KernelPath.Fused, few, options with { BatchSize = 1 }));
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(-50, 20)]
    public void All_may_end_at_once_or_never_and_others_take_their_place(double logit, int length)
    {
        using Pix2SeqModel model = Model(DecoderModel.Hyper, 16, 16, 2);
        SetBias(model, End, logit);
        using Tensor codes = Codes(23);
        List<int> drawn = [];
        model.Decoder.Path = KernelPath.Fused;
        Sketch[] sketches = new SketchSampler(model, Scale, Options with { BatchSize = 5 }).Draw(codes, drawn.Add);
        Assert.Equal(23, sketches.Length);
        Assert.All(sketches, sketch => Assert.Equal(length, sketch.Length));
        Assert.Equal(23, drawn[^1]);
        Assert.Equal(drawn.Order().Distinct(), drawn);
    }

    [Theory]
    [InlineData(KernelPath.Fused)]
    [InlineData(KernelPath.Readable)]
    public void The_stream_gives_every_row_in_order_as_it_comes(KernelPath path)
    {
        using Pix2SeqModel model = Model(DecoderModel.LayerNorm, 32, 16, 2);
        SetBias(model, End, -1);
        using Tensor codes = Codes(17);
        SketchSampler sampler = new(model, Scale, Options with { BatchSize = 6 });
        model.Decoder.Path = path;
        List<StrokePoint>[] streamed = [.. Enumerable.Range(0, 17).Select(_ => new List<StrokePoint>())];
        bool[] ended = new bool[17];
        int rowsBeforeAnyEnd = 0;
        foreach (SketchStroke stroke in sampler.Stream(codes))
        {
            Assert.False(ended[stroke.Sketch]);
            ended[stroke.Sketch] = stroke.Ends;
            if (!stroke.Ends)
                streamed[stroke.Sketch].Add(stroke.Point);
            if (!ended.Contains(true))
                rowsBeforeAnyEnd++;
        }

        Assert.DoesNotContain(false, ended);
        Assert.True(rowsBeforeAnyEnd >= 6);
        AssertNear(sampler.Draw(codes), [.. streamed.Select(points => new Sketch([.. points]))]);
    }

    [Fact]
    public void A_stream_that_is_left_early_frees_its_memory()
    {
        using Pix2SeqModel model = Model(DecoderModel.Hyper, 16, 16, 2);
        SetBias(model, End, -50);
        using Tensor codes = Codes(9);
        foreach (KernelPath path in (KernelPath[])[KernelPath.Fused, KernelPath.Readable])
        {
            model.Decoder.Path = path;
            long before = Tensor.TotalCount;
            Assert.Equal(30, new SketchSampler(model, Scale, Options with { BatchSize = 4 }).Stream(codes).Take(30).Count());
            Assert.Equal(before, Tensor.TotalCount);
        }
    }

    [Theory]
    [InlineData(-50)]
    [InlineData(50)]
    public void Steps_allocate_nothing_not_even_where_sketches_end_and_others_begin(double logit)
    {
        using Pix2SeqModel model = Model(DecoderModel.Hyper, 16, 16, 2);
        SetBias(model, End, logit);
        using Tensor codes = Codes(2000);
        int threads = get_num_threads();
        set_num_threads(1);
        try
        {
            SamplingOptions options = Options with { BatchSize = 8, MaxLength = 1000 };
            using FusedSampling path = new(
                model.Decoder, model.Decoder.FusedCell(codes)!, codes,
                SketchOrders.Alike([.. Enumerable.Range(0, 2000)], options, [], Scale), options.BatchSize);
            List<SketchStroke> drawn = new(10_000);
            path.Advance(100, drawn);
            Assert.Equal(Allocated(1), Allocated(30));
            Assert.False(path.IsDone);

            // The least of three: the runtime's own tables may grow in one of them.
            long Allocated(int steps) => Enumerable.Range(0, 3).Min(_ =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                path.Advance(steps, drawn);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void A_sketch_that_is_begun_as_it_was_drawn_goes_on_as_it_went_on(DecoderModel cell)
    {
        using Pix2SeqModel model = Model(cell, 32, 16, 3);
        SetBias(model, End, -2);
        using Tensor codes = Codes(12);
        foreach (KernelPath path in (KernelPath[])[KernelPath.Fused, KernelPath.Readable])
        {
            foreach (bool greedy in (bool[])[true, false])
            {
                SamplingOptions options = Options with { BatchSize = 5, Temperature = greedy ? 0 : 1 };
                Sketch[] whole = Draw(model, path, codes, options);
                Sketch[] beginnings =
                [
                    .. whole.Select((sketch, i) => new Sketch(sketch.Points[..Math.Min(i, sketch.Length - 1)].ToArray())),
                ];
                Sketch[] completed = new SketchSampler(model, Scale, options).Draw(codes, beginnings);
                AssertNear(whole, completed);
                for (int i = 0; i < whole.Length; i++)
                    Assert.True(
                        beginnings[i].Points.SequenceEqual(completed[i].Points[..beginnings[i].Length]), $"sketch {i} begins otherwise");
                Assert.Contains(beginnings, beginning => beginning.Length > 5);
            }
        }
    }

    [Theory]
    [InlineData(KernelPath.Fused)]
    [InlineData(KernelPath.Readable)]
    public void A_beginning_decides_what_follows_and_never_ends_a_sketch(KernelPath path)
    {
        using Pix2SeqModel model = Model(DecoderModel.Lstm, 16, 16, 2);
        SetBias(model, End, 50);
        using Tensor codes = Codes(2);
        SamplingOptions options = Options with { Temperature = 0 };
        model.Decoder.Path = path;
        Sketch up = new([new(1, 2, false), new(3, -4, true), new(0.1f, 7, true)]),
            down = new([new(1, 2, false), new(3, -4, true), new(0.1f, 7, false)]);
        Sketch[] ended = new SketchSampler(model, Scale, options).Draw(codes, [up, new Sketch([])]);
        Assert.Equal(up.Points.ToArray(), ended[0].Points.ToArray()); // the pen ends it as soon as allowed
        Assert.Equal(1, ended[1].Length);

        SetBias(model, End, -50);
        using Tensor first = codes.narrow(0, 0, 1), same = first.repeat(2, 1);
        Sketch[] free = new SketchSampler(model, Scale, options).Draw(same, [up, down]);
        Assert.All(free, sketch => Assert.Equal(20, sketch.Length));
        Assert.Equal(up.Points.ToArray(), free[0].Points[..3].ToArray());
        Assert.Equal(down.Points.ToArray(), free[1].Points[..3].ToArray());
        Assert.NotEqual(free[0].Points[3].Dx, free[1].Points[3].Dx, 1e-5); // the decoder has read whether the pen was lifted
    }

    [Fact]
    public void Beginnings_that_leave_nothing_to_draw_or_are_not_one_for_each_code_are_refused()
    {
        using Pix2SeqModel model = Model(DecoderModel.Lstm, 16, 16, 2);
        using Tensor codes = Codes(1);
        SketchSampler sampler = new(model, Scale, Options with { MaxLength = 3 });
        Sketch three = new([new(1, 2, false), new(3, -4, true), new(0, 7, true)]);
        Assert.Contains(
            "fewer than the 3 rows", Assert.Throws<InputException>(() => sampler.Draw(codes, [three])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sampler.Draw(codes, [new Sketch([]), new Sketch([])]));
    }

    [Fact]
    public void A_model_that_the_kernels_do_not_serve_is_refused_or_drawn_stepwise()
    {
        using Pix2SeqModel model = Model(DecoderModel.Lstm, 8, 16, 2);
        using Tensor codes = Codes(2);
        Assert.Throws<InputException>(() => Draw(model, KernelPath.Fused, codes, Options));
        AssertNear(Draw(model, KernelPath.Readable, codes, Options), Draw(model, KernelPath.Automatic, codes, Options));
        using Tensor none = zeros(0, 3);
        Assert.Empty(Draw(model, KernelPath.Automatic, none, Options));
    }

    private static Sketch[] Draw(Pix2SeqModel model, KernelPath path, Tensor codes, SamplingOptions options)
    {
        model.Decoder.Path = path;
        return new SketchSampler(model, Scale, options).Draw(codes);
    }

    private static void Compute(Pix2SeqModel model, ProductPrecision precision)
    {
        Assert.SkipWhen(
            precision == ProductPrecision.BFloat16 && !RoundedProduct.IsAvailable, "this processor has no instructions for bfloat16");
        model.Precision = precision;
    }

    /// <summary>A well-behaved model: choices are drawn from numbers so far apart that the last bits hardly ever decide.</summary>
    private static Pix2SeqModel Model(
        DecoderModel cell, int size, int hyperSize, int embedding, DecoderInput input = DecoderInput.Offsets)
    {
        using Generator generator = new(1, CPU);
        NetworkShape shape = Tiny.Shape(cell) with
        {
            DecoderSize = size,
            HyperSize = hyperSize,
            HyperEmbedding = embedding,
            DecoderInput = input,
        };
        Pix2SeqModel model = new(shape, generator, reference: false, float32);
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach ((string name, Tensor tensor) in model.Parameters.All)
        {
            if (name.StartsWith("decoder/", StringComparison.Ordinal) || name.StartsWith("init_state/", StringComparison.Ordinal))
                tensor.PlusInPlace(randn(tensor.shape, float32, generator: generator).Times(0.3 / Math.Sqrt(tensor.shape[0])));
        }

        return model;
    }

    private static Tensor Codes(int count)
    {
        using Tensor wide = Tiny.Normal(3, count, 3);
        return wide.to(float32);
    }

    private static void SetBias(Pix2SeqModel model, int index, double value)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        model.Parameters["decoder/fc/linear/fc_b"].narrow(0, 0, Pens)[index] = value;
    }

    private static void AssertSame(Sketch[] expected, Sketch[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(expected[i].Points.SequenceEqual(actual[i].Points), $"sketch {i} differs");
    }

    /// <summary>
    /// Sketches in which some choice (of a normal, of a pen) would differ if the codes were off by a hundred roundings. Either choice is
    /// right, and so is all that follows. Such sketches must be few, or nothing would be compared.
    /// </summary>
    private static HashSet<int> OnTheEdge(Pix2SeqModel model, Tensor codes, SamplingOptions options)
    {
        using IDisposable scope = NewDisposeScope();
        Sketch[] drawn = Draw(model, KernelPath.Readable, codes, options);
        HashSet<int> edge = [];
        foreach (int side in (int[])[1, -1, 2, -2])
        {
            Tensor off = Tiny.Normal(Math.Abs(side), codes.shape).sign().Times(100 * Roundings.Unit * Math.Sign(side));
            Sketch[] others = Draw(model, KernelPath.Readable, codes * off.Plus(1).to(float32), options);
            edge.UnionWith(Enumerable.Range(0, drawn.Length).Where(i => !IsNear(drawn[i], others[i], 10)));
        }

        Assert.True(edge.Count <= 1 + (drawn.Length / 5), $"{edge.Count} of {drawn.Length}");
        return edge;
    }

    private static void AssertNear(Sketch[] expected, Sketch[] actual, HashSet<int>? except = null)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(except?.Contains(i) == true || IsNear(expected[i], actual[i], 1), $"sketch {i} differs");
    }

    /// <summary>
    /// Whether two sketches are the same except for rounding: up to 20 rows, each computed from the last with sums of some 200 products, of
    /// offsets of some 40 units.
    /// </summary>
    private static bool IsNear(Sketch a, Sketch b, double roundings)
    {
        double most = roundings * 20 * 200 * 40 * Roundings.Unit;
        return a.Length == b.Length && a.Points.ToArray().Zip(b.Points.ToArray()).All(
            p => Math.Abs(p.First.Dx - p.Second.Dx) <= most && Math.Abs(p.First.Dy - p.Second.Dy) <= most
                && p.First.PenUp == p.Second.PenUp);
    }

    private sealed record Case(int Count, int Batch, int Size, int HyperSize, int Embedding, bool Greedy, int Longest, DecoderInput Input);
}
