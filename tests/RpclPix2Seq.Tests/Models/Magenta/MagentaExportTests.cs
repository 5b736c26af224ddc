using System.Globalization;
using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Magenta;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models.Magenta;

/// <summary>Our decoders in sketch-rnn's players: an independent one in JavaScript, and the importer.</summary>
public sealed class MagentaExportTests : IDisposable
{
    private const int Codes = 8, Longest = 60;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FirstRow.Move, "zeros")]
    [InlineData(FirstRow.Move, "down")]
    [InlineData(FirstRow.Ink, "zeros")]
    [InlineData(FirstRow.Ink, "down")]
    public void A_player_draws_what_we_draw_with_the_same_random_numbers(FirstRow firstRow, string playersFirst)
    {
        using LoadedModel model = Model(firstRow);
        float[] code = Code();
        string file = Export(model, code);
        int rows = 0, lifts = 0;
        foreach (long seed in (long[])[1, 2, 3, 4, 5, 6, 7, 8])
        {
            SamplingOptions options = new()
            {
                Temperature = 0.6,
                SpreadTemperature = 0.3,
                PenTemperature = 0.8,
                MaxLength = Longest,
                Seed = seed,
            };
            StrokePoint[] expected = [.. new SketchGenerator(model, options).FromCodes(code)[0].Sketch.Points];
            double[][] actual = Played(file, seed, playersFirst, options);

            // One row more: it goes nowhere, and leaves the pen as the model's first row needs it.
            Assert.InRange(Math.Abs(actual[0][0]) + Math.Abs(actual[0][1]), 0, 0.02);
            Assert.Equal(firstRow == FirstRow.Ink ? 0 : 1, actual[0][2]);
            double[][] ours = [.. actual[1..].TakeWhile(row => row[2] < 2)];
            Assert.Equal(expected.Length, ours.Length);
            for (int i = 0; i < expected.Length; i++)
            {
                (float dx, float dy, bool lifts1) = expected[i];
                Assert.InRange(ours[i][0], dx - 0.2, dx + 0.2);
                Assert.InRange(ours[i][1], dy - 0.2, dy + 0.2);
                Assert.Equal(lifts1 ? 1 : 0, ours[i][2]);
                lifts += lifts1 ? 1 : 0;
            }

            rows += expected.Length;
        }

        Assert.InRange(rows, 150, 8 * Longest);
        Assert.InRange(lifts, 10, rows / 2);
    }

    [Theory]
    [InlineData(FirstRow.Move, 32)]
    [InlineData(FirstRow.Ink, 40)]
    public void Densities_come_back_within_rounding(FirstRow firstRow, int units)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using LoadedModel model = Model(firstRow, units);
        float[] code = Code();
        using LoadedModel imported = MagentaImport.ToModel(MagentaModel.Read(Export(model, code)));
        Assert.Equal((48, 41.5f, Longest + 1, 20), (
            units == 32 ? imported.Config.DecRnnSize : 48,
            imported.Facts.StrokeScale,
            imported.Facts.Longest,
            imported.Config.NumDecoderMixture));
        float[] rows = [0.5f, -0.25f, 1, 0, 0, -0.1f, 0.75f, 0, 1, 0, 1.5f, 0.125f, 1, 0, 0, 0, 0, 1, 0, 0, -2, 1, 0, 1, 0];
        float[] entered = firstRow == FirstRow.Ink ? [0, 0, 1, 0, 0] : [0, 0, 0, 1, 0];
        Tensor expected = Decoded(model, [.. model.Model.Decoder.StartRow.ToArray(), .. rows], code);
        Tensor actual = Decoded(imported, [.. imported.Model.Decoder.StartRow.ToArray(), .. entered, .. rows], [1]);
        float[] difference = (expected - actual.narrow(0, 1, expected.shape[0])).abs().Floats();
        Assert.InRange(difference.Max(), 1e-7, 6e-3);

        // Without the code's state at the start the densities are others.
        float[] before = (expected - Decoded(model, [.. model.Model.Decoder.StartRow.ToArray(), .. rows], new float[Codes])).abs().Floats();
        Assert.InRange(before.Max(), 0.1, 100);
    }

    [Fact]
    public void A_decoder_that_came_from_a_player_goes_back_as_it_came()
    {
        string file = _folder.File("in.gen.json"), back = _folder.File("back.gen.json");
        File.WriteAllText(file, MagentaFile.Text());
        using LoadedModel model = MagentaImport.ToModel(MagentaModel.Read(file));
        (MagentaModel made, int clipped) = MagentaExport.Make(model, [1], "cat");
        MagentaWriter.Write(back, made);
        Assert.Equal(0, clipped);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(file)), actual = JsonDocument.Parse(File.ReadAllText(back));
        Assert.Equal(expected.RootElement[1].GetRawText(), actual.RootElement[1].GetRawText());
        Assert.Equal(
            expected.RootElement[2].EnumerateArray().Select(array => array.GetString()),
            actual.RootElement[2].EnumerateArray().Select(array => array.GetBytesFromBase64()).Select(Convert.ToBase64String));
        Assert.Equal(30, actual.RootElement[0].GetProperty("max_seq_len").GetInt32());
        Assert.Equal(40.5, actual.RootElement[0].GetProperty("scale_factor").GetDouble());
    }

    [Fact]
    public void Numbers_that_a_file_cannot_hold_are_counted()
    {
        using LoadedModel model = Model(FirstRow.Ink);
        using (no_grad())
        {
            model.Model.Parameters["decoder/fc/linear/fc_w"].narrow(0, 0, 1).narrow(1, 0, 2).Filled(11);
            model.Model.Parameters["decoder/rnn/LSTMCell/W_hh"].narrow(0, 3, 1).narrow(1, 5, 1).Filled(-10.5);
        }

        Assert.Equal(3, MagentaExport.Make(model, Code(), "x").Clipped);
    }

    [Theory]
    [InlineData(
        DecoderModel.Hyper, DecoderInput.Offsets,
        "the model: dec_model: expected lstm, the cell that sketch-rnn's players run, found hyper")]
    [InlineData(
        DecoderModel.Lstm, DecoderInput.Position,
        "the model: decoder_input: expected offsets, which sketch-rnn's players give, found position")]
    public void What_players_do_not_run_is_refused(DecoderModel cell, DecoderInput input, string message)
    {
        using LoadedModel model = Model(FirstRow.Move);
        LoadedModel other = model with { Config = model.Config with { DecModel = cell, DecoderInput = input } };
        Assert.StartsWith(
            message, Assert.Throws<InputException>(() => MagentaExport.Make(other, Code(), "x")).Message, StringComparison.Ordinal);
    }

    /// <summary>A decoder whose sketches have strokes and an end, and whose state at the start matters.</summary>
    private static LoadedModel Model(FirstRow firstRow, int units = 32)
    {
        ModelConfig config = new ModelConfig
        {
            Categories = ["cat"],
            DecModel = DecoderModel.Lstm,
            DecRnnSize = units,
            ZSize = Codes,
            FirstRow = firstRow,
            MinSigma = 0,
        }.Validate();
        using Generator generator = new(5, CPU);
        Pix2SeqModel model = new(NetworkShape.From(config), generator, reference: false);
        using (no_grad())
        {
            using IDisposable scope = NewDisposeScope();
            model.Parameters["init_state/linear/fc_w"].TimesInPlace(2);
            model.Parameters["decoder/rnn/LSTMCell/bias"].copy_(randn([4L * units], generator: generator));
            model.Parameters["decoder/fc/linear/fc_w"].TimesInPlace(2);
            Tensor bias = model.Parameters["decoder/fc/linear/fc_b"];
            bias.narrow(0, 1, 1).Filled(-1);
            bias.narrow(0, 2, 1).Filled(-3.5);
            bias.narrow(0, 63, 40).Filled(-1);
        }

        ModelFacts facts = new() { StrokeScale = 41.5f, Longest = Longest, Step = 0, Epoch = 0 };
        return new LoadedModel(model, config, facts);
    }

    private static float[] Code() => [.. Enumerable.Range(0, Codes).Select(i => (float)Math.Sin(1 + (2.5 * i)))];

    private static Tensor Decoded(LoadedModel loaded, float[] rows, float[] code)
    {
        loaded.Model.Precision = ProductPrecision.Float32;
        return loaded.Model.Decoder.Decode(tensor(rows, [rows.Length / 5, 1, 5]), tensor(code, [1, code.Length])).Density.Raw;
    }

    private string Export(LoadedModel model, float[] code)
    {
        (MagentaModel made, int clipped) = MagentaExport.Make(model, code, "cat");
        Assert.Equal(0, clipped);
        string path = _folder.File("cat.gen.json");
        MagentaWriter.Write(path, made);
        return path;
    }

    private double[][] Played(string file, long seed, string first, SamplingOptions options)
    {
        // Any numbers for the first row; then those that our sampler takes.
        List<double[]> randoms = [[0.9, 1.5, -1.5, 0.999]];
        CounterRandom random = new(RandomPurpose.Strokes, seed, 0);
        for (int i = 0; i < Longest; i++)
            randoms.Add([random.NextDouble(), random.NextNormal(), random.NextNormal(), random.NextDouble()]);
        string numbers = _folder.File("randoms.json");
        File.WriteAllText(numbers, JsonSerializer.Serialize(randoms));
        string script = Path.Combine(SharedFolder.ProjectRoot, "tests", "RpclPix2Seq.Tests", "Models", "Magenta", "player.js");
        string output = Node.Run(
            script, file, numbers, first,
            Text(options.Temperature), Text(options.SpreadTemperature!.Value), Text(options.PenTemperature!.Value));
        return JsonSerializer.Deserialize<double[][]>(output)!;

        static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}
