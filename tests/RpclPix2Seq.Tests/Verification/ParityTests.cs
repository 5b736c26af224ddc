using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Verification;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Verification;

/// <summary>The model against the cases that the original computed: those of PARITY_DIR, or those next to the project.</summary>
[LeakCheck]
public sealed class ParityTests
{
    // In float64 only the difference in the order of summation is left, through 12 recurrent steps and back.
    private static readonly ParityTolerances Exact = new() { Activation = 1e-6, Loss = 1e-6, Gradient = 1e-6 };

    public static TheoryData<string, string, ScalarType> Rows()
    {
        TheoryData<string, string, ScalarType> rows = [];
        string[] cases = Folder() is { } folder && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.safetensors") : ["absent"];
        foreach (string name in cases.Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal))
        {
            foreach (string kind in Enum.GetNames<ParityKind>())
            {
                rows.Add(name, kind, ScalarType.Float32);
                rows.Add(name, kind, ScalarType.Float64);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_original_is_reproduced(string name, string kind, ScalarType type)
    {
        string folder = Folder() ?? SharedFolder.Require("parity");
        ParityRow[] rows = [.. All(folder, type).Where(row => row.Case == name && row.Kind.ToString() == kind)];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(row.Passes, $"{row.Tensor}: {row.RelativeDifference:g3} of at most {row.Tolerance:g3}"));
    }

    [Fact]
    public void A_case_has_exactly_the_variables_of_the_model()
    {
        // Loading takes every variable of the model; this is the reverse, so that none of the original's is left out.
        foreach (string file in Directory.GetFiles(Folder() ?? SharedFolder.Require("parity"), "*.safetensors"))
        {
            using SafetensorsReader reader = SafetensorsReader.Open(file);
            string[] trained = [.. reader.Entries.Where(e => e.Name.StartsWith("gradnorm/", StringComparison.Ordinal)).Select(e => e.Name)];
            string[] compared =
            [
                .. All(Path.GetDirectoryName(file)!, ScalarType.Float64).Where(row => row.Case == reader.Metadata["case"])
                    .Select(row => row.Tensor),
            ];
            Assert.Empty(trained.Except(compared));
            Assert.Empty(
                reader.Entries.Select(e => e.Name).Where(name => name.StartsWith("out/", StringComparison.Ordinal)).Except(compared));
        }
    }

    [Theory]
    [InlineData("weights/RPCL-pix2seq/encoder/layer_1/dcn3/conv0/filter")]
    [InlineData("weights/RPCL-pix2seq/latent_sigma2")]
    [InlineData("weights/RPCL-pix2seq/decoder/fc/linear/fc_b")]
    [InlineData("in/seqs")]
    [InlineData("after/RPCL-pix2seq/deconv/deconv3/InstanceNorm/gamma")]
    public void A_perturbed_number_is_found(string perturbed)
    {
        string source = Directory.GetFiles(Folder() ?? SharedFolder.Require("parity"), "*.safetensors").Order(StringComparer.Ordinal)
            .First();
        using TemporaryFolder folder = new();
        using var scope = NewDisposeScope();
        using (SafetensorsReader reader = SafetensorsReader.Open(source))
        {
            SafetensorsWriter.Write(
                folder.File("case.safetensors"),
                reader.Entries.Select(entry =>
                {
                    Tensor tensor = reader.Read(entry.Name);
                    if (entry.Name == perturbed)
                        tensor.view(-1)[0] = tensor.view(-1)[0].Plus(tensor.abs().max().Times(1e-3));
                    return SafetensorsItem.From(entry.Name, tensor);
                }),
                reader.Metadata);
        }

        Assert.Contains(ParityCase.RunAll(folder.Path, Exact, doublePrecision: true), row => !row.Passes);
    }

    [Fact]
    public void A_file_that_is_not_a_case_is_refused()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<InputException>(() => ParityCase.RunAll(folder.File("nothing"), new ParityTolerances()));
        Assert.Throws<InputException>(() => ParityCase.RunAll(folder.Path, new ParityTolerances()));
        SafetensorsWriter.Write(
            folder.File("a.safetensors"), [SafetensorsItem.From<float>("x", new float[1], 1)],
            new Dictionary<string, string> { ["case"] = "a", ["step"] = "many" });
        Assert.Contains(
            "step", Assert.Throws<InputException>(() => ParityCase.RunAll(folder.Path, new ParityTolerances())).Message,
            StringComparison.Ordinal);
    }

    private static readonly Dictionary<ScalarType, IReadOnlyList<ParityRow>> Runs = [];

    private static IReadOnlyList<ParityRow> All(string folder, ScalarType type)
    {
        if (!Runs.TryGetValue(type, out IReadOnlyList<ParityRow>? rows))
            Runs[type] = rows = ParityCase.RunAll(
                folder, type == ScalarType.Float64 ? Exact : new ParityTolerances(), type == ScalarType.Float64);
        return rows;
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("PARITY_DIR") is { Length: > 0 } named)
            return named;
        string beside = Path.Combine(SharedFolder.ProjectRoot, "..", "shared", "parity");
        return Directory.Exists(beside) ? beside : null;
    }
}
