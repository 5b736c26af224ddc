using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Tests.Commands.Data;

public sealed class DataCheckCommandTests : IDisposable
{
    private readonly DataFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Notes_are_lines_and_the_sum_is_stated()
    {
        TestHost test = DataFiles.Do("check", _files.Path);
        Assert.Equal(
            [
                "split: only 34 sketches for training: a model will memorize them",
                "split: only 4 sketches for validation: what they measure varies by a third or more",
                "split: only 3 sketches for testing: what they measure varies by a third or more",
            ],
            test.Out.TrimEnd().Split('\n'));
        Assert.Equal($"{_files.Path}: 34 sketches for training, 4 for validation, 3 for testing; 3 notes\n", test.Error);
    }

    /// <summary>The examples can be given to other verbs: sketches of files and datasets are counted over all splits.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Json_names_the_sketches(bool isImported)
    {
        Sketch scribble = new([.. Enumerable.Range(0, 900).Select(i => new StrokePoint(i % 7, i % 5, i == 899))]);
        SketchNpz.Write(
            _files.Dog,
            new SketchSplits([DataFiles.Number(1), DataFiles.Number(2)], [DataFiles.Number(3), scribble], [DataFiles.Number(4)]));
        string folder = isImported ? _files.Imported().Data : _files.Path;
        using JsonDocument json = JsonDocument.Parse(DataFiles.Do("check", folder, "--json", "--quiet").Out);
        Assert.Equal(5, json.RootElement.GetProperty("sketches").GetProperty("valid").GetInt32());
        JsonElement note = json.RootElement.GetProperty("notes")[0], sketch = note.GetProperty("examples")[0];
        Assert.Equal(("length", 1), (note.GetProperty("kind").GetString(), note.GetProperty("count").GetInt32()));
        Assert.Equal(
            ("dog", "valid", 900.0),
            (sketch.GetProperty("category").GetString(), sketch.GetProperty("split").GetString(), sketch.GetProperty("value").GetDouble()));
        string input = sketch.GetProperty("input").GetString()!;
        Assert.Equal(isImported ? $"{_files.Data}#36" : $"{_files.Dog}#3", input);
    }

    [Fact]
    public void What_cannot_be_trained_on_is_an_error()
    {
        Assert.Contains("found nothing; rpcl data import makes", DataFiles.Refuse(ExitCode.Failed, "check", _files.File("absent")));
        string empty = Directory.CreateDirectory(_files.File("empty")).FullName;
        Assert.Contains("a folder without sketches; rpcl data import makes", DataFiles.Refuse(ExitCode.Failed, "check", empty));
        SketchNpz.Write(_files.Cat, new SketchSplits([], [DataFiles.Number(1)], []));
        File.Delete(_files.Dog);
        Assert.Contains("cat", DataFiles.Refuse(ExitCode.Failed, "check", _files.Path), StringComparison.Ordinal);
    }
}
