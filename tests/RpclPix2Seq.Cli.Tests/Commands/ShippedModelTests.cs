using System.Text.Json;
using System.Text.Json.Nodes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>The model in the repository, which verbs use where none is named.</summary>
[Collection(TorchTests.Name)]
public sealed class ShippedModelTests(TrainedRun run) : IDisposable
{
    private const long MostBytes = 12_000_000;
    private static readonly string Folder = Path.Combine(SharedFolder.ProjectRoot, "models", "quickdraw");

    // Those that a sheet writes as they are.
    private static readonly string[] Names =
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "components.json")))!["components"]!.AsArray()
            .Select(component => (string)component!["name"]!).Where(name => !name.Contains('\'', StringComparison.Ordinal)),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_small_and_its_card_begins_with_where_its_drawings_come_from()
    {
        Assert.InRange(new FileInfo(Path.Combine(Folder, "model.safetensors")).Length, 1, MostBytes);
        string card = File.ReadAllText(Path.Combine(Folder, "README.md"));
        string note = File.ReadAllText(Path.Combine(SharedFolder.ProjectRoot, "runs", "ship.md"));
        Assert.Contains("# quickdraw\n\n" + note.Trim(), card, StringComparison.Ordinal);
        Assert.Contains("sketch-rnn decoders", note.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", card, StringComparison.Ordinal);
    }

    [Fact]
    public void It_draws_each_of_its_components()
    {
        string samples = _folder.File("samples");
        Rpcl.Do("sample", "--per-component", "--count", "1", "--only", "svg", "--out", samples);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(samples, "manifest.json")));
        JsonElement.ArrayEnumerator drawn = manifest.RootElement.GetProperty("samples").EnumerateArray();
        Assert.Equal(drawn.Count(), drawn.Select(sample => sample.GetProperty("component").GetInt32()).Distinct().Count());
        Assert.InRange(drawn.Count(), 14, 40);
        string sheet = File.ReadAllText(Path.Combine(samples, "contact.svg"));
        Assert.All(Names, name => Assert.Contains(name, sheet, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bee,house", "left out: house, which the model does not know", 1)]
    [InlineData("house,tree", "the model knows none of these categories: house, tree", 2)]
    public void It_looks_at_data_of_other_categories(string categories, string remark, int drawn)
    {
        string files = Directory.CreateDirectory(_folder.File("files")).FullName;
        string data = _folder.File("data"), redrawn = _folder.File("redrawn");
        foreach (string category in categories.Split(','))
            File.Copy(run.Bee, Path.Combine(files, category + ".npz"));
        Rpcl.Do("data", "import", files, "--out", data, "--quiet");
        Rpcl made = Rpcl.Do("sample", "--data", data, "--count", "1", "--only", "npz", "--out", redrawn);
        Assert.Contains(remark, made.Error, StringComparison.Ordinal);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(redrawn, "manifest.json")));
        Assert.Equal(drawn, manifest.RootElement.GetProperty("samples").GetArrayLength());
        Assert.Contains(
            remark, Rpcl.Do("components", "--data", data, "--count", "1", "--out", _folder.File("components")).Error,
            StringComparison.Ordinal);
    }

    // It learned real drawings, of which a bee of the built-in sketches is one that it has never seen the like of.
    [Fact]
    public void It_redraws_completes_and_encodes_drawings_that_people_have()
    {
        string redrawn = _folder.File("redrawn"), completed = _folder.File("completed");
        Sketch bee = Sketch.LoadAll(run.Bee)[0];
        string file = _folder.File("bee.svg");
        bee.Save(file, FirstRow.Move);
        Rpcl.Do("reconstruct", file, "--out", redrawn);
        Assert.True(File.Exists(Path.Combine(redrawn, "reconstructions.png")));
        Rpcl.Do("complete", file, "--count", "2", "--out", completed);
        using SketchModel model = SketchModel.Load(Folder);
        Assert.Empty(Names.Except(model.Components.Select(component => component.Name)));

        // As a drawing from a file: its first row is a move, which the model's drawings do not have.
        Sketch loaded = Sketch.Load(file);
        Sketch drawn = model.Complete(loaded.Take(10))[0].Sketch;
        Assert.Equal(loaded.Points[1..10].ToArray(), drawn.Points[..9].ToArray());
    }
}
