using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Sampling;

[LeakCheck]
public sealed class LikelyCodesTests
{
    private static readonly Sketch Drawing = Tiny.Data().Train[0].Sketch;

    [Theory]
    [InlineData(DecoderModel.Lstm)]
    [InlineData(DecoderModel.Hyper)]
    public void Evidence_is_the_stroke_loss_of_training(DecoderModel decoder)
    {
        using LoadedModel loaded = Loaded(decoder);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor codes = tensor(new float[] { 0.3f, -1, 0.5f, 1, 2, -0.5f }, [2, 3]);
        double[] evidence = new LikelyCodes(loaded, 1).Evidence(codes, Drawing);
        float[] rows = new float[Stroke5.SizeOf(Drawing.Length)];
        Stroke5.Write(Drawing.Points, Drawing.Length, rows);
        for (int i = 0; i < rows.Length; i++)
            rows[i] /= i % Stroke5.Columns < 2 ? loaded.Facts.StrokeScale : 1;
        Tensor strokes = tensor(rows, [Drawing.Length + 1, 1, Stroke5.Columns]);
        for (int i = 0; i < 2; i++)
        {
            Tensor loss = SequenceLoss.Compute(
                loaded.Model.Decoder.Decode(strokes.narrow(0, 0, Drawing.Length), codes.narrow(0, i, 1)).Density, strokes,
                PenMask.ThroughEnd, 0, loaded.Config.SmallestSigma());
            Assert.Equal(-Tiny.Values(loss)[0], evidence[i], 1e-3);
        }
    }

    [Fact]
    public void The_rows_that_count_add_up()
    {
        using LoadedModel loaded = Loaded(DecoderModel.Lstm);
        using IDisposable scope = NewDisposeScope();
        Tensor codes = zeros(1, 3);
        LikelyCodes likely = new(loaded, 1);
        Sketch half = new(Drawing.Points[..2].ToArray());
        Assert.Equal(
            likely.Evidence(codes, Drawing)[0], likely.Evidence(codes, half)[0] + likely.Evidence(codes, Drawing, half.Length)[0], 1e-3);
    }

    // Components that are points: then p(component | rows) can be counted, and computed.
    [Fact]
    public void Codes_are_drawn_in_proportion_to_how_well_they_explain_the_rows()
    {
        using LoadedModel loaded = Loaded(DecoderModel.Lstm);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        loaded.Model.Mixture.Variance.Filled(1e-12);
        loaded.Model.Mixture.Mean.copy_(tensor(new float[] { 3, 1.5f, 3, -3, 0, 1.5f, -1.5f, -3, 0 }, [3, 3]));
        loaded.Model.Mixture.Weight.copy_(tensor(new float[] { 0.5f, 0.3f, 0.2f }));
        LikelyCodes likely = new(loaded, 1);
        Sketch row = new(Drawing.Points[..1].ToArray());
        double[] evidence = likely.Evidence(loaded.Model.Mixture.Mean, row);
        double[] weights = Tiny.Values(loaded.Model.Mixture.Weight);
        double[] joint = [.. evidence.Select((log, k) => Math.Exp(log - evidence.Max()) * weights[k])];
        double[] expected = [.. joint.Select(p => p / joint.Sum())];
        Assert.True(expected.Zip(weights, (e, w) => Math.Abs(e - w)).Max() > 0.2 && expected.Max() < 0.98); // or the test shows nothing

        float[] codes = likely.Draw(row, 400).data<float>().ToArray();
        for (int k = 0; k < 3; k++)
        {
            float[] mean = loaded.Model.Mixture.Mean[k].data<float>().ToArray();
            double share = codes.Chunk(3).Count(code => code.Zip(mean, (a, b) => Math.Abs(a - b)).Max() < 1e-3) / 400.0;

            // 512 candidates, of which a share w comes from a component: its deviation, and that of 400 that are evenly spread.
            Assert.InRange(share, expected[k] - 0.1, expected[k] + 0.1);
        }
    }

    [Fact]
    public void Moves_lead_to_better_codes_and_the_seed_decides_which()
    {
        using LoadedModel loaded = Loaded(DecoderModel.Lstm);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        loaded.Model.Mixture.Variance.Filled(4);
        Tensor drawn = new LikelyCodes(loaded, 1).Draw(Drawing, 20), again = new LikelyCodes(loaded, 1).Draw(Drawing, 20),
            other = new LikelyCodes(loaded, 2).Draw(Drawing, 20), still = new LikelyCodes(loaded, 1) { Moves = 0 }.Draw(Drawing, 20);
        Assert.Equal(Tiny.Values(drawn), Tiny.Values(again));
        Assert.NotEqual(Tiny.Values(drawn), Tiny.Values(other));
        Assert.NotEqual(Tiny.Values(drawn), Tiny.Values(still));
        LikelyCodes likely = new(loaded, 3);
        Tensor any = randn(200, 3, generator: Seeded()).Times(2);
        Assert.True(likely.Evidence(drawn, Drawing).Average() > likely.Evidence(any, Drawing).Average());

        static Generator Seeded() => new(5, CPU);
    }

    private static LoadedModel Loaded(DecoderModel decoder)
    {
        using Generator generator = new(1, CPU);
        return new LoadedModel(
            new Pix2SeqModel(Tiny.Shape(decoder), generator, reference: false, ScalarType.Float32), Tiny.Config(decoder), Tiny.Facts);
    }
}
