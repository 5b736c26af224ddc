using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests;

/// <summary>Sketches from and to SVG, PNG, JSON and stroke-3, as users of the library convert them.</summary>
public sealed class SketchConversionTests : IDisposable
{
    private static readonly Sketch Bus = ProceduralSketches.Draw("bus", 1, 0).Sketch;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_and_numbers_keep_every_bit() => TestSketches.GenReal.ForAll(sketch =>
    {
        Assert.Equal(sketch.Points.ToArray(), Sketch.FromJson(sketch.ToJson()).Points.ToArray());
        Assert.Equal(sketch.Points.ToArray(), Sketch.FromStroke3(sketch.ToStroke3()).Points.ToArray());
    });

    [Theory]
    [InlineData(".svg")]
    [InlineData(".json")]
    public void A_drawing_that_was_written_looks_the_same_when_it_is_read(string extension)
    {
        string file = _folder.File("bus" + extension);
        Bus.Save(file);
        Assert.InRange(Difference(Bus, Sketch.Load(file)), 0, 4);
        Assert.InRange(Difference(Bus, Sketch.FromSvg(Bus.ToSvg())), 0, 4);
    }

    [Fact]
    public void Lines_of_a_picture_become_strokes()
    {
        string file = _folder.File("bus.png");
        Bus.Save(file);
        Sketch traced = Sketch.Load(file);
        Assert.InRange(traced.Length, 10, 400);
        Assert.InRange(Difference(Bus, traced), 0, 12);
    }

    [Fact]
    public void Files_of_several_drawings_are_read_whole()
    {
        string file = _folder.File("two.json");
        File.WriteAllText(file, $"[{Bus.ToJson()}, {Bus.ToJson()}]");
        Assert.Equal(2, Sketch.LoadAll(file).Length);
        Assert.Contains("expected one drawing, found 2", Refused(() => Sketch.Load(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_or_written_is_reported_in_one_line()
    {
        string empty = _folder.File("empty.svg"), text = _folder.File("notes.txt");
        File.WriteAllText(empty, "<svg xmlns='http://www.w3.org/2000/svg'/>");
        File.WriteAllText(text, "a cat");
        Assert.StartsWith(empty, Refused(() => Sketch.Load(empty)), StringComparison.Ordinal);
        Assert.Contains("a file of another kind", Refused(() => Sketch.Load(text)), StringComparison.Ordinal);
        Assert.Contains(_folder.File("no.svg"), Refused(() => Sketch.Load(_folder.File("no.svg"))), StringComparison.Ordinal);
        Assert.StartsWith("drawing.json", Refused(() => Sketch.FromJson("{")), StringComparison.Ordinal);
        Assert.Contains("row 1", Refused(() => Sketch.FromStroke3([1, 1, 0, 1, 1, 2])), StringComparison.Ordinal);
        Assert.Contains("4 numbers", Refused(() => Sketch.FromStroke3([1, 1, 0, 1])), StringComparison.Ordinal);
        Assert.Contains("'.bmp'", Refused(() => Bus.Save(_folder.File("bus.bmp"))), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("bus.bmp")));
    }

    [Fact]
    public void Datasets_are_made_of_memory_files_and_nothing()
    {
        SketchDataset mine = SketchDataset.Of(
            new Dictionary<string, IReadOnlyList<Sketch>> { ["bus"] = [.. Enumerable.Repeat(Bus, 20)], ["one"] = [Bus] });
        Assert.Equal((17, 2, 2), (mine.Train.Count, mine.Valid.Count, mine.Test.Count));
        Assert.Equal([0, 0, 1], new[] { mine.Train[0].Category, mine.Train[15].Category, mine.Train[16].Category });

        // A dot at the start is still one, and nothing stays nothing.
        Assert.Equal(0, Bus.Take(0).Tagged(FirstRow.Move).As(FirstRow.Ink).Length);
        Sketch dotted = Sketch.FromStroke3([5, 5, 1, 40, 0, 0, 10, 0, 1]).Tagged(FirstRow.Move);
        Assert.Equal(
            [(0f, 0f, true), (40, 0, false), (10, 0, true)],
            dotted.As(FirstRow.Ink).Points.ToArray().Select(p => (p.Dx, p.Dy, p.PenUp)));

        // What the first row means is kept; all mean the same.
        Sketch moved = Sketch.FromStroke3([5, 5, 0, 3, 0, 0, 0, 3, 1]).Tagged(FirstRow.Move), ink = moved.As(FirstRow.Ink);
        SketchDataset tagged = SketchDataset.Of(new Dictionary<string, IReadOnlyList<Sketch>> { ["a"] = [moved, ink] }, 0, 0);
        Assert.Equal(FirstRow.Move, tagged.FirstRow);
        Assert.Equal([3, 3], Enumerable.Range(0, 2).Select(tagged.Train.LengthOf));
        SketchDataset mixed = SketchDataset.Of(
            new Dictionary<string, IReadOnlyList<Sketch>> { ["a"] = [moved, Sketch.FromStroke3([1, 1, 0])] }, 0, 0);
        Assert.Null(mixed.FirstRow);
        Assert.Equal([2, 1], Enumerable.Range(0, 2).Select(mixed.As(FirstRow.Ink).Train.LengthOf));

        SketchDataset builtIn = SketchDataset.BuiltIn(perCategory: 4);
        Assert.Equal((20, 10, 10), (builtIn.Train.Count, builtIn.Valid.Count, builtIn.Test.Count));
        for (int i = 0; i < 20; i++)
            ProceduralSketches.Draw("bee", 1, i).Sketch.Save(_folder.File($"bee-{i}.svg"));
        SketchDataset imported = SketchDataset.Import([_folder.Path], _folder.File("dataset"));
        Assert.Equal(20, imported.Train.Count + imported.Valid.Count + imported.Test.Count);
        Assert.Equal(imported.Categories, SketchDataset.Load(_folder.File("dataset")).Categories);
        Assert.Contains("a folder of CATEGORY.npz files", Refused(() => SketchDataset.Load(_folder.Path)), StringComparison.Ordinal);
        Assert.Contains("no folder", Refused(() => SketchDataset.Load(_folder.File("none"))), StringComparison.Ordinal);
        Assert.Contains("category a", Refused(() => SketchDataset.Of(
            new Dictionary<string, IReadOnlyList<Sketch>> { ["a"] = [] })), StringComparison.Ordinal);
    }

    private static string Refused(Action action) => Assert.Throws<InputException>(action).Message;

    /// <summary>The mean difference of two sketches' pictures of 48 pixels, in levels of 255.</summary>
    private static double Difference(Sketch a, Sketch b)
    {
        Rasterizer rasterizer = new(RasterOptions.Default);
        byte[] one = new byte[48 * 48], two = new byte[48 * 48];
        rasterizer.Draw(a.Points, one);
        rasterizer.Draw(b.Points, two);
        return one.Zip(two, (x, y) => Math.Abs(x - y)).Average();
    }
}
