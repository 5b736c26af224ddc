using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Verification;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models.TensorFlow1;

/// <summary>The original's checkpoints become models, and models its checkpoints.</summary>
public sealed class OriginalCheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Prefix => _folder.File("vector-1");

    public static TheoryData<string, int> Cells => new() { { "lstm", 59 }, { "layer_norm", 62 }, { "hyper", 101 } };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_byte_of_a_checkpoint_of_full_size_comes_back(string cell, int count)
    {
        Random random = new(1);
        HandBundle bundle = new(Prefix);
        foreach ((string name, long[] shape) in OriginalVariableList.Of(cell).OrderBy(v => v.Name, StringComparer.Ordinal))
        {
            float[] numbers = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = name.EndsWith("num_of_steps", StringComparison.Ordinal) ? 1 : random.NextSingle() - 0.5f;
            bundle.Add(name, shape, numbers);
        }

        bundle.Write();
        string back = _folder.File("back");
        using TensorBundleReader from = TensorBundleReader.Open(Prefix);
        Assert.Equal(count, from.Entries.Count);
        ModelConfig config = OriginalImport.Config(from, null);
        Assert.Equal(
            (2048, 128, 10, 20, 48),
            (config.DecRnnSize, config.ZSize, config.NumComponents, config.NumDecoderMixture, config.PngWidth));
        Assert.Equal(Compatibility.Reference, config.Compat);
        using (LoadedModel model = OriginalImport.ToModel(from, config))
        {
            Assert.Empty(OriginalExport.Obstacles(model));
            OriginalExport.Write(back, model);
        }

        using TensorBundleReader to = TensorBundleReader.Open(back);
        foreach (BundleEntry entry in from.Entries)
        {
            BundleEntry other = to.Entry(entry.Name);
            Assert.Equal(entry.Description, other.Description);
            Assert.True(from.Read(entry).AsSpan().SequenceEqual(to.Read(other)), entry.Name);
        }

        Assert.Equal(
            (string[])["rpcl/epoch", "rpcl/longest", "rpcl/step", "rpcl/stroke_scale"],
            to.Entries.Select(entry => entry.Name).Except(from.Entries.Select(entry => entry.Name)));
    }

    [Fact]
    public void Training_steps_agree_with_the_original_from_a_checkpoint()
    {
        string cases = SharedFolder.Require("parity"), made = Directory.CreateDirectory(_folder.File("cases")).FullName;
        foreach (string file in Directory.GetFiles(cases, "*.safetensors"))
            ThroughACheckpoint(file, Path.Combine(made, Path.GetFileName(file)));
        IReadOnlyList<ParityRow> rows = ParityCase.RunAll(made, new ParityTolerances());
        Assert.InRange(rows.Count, 1000, int.MaxValue);
        Assert.DoesNotContain(rows, row => !row.Passes);
    }

    [Fact]
    public void What_a_model_does_not_use_is_reported_by_kind()
    {
        Write("lstm", (name, shape) => shape, bundle =>
        {
            bundle.Add("RPCL-pix2seq/RPCL-pix2seq/latent_mu/Adam", [1], [0]);
            bundle.Add("RPCL-pix2seq/RPCL-pix2seq/latent_mu/Adam_1", [1], [0]);
            bundle.Add("RPCL-pix2seq/beta1_power", [], [0.5f]);
            bundle.Add("global_step", 9, [], new byte[8]);
        });
        using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
        using LoadedModel model = OriginalImport.ToModel(reader, OriginalImport.Config(reader, null), 41.5f);
        Assert.Equal(41.5f, model.Facts.StrokeScale);
        VariableUse[] uses = [.. OriginalImport.Uses(reader, model.Model)];
        Assert.Equal(58, uses.Count(use => use.WhyUnused is null));
        Assert.Equal(
            (string[])
            [
                "RPCL-pix2seq/RPCL-pix2seq/latent_mu/Adam", "RPCL-pix2seq/RPCL-pix2seq/latent_mu/Adam_1", "RPCL-pix2seq/beta1_power",
            ],
            uses.Where(use => use.WhyUnused == "of the optimizer").Select(use => use.Entry.Name));
        Assert.Equal("no variable of the model", uses.Single(use => use.Entry.Name == "global_step").WhyUnused);
        Assert.Equal("never changed by the original", uses.Single(use => use.Entry.Name == "RPCL-pix2seq/num_of_steps").WhyUnused);
    }

    [Fact]
    public void Settings_come_from_the_originals_file_and_must_fit()
    {
        Write("hyper", (_, shape) => shape);
        using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
        string all = Settings("\"num_mixture\": 3, \"num_sub\": 2, \"categories\": [\"bee\", \"bus\"], \"max_seq_len\": 99");
        ModelConfig config = OriginalImport.Config(reader, all);
        Assert.Equal(["bee", "bus"], config.Categories);
        Assert.Equal((6, Compatibility.Reference), (config.NumComponents, config.Compat));
        using (LoadedModel model = OriginalImport.ToModel(reader, config))
            Assert.Equal((1f, 99), (model.Facts.StrokeScale, model.Facts.Longest));
        Refuses("num_mixture times num_sub: expected 6, as the variables of", "\"num_mixture\": 5, \"num_sub\": 2");
        Refuses("dec_rnn_size: expected 16, as the variables of", "\"dec_rnn_size\": 512");
        Refuses("dec_model: expected hyper, as the variables of", "\"dec_model\": \"lstm\"");

        void Refuses(string message, string settings) => Assert.Contains(
            message,
            Assert.Throws<InputException>(() => OriginalImport.Config(reader, Settings(settings))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_variable_is_named()
    {
        Write("lstm", (name, shape) => name.Contains("/deconv1/", StringComparison.Ordinal) ? null : shape);
        Refuses(
            "variable 'RPCL-pix2seq/deconv/deconv1/filter': expected all 58 variables of the model, found none of this name, "
            + "and none of 2 others; is it a checkpoint of RPCL-pix2seq?");
        Write("lstm", (name, shape) => name.EndsWith("W_hh", StringComparison.Ordinal) ? null : shape);
        Refuses("variables RPCL-pix2seq/decoder/rnn/…/W_hh: expected LSTMCell or LayerNormLSTMCell or HyperLSTMCell, found none");
        Write("lstm", (name, shape) => name.EndsWith("latent_mu", StringComparison.Ordinal) ? null : shape);
        Refuses("expected a variable 'RPCL-pix2seq/latent_mu', found 58 others");
    }

    [Theory]
    [InlineData("/latent_sigma2", new long[] { 6, 9 }, "expected float32 [6,8], found float32 [6,9]")]
    [InlineData("/latent_alpha", new long[] { 6 }, "expected float32 [6,1], found float32 [6]")]
    [InlineData("/deconv2/filter", new long[] { 3, 3, 64, 32 }, "expected float32 [3,3,32,64], found float32 [3,3,64,32]")]
    [InlineData("/W_hh", new long[] { 16, 60 }, "expected 2 sizes, the last of them 64, found [16,60]")]
    [InlineData("/latent_mu", new long[] { 48 }, "expected 2 sizes, found [48]")]
    [InlineData("/latent_mu", new long[] { 0, 8 }, "num_mixture")]
    [InlineData("/fc_mu/linear/fc_w", new long[] { 262144, 0 }, "expected 2 sizes, the last of them 8, found [262144,0]")]
    public void A_wrong_shape_is_named(string ending, long[] shape, string message)
    {
        Write("lstm", (name, usual) => name.EndsWith(ending, StringComparison.Ordinal) ? shape : usual);
        Refuses(message);
    }

    [Fact]
    public void A_variable_of_doubles_is_refused()
    {
        Write("lstm", (name, shape) => name.EndsWith("latent_alpha", StringComparison.Ordinal) ? null : shape, bundle =>
            bundle.Add("RPCL-pix2seq/latent_alpha", 2, [6, 1], new byte[48]));
        Refuses("variable 'RPCL-pix2seq/latent_alpha': expected float32 [6,1], found float64 [6,1]");
    }

    [Fact]
    public void Data_that_end_early_are_refused_before_anything_is_read()
    {
        HandBundle bundle = Write("lstm", (_, shape) => shape);
        using (FileStream data = File.OpenWrite(bundle.DataPath(0)))
            data.SetLength(data.Length / 2);
        Refuses("; the file is cut short: copy it again");
    }

    private static void ThroughACheckpoint(string file, string made)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using SafetensorsReader reader = SafetensorsReader.Open(file);
        string[] weights =
        [
            .. reader.Entries.Select(entry => entry.Name).Where(name => name.StartsWith("weights/", StringComparison.Ordinal)),
        ];
        string prefix = Path.Combine(Path.GetDirectoryName(made)!, "first"), again = Path.Combine(Path.GetDirectoryName(made)!, "second");
        HandBundle bundle = new(prefix);
        foreach (string name in weights)
        {
            using Tensor tensor = reader.Read(name).to(float32);
            bundle.Add(name["weights/".Length..], tensor.shape, [.. tensor.contiguous().data<float>()]);
        }

        bundle.Write();
        using (TensorBundleReader first = TensorBundleReader.Open(prefix))
        {
            using LoadedModel model = OriginalImport.ToModel(first, OriginalImport.Config(first, null));
            OriginalExport.Write(again, model);
        }

        using TensorBundleReader second = TensorBundleReader.Open(again);
        SafetensorsWriter.Write(
            made,
            reader.Entries.Select(entry => entry.Name.StartsWith("weights/", StringComparison.Ordinal)
                ? FromCheckpoint(entry)
                : SafetensorsItem.From(entry.Name, reader.Read(entry.Name))),
            reader.Metadata);

        SafetensorsItem FromCheckpoint(SafetensorsEntry entry) => SafetensorsItem.From<float>(
            entry.Name, second.Read(second.Entry(entry.Name["weights/".Length..])), [.. entry.Shape]);
    }

    /// <summary>A small checkpoint: K = 6, Z = 8, R = 16.</summary>
    private HandBundle Write(string cell, Func<string, long[], long[]?> shapeOf, Action<HandBundle>? more = null)
    {
        HandBundle bundle = new(Prefix);
        foreach ((string name, long[] usual) in OriginalVariableList.Of(cell, 6, 8, 16))
        {
            if (shapeOf(name, usual) is { } shape)
                bundle.Add(name, shape, new float[shape.Aggregate(1L, (product, size) => product * size)]);
        }

        more?.Invoke(bundle);
        bundle.Write();
        return bundle;
    }

    private string Settings(string members)
    {
        string path = _folder.File("model_config.json");
        File.WriteAllText(path, $"{{\"is_training\": true, {members}}}");
        return path;
    }

    private void Refuses(string message) => Assert.Contains(
        message,
        Assert.Throws<InputException>(() =>
        {
            using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
            OriginalImport.ToModel(reader, OriginalImport.Config(reader, null)).Dispose();
        }).Message,
        StringComparison.Ordinal);
}
