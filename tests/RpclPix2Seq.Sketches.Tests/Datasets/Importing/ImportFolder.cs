using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

/// <summary>A folder with sources in it, and datasets made from them.</summary>
internal sealed class ImportFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder for datasets; nothing else is in it.</summary>
    public string Outputs => _folder.File("outputs");

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>The path of a source.</summary>
    public string File(string name) => System.IO.Path.Combine(_folder.Path, "sources", name);

    /// <summary>The path of a dataset.</summary>
    public string Output(string name)
    {
        Directory.CreateDirectory(Outputs);
        return System.IO.Path.Combine(Outputs, name);
    }

    /// <summary>Writes a source; returns its path.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a source; returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    /// <summary>Writes a sketch file; returns its path.</summary>
    public string WriteNpz(string name, SketchSplits splits)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(name))!);
        SketchNpz.Write(File(name), splits);
        return File(name);
    }

    /// <summary>Imports sources.</summary>
    public ImportReport Import(string output, ImportOptions options, params string[] sources) =>
        new DatasetImporter(options).Import(sources, Output(output));

    /// <summary>The content of a split of a dataset: category and rows of each sketch.</summary>
    public (string Category, Sketch Sketch)[] Read(string output, DatasetSplit split)
    {
        using DatasetFolder dataset = DatasetFolder.Open(Output(output));
        dataset.Verify(split);
        SketchContainer container = dataset.Split(split);
        return
        [
            .. Enumerable.Range(0, container.Count).Select(i => container[i])
                .Select(labeled => (dataset.Manifest.Description.Categories[labeled.Category], labeled.Sketch)),
        ];
    }

    /// <summary>The sketches of a split of a dataset.</summary>
    public Sketch[] Sketches(string output, DatasetSplit split) => [.. Read(output, split).Select(sketch => sketch.Sketch)];

    /// <summary>The number of sketches in all splits of a dataset.</summary>
    public int Count(string output) => Enum.GetValues<DatasetSplit>().Sum(split => Read(output, split).Length);

    /// <summary>A line of Quick, Draw! text: a simplified drawing with a stroke of two points for each length.</summary>
    public static string Line(string word, params ReadOnlySpan<int> lengths)
    {
        StringBuilder line = new($"{{\"word\":\"{word}\",\"drawing\":[");
        for (int i = 0; i < lengths.Length; i++)
            line.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}[[0,{lengths[i]}],[{i},{lengths[i]}]]");
        return line.Append("]}\n").ToString();
    }

    /// <summary>Many different lines.</summary>
    public static string Lines(string word, int count, int from = 1) =>
        string.Concat(Enumerable.Range(from, count).Select(i => Line(word, i)));

    /// <summary>A sketch of one line to a position of its own.</summary>
    public static Sketch Number(int i) => new([new StrokePoint(i, 1, false), new StrokePoint(1, i, true)]);

    /// <summary>Sketches made from numbers.</summary>
    public static Sketch[] Numbers(int from, int count) => [.. Enumerable.Range(from, count).Select(Number)];
}
