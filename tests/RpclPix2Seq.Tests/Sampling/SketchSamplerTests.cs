using RpclPix2Seq.Collectives;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Collectives;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Sampling;

[LeakCheck]
public sealed class SketchSamplerTests
{
    private const float Scale = 10;
    private static readonly SamplingOptions Options = new() { MaxLength = 30, Temperature = 1 };

    public static TheoryData<DecoderModel> Cells => Tiny.EveryCell;

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_sketch_is_the_same_whatever_else_is_in_its_batch(DecoderModel cell)
    {
        using Pix2SeqModel model = Tiny.Model(cell, ScalarType.Float32);
        SetBias(model, 2, -2);
        using Tensor codes = Codes(20);
        Sketch[] together = new SketchSampler(model, Scale, Options).Draw(codes);
        foreach (int size in new[] { 1, 7 })
        {
            Sketch[] apart = new SketchSampler(model, Scale, Options with { BatchSize = size }).Draw(codes);
            for (int i = 0; i < together.Length; i++)
                AssertClose(together[i], apart[i]);
        }

        // The sketches stopped at different steps, so stretches ended and batches shrank.
        Assert.True(together.Select(s => s.Length).Distinct().Count() > 3);
        Assert.NotEqual(
            together[0].Points.ToArray(), new SketchSampler(model, Scale, Options with { Seed = 2 }).Draw(codes)[0].Points.ToArray());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Sketches_of_one_batch_are_drawn_each_in_its_own_way(DecoderModel cell)
    {
        using Pix2SeqModel model = Tiny.Model(cell, ScalarType.Float32);
        SetBias(model, 2, -2);
        using Tensor codes = Codes(3);
        Sketch beginning = new([new StrokePoint(1, 2, false), new StrokePoint(3, 4, true)]);
        SketchOrder[] orders =
        [
            new(Options, 0), new(Options with { Seed = 9, Temperature = 0.3, MaxLength = 7 }, 4),
            new(Options with { Seed = 5 }, 0, beginning),
        ];
        Sketch[] together = Draw(codes, orders);
        for (int i = 0; i < orders.Length; i++)
        {
            using Tensor code = codes.narrow(0, i, 1);
            AssertClose(together[i], Draw(code, [orders[i]])[0]);
        }

        AssertClose(together[0], new SketchSampler(model, Scale, Options).Draw(codes)[0]);
        Assert.True(together[1].Length <= 7);
        Assert.Equal(beginning.Points.ToArray(), together[2].Points[..2].ToArray());

        Sketch[] Draw(Tensor from, SketchOrder[] each)
        {
            using ISamplingPath path = SketchSampler.Begin(model, from, new SketchOrders(each, Scale), each.Length);
            List<SketchStroke> rows = [];
            while (!path.IsDone)
                path.Advance(1, rows);
            return
            [
                .. rows.Where(row => !row.Ends).GroupBy(row => row.Sketch).OrderBy(group => group.Key)
                    .Select(group => new Sketch([.. group.Select(row => row.Point)])),
            ];
        }
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(-50, 30)]
    public void The_end_token_stops_and_the_longest_length_cuts(double logit, int length)
    {
        using Pix2SeqModel model = Tiny.Model(type: ScalarType.Float32);
        SetBias(model, 2, logit);
        using Tensor codes = Codes(9);
        List<int> drawn = [];
        Sketch[] sketches = new SketchSampler(model, Scale, Options with { BatchSize = 4 }).Draw(codes, drawn.Add);
        Assert.All(sketches, sketch => Assert.Equal(length, sketch.Length));
        Assert.Equal([4, 8, 9], drawn);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Ranks_draw_what_one_process_draws_from_each_beginning(DecoderModel cell)
    {
        Sketch[] beginnings =
            [.. Enumerable.Range(0, 20).Select(i => new Sketch([.. Enumerable.Repeat(new StrokePoint(i, 2, false), i % 3)]))];
        StrokePoint[][] expected = Draw(null);
        Exception?[] thrown = ThreadCollective.Run(3, ranks => Assert.Equal(expected, Draw(ranks)));
        Assert.All(thrown, Assert.Null);

        StrokePoint[][] Draw(ICollective? ranks)
        {
            using Pix2SeqModel model = Tiny.Model(cell, ScalarType.Float32);
            using Tensor codes = Codes(20);
            return
            [
                .. new SketchSampler(model, Scale, Options with { BatchSize = 3 }, ranks).Draw(codes, beginnings)
                    .Select(sketch => sketch.Points.ToArray()),
            ];
        }
    }

    // Where nothing is left to draw, nothing is canceled.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_stopped_job_has_drawn_is_not_drawn_again(int ranksAfter)
    {
        using TemporaryFolder folder = new();
        Sketch[] beginnings =
            [.. Enumerable.Range(0, 100).Select(i => new Sketch([.. Enumerable.Repeat(new StrokePoint(i, 2, false), i % 3)]))];
        StrokePoint[][] expected = Draw(null, beginnings);
        CancellationToken canceled = new(true);
        ThreadCollective.Run(2, ranks => Draw("a", beginnings, ranks, token: ranks.Rank == 0 ? default : canceled));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length); // sketches 0 to 31 and 64 to 95, of rank 0

        Exception?[] thrown = ThreadCollective.Run(ranksAfter, ranks => Assert.Equal(expected, Draw("a", beginnings, ranks)));
        Assert.All(thrown, Assert.Null);
        Assert.Equal(4, Directory.GetFiles(folder.Path).Length);
        Assert.Equal(expected, Draw("a", beginnings, token: canceled));
        AssertDraws("b", beginnings);
        AssertDraws("a", []);
        AssertDraws("a", beginnings, sign: -1);

        string part = Directory.GetFiles(folder.Path)[0];
        byte[] bytes = File.ReadAllBytes(part);
        foreach (byte[] damaged in (byte[][])[[], bytes[..7], bytes[..^1], [.. bytes[..^1], (byte)(bytes[^1] ^ 1)]])
        {
            File.WriteAllBytes(part, damaged);
            AssertDraws("a", beginnings);
        }

        Assert.Equal(expected, Draw("a", beginnings));
        Assert.Equal(bytes, File.ReadAllBytes(part));

        void AssertDraws(string job, Sketch[] begun, int sign = 1) =>
            Assert.Throws<OperationCanceledException>(() => Draw(job, begun, sign: sign, token: canceled));

        StrokePoint[][] Draw(
            string? job, Sketch[] begun, ICollective? ranks = null, int sign = 1, CancellationToken token = default)
        {
            using Pix2SeqModel model = Tiny.Model(type: ScalarType.Float32);
            using Tensor codes = Codes(100), signed = sign > 0 ? codes.clone() : codes.neg();
            FinishedParts? finished = job is null ? null : new FinishedParts(folder.Path, job);
            return
            [
                .. new SketchSampler(model, Scale, Options with { BatchSize = 32 }, ranks, finished).Draw(signed, begun, null, token)
                    .Select(sketch => sketch.Points.ToArray()),
            ];
        }
    }

    [Fact]
    public void Greedy_sketches_are_the_teacher_forced_means()
    {
        using Pix2SeqModel model = Tiny.Model(type: ScalarType.Float32);
        SetBias(model, 2, -50);
        using Tensor codes = Codes(2);
        SketchSampler sampler = new(model, Scale, Options with { Temperature = 0, MaxLength = 4 });
        Sketch[] sketches = sampler.Draw(codes);
        AssertClose(sketches[0], sampler.Draw(codes)[0]);
        AssertClose(
            sketches[0], new SketchSampler(model, Scale, Options with { Temperature = 0, MaxLength = 4, Seed = 77 }).Draw(codes)[0]);

        // Feeding what was drawn must give the same rows as the decoder's most likely means.
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        float[] rows = new float[Stroke5.SizeOf(4)];
        Stroke5.Write([.. sketches[0].Points.ToArray().Select(p => new StrokePoint(p.Dx / Scale, p.Dy / Scale, p.PenUp))], 4, rows);
        var density = model.Decoder.Decode(tensor(rows, [5, 1, 5]).narrow(0, 0, 4), codes.narrow(0, 0, 1)).Density;
        Tensor best = density.LogWeights.argmax(1, keepdim: true);
        Tiny.AssertClose(
            [.. sketches[0].Points.ToArray().Select(p => (double)p.Dx)], Tiny.Values(density.MeanX.gather(1, best).squeeze(1).Times(Scale)),
            1e-4);
    }

    [Fact]
    public void Less_temperature_is_less_spread()
    {
        using Pix2SeqModel model = Tiny.Model(type: ScalarType.Float32);
        SetBias(model, 2, -50);
        using Tensor codes = zeros(200, 3);
        double[] spreads = [.. new[] { 0.05, 0.4, 1.5 }.Select(temperature =>
        {
            double[] x =
            [
                .. new SketchSampler(model, Scale, Options with { Temperature = temperature, MaxLength = 1 }).Draw(codes)
                    .Select(s => (double)s.Points[0].Dx),
            ];
            return x.Average(v => v * v) - (x.Average() * x.Average());
        })];
        Assert.True(spreads[0] < spreads[1] && spreads[1] < spreads[2], string.Join(", ", spreads));
    }

    [Fact]
    public void Fifty_draws_leave_no_tensors()
    {
        using Pix2SeqModel model = Tiny.Model(DecoderModel.Hyper, ScalarType.Float32);
        using Tensor codes = Codes(6);
        SketchSampler sampler = new(model, Scale, Options with { BatchSize = 4, MaxLength = 8 });
        long before = Tensor.TotalCount;
        for (int i = 0; i < 50; i++)
            sampler.Draw(codes);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Bad_options_are_refused_and_a_request_to_stop_is_heard()
    {
        using Pix2SeqModel model = Tiny.Model(type: ScalarType.Float32);
        foreach (SamplingOptions bad in new[] { Options with { Temperature = -1 }, Options with { Temperature = double.NaN },
            Options with { MaxLength = 0 }, Options with { BatchSize = 0 }, Options with { MinimumSigma = -1 } })
            Assert.Throws<InputException>(() => new SketchSampler(model, Scale, bad));
        using Tensor codes = Codes(2);
        Assert.Throws<OperationCanceledException>(
            () => new SketchSampler(model, Scale, Options).Draw(codes, cancellationToken: new CancellationToken(true)));
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
        model.Parameters["decoder/fc/linear/fc_b"][index] = value;
    }

    // Matrix products with another batch size may round differently.
    private static void AssertClose(Sketch expected, Sketch actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected.Points[i].Dx, actual.Points[i].Dx, 1e-3);
            Assert.Equal(expected.Points[i].Dy, actual.Points[i].Dy, 1e-3);
            Assert.Equal(expected.Points[i].PenUp, actual.Points[i].PenUp);
        }
    }
}
