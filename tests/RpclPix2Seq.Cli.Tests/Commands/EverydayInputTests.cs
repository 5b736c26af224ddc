using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Every verb that reads drawings reads what the importer reads.</summary>
[Collection(TorchTests.Name)]
public sealed class EverydayInputTests(TrainedRun run) : IDisposable
{
    private static readonly Sketch Bus = ProceduralSketches.Draw("bus", 1, 0).Sketch;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_all_kinds_are_encoded_and_what_is_broken_in_a_folder_is_counted()
    {
        Bus.Save(_folder.File("a.svg"));
        Bus.Save(_folder.File("b.json"));
        Bus.Save(_folder.File("c.png"));
        File.WriteAllText(_folder.File("d.ndjson"), """
            {"word":"bus","drawing":[[[0,9],[0,9]]]}
            {"word":"bee","drawing":[[[0,9],[9,0]]]}

            """);
        File.WriteAllBytes(_folder.File("e.png"), [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3]);
        File.WriteAllText(_folder.File("f.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        File.WriteAllText(_folder.File("README.txt"), "not a drawing");
        string codes = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder.Path)}.json");
        try
        {
            Rpcl done = Rpcl.Do("encode", run.Folder, _folder.Path, "--out", codes);
            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(codes));
            Assert.Equal(
                ["a", "b", "c", "bus", "bee"],
                json.RootElement.GetProperty("codes").EnumerateArray().Select(code => code.GetProperty("name").GetString()!.Split('_')[0]));
            Assert.Contains("left out: 2 of 6 files, which cannot be read (such as ", done.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(codes);
        }
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("/")]
    public void What_drawings_are_called_leads_nowhere(string word)
    {
        string line = JsonSerializer.Serialize(new { word, drawing = new[] { new[] { new[] { 0, 9 }, new[] { 0, 9 } } } });
        File.WriteAllText(_folder.File("drawings.ndjson"), line + "\n" + line + "\n");
        string inner = Directory.CreateDirectory(Path.Combine(_folder.Path, "a", "b")).FullName;
        Rpcl.Do("sample", run.Folder, "--input", _folder.File("drawings.ndjson"), "--out", Path.Combine(inner, "c"));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(inner, "c"), "*_?.svg").Length);
        Assert.Equal(
            ["a", "drawings.ndjson"],
            Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["b"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "a")).Select(Path.GetFileName));
    }

    [Fact]
    public void Several_sketches_are_completed_at_once_and_pictures_among_them_left_out()
    {
        string pictures = Directory.CreateDirectory(_folder.File("drawings")).FullName;
        File.WriteAllText(Path.Combine(pictures, "a.json"), $"[{Bus.ToJson()}, {Bus.ToJson()}]");
        Bus.Save(Path.Combine(pictures, "b.svg"));
        Bus.Save(Path.Combine(pictures, "c.png"));
        Rpcl done = Rpcl.Do("complete", run.Folder, pictures, "--points", "3", "--count", "2", "--out", _folder.File("all"));
        Assert.Contains(
            $"left out: 1 picture, whose strokes have no order (such as {Path.Combine(pictures, "c.png")})", done.Error,
            StringComparison.Ordinal);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.File("all"), "manifest.json")));
        Assert.Equal(
            ["a_0", "a_1", "a_2", "a_3", "b_0", "b_1"],
            manifest.RootElement.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("name").GetString()));
        Assert.Equal(
            [3, 3, 3],
            manifest.RootElement.GetProperty("settings").GetProperty("given_rows").EnumerateArray().Select(rows => rows.GetInt32()));
        Assert.True(File.Exists(Path.Combine(_folder.File("all"), "a_2.svg")));
    }

    [Fact]
    public void One_of_several_drawings_is_named_by_its_number()
    {
        File.WriteAllText(_folder.File("two.json"), $"[{Bus.ToJson()}, {Bus.ToJson()}]");
        Rpcl.Do("complete", run.Folder, $"{_folder.File("two.json")}#1", "--out", _folder.File("completed"), "--quiet");
        Assert.Contains(
            "an index from 0 to 1",
            Rpcl.Refuse(ExitCode.Failed, "complete", run.Folder, $"{_folder.File("two.json")}#2", "--out", _folder.File("x")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_drawing_is_redrawn_sampled_and_completed_from_svg()
    {
        string svg = _folder.File("bus.svg");
        Bus.Save(svg);
        Rpcl.Do("reconstruct", run.Folder, svg, "--out", _folder.File("redrawn"), "--quiet");
        Rpcl.Do("sample", run.Folder, "--input", svg, "--out", _folder.File("sampled"), "--quiet");
        Rpcl.Do("complete", run.Folder, svg, "--share", "0.5", "--out", _folder.File("completed"), "--quiet");
        foreach (string made in (string[])["redrawn", "sampled", "completed"])
            Assert.NotEmpty(Directory.GetFiles(_folder.File(made)));
    }

    [Fact]
    public void A_named_file_that_is_broken_is_an_error()
    {
        File.WriteAllText(_folder.File("f.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
        Assert.StartsWith(
            $"{_folder.File("f.svg")}: expected paths or shapes that are painted",
            Rpcl.Refuse(ExitCode.Failed, "encode", run.Folder, _folder.File("f.svg"), "--out", _folder.File("codes.npz")),
            StringComparison.Ordinal);
        Assert.Contains(
            "f.svg", Rpcl.Refuse(ExitCode.Failed, "encode", run.Folder, _folder.Path, "--out", _folder.File("codes.npz")),
            StringComparison.Ordinal);
    }
}
