using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets;

public sealed class SketchDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SketchDatasetTests()
    {
        SketchNpz.Write(_folder.File("cat.npz"), new SketchSplits([Sketch(3), Sketch(9), Sketch(4)], [Sketch(5)], [Sketch(6)]));
        SketchNpz.Write(_folder.File("sun.npz"), new SketchSplits([Sketch(2)], [Sketch(2)], [Sketch(2, 5000)]));
        File.WriteAllText(_folder.File("sun_png.npz"), "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Categories_follow_each_other_in_the_order_asked_for()
    {
        SketchDataset data = Read(["sun", "cat"]);
        Assert.Equal([(0, 0, 2), (1, 0, 3), (1, 1, 9), (1, 2, 4)], All(data.Train).Select(s => (s.Category, s.Index, s.Sketch.Length)));
        Assert.Equal((2, 2, 9), (data.Valid.Count, data.Test.Count, data.Longest));
    }

    [Fact]
    public void Long_sketches_are_left_out_and_the_others_keep_their_place()
    {
        SketchDataset data = Read(["cat"], maxLength: 4);
        Assert.Equal([(0, 3), (2, 4)], All(data.Train).Select(s => (s.Index, s.Sketch.Length)));
        Assert.Equal(0, data.Valid.Count);
        Assert.Equal(4, data.Longest);
        Assert.Equal([0, 1], All(Read(["cat"], perCategory: 2).Train).Select(s => s.Index));
    }

    [Fact]
    public void A_dataset_folder_gives_the_same_as_the_files()
    {
        string path = _folder.File("data");
        using (DatasetBuilder builder = DatasetFolder.Create(path))
        {
            foreach (Sketch sketch in (Sketch[])[Sketch(3), Sketch(9), Sketch(4)])
                builder[DatasetSplit.Train].Add(sketch.Points, 0);
            builder[DatasetSplit.Train].Add(Sketch(2).Points, 1);
            builder[DatasetSplit.Test].Add(Sketch(2, 5000).Points, 1);
            builder.Commit(
                new DatasetDescription { Name = "both", Categories = ["cat", "sun"], CreatedBy = "a test", FirstRow = FirstRow.Ink });
        }

        SketchDataset data = SketchDataset.Read(path, ["sun", "cat"], 2, 4);
        Assert.Equal([(0, 2), (1, 3)], All(data.Train).Select(s => (s.Category, s.Sketch.Length)));
        Assert.Equal([2, 3], Enumerable.Range(0, 2).Select(data.Train.LengthOf));
        Assert.Equal((0, 1, 3, FirstRow.Ink), (data.Valid.Count, data.Test.Count, data.Longest, data.FirstRow));
        Assert.Equal([("Train sun", 1, 0, 0), ("Train cat", 1, 1, 1), ("Test sun", 1, 0, 0)], LeftOut(data));
        Assert.Equal(5000, data.Test[0].Sketch.Points[0].Dx);
        Assert.Equal(1000, SketchDataset.Read(path, ["sun"], 2, 4, StrokeCleaning.ReferenceLimit).Test[0].Sketch.Points[0].Dx);
        SketchDataset all = SketchDataset.Load(path), within = all.Within(2, 4, StrokeCleaning.ReferenceLimit);
        Assert.Equal([(0, 3), (1, 2)], All(within.Train).Select(s => (s.Category, s.Sketch.Length)));
        Assert.Equal([("Train cat", 1, 1, 1), ("Train sun", 1, 0, 0), ("Test sun", 1, 0, 0)], LeftOut(within));
        Assert.Equal((1000, FirstRow.Ink), (within.Test[0].Sketch.Points[0].Dx, within.FirstRow));
        Assert.Same(all, all.Within(10, -1, float.PositiveInfinity));
        Refused("the data: split train: expected at least one sketch, found none of at most 1 rows", () => all.Within(10, 1, 1000));
        Refused("the dataset has cat, sun", () => SketchDataset.Read(path, ["dog"], 10, -1));
        Refused("none of at most 1 rows; 3 are longer (cat 3); raise max_seq_len", () => SketchDataset.Read(path, ["cat"], 10, 1));
    }

    [Fact]
    public void First_rows_are_converted_where_their_meaning_is_known()
    {
        SketchDataset files = Read(["cat"]);
        Assert.Same(files, files.As(FirstRow.Ink));

        string folder = _folder.File("dataset");
        SketchDataset moves = SketchDataset.Import([_folder.File("cat.npz")], folder);
        SketchDataset ink = moves.As(FirstRow.Ink), back = ink.As(FirstRow.Move);
        Assert.Equal((FirstRow.Move, FirstRow.Ink), (moves.FirstRow, ink.FirstRow));
        Assert.Same(moves, moves.As(FirstRow.Move));
        for (int i = 0; i < moves.Train.Count; i++)
        {
            Assert.Equal(moves.Train[i].Sketch.Points[1..], ink.Train[i].Sketch.Points);
            Assert.Equal(moves.Train[i].Sketch.Points[1..], back.Train[i].Sketch.Points[1..]);
            Assert.Equal(new StrokePoint(0, 0, false), back.Train[i].Sketch.Points[0]);
            Assert.Equal(ink.Train[i].Sketch.Length, ink.Train.LengthOf(i));
            Assert.Equal(back.Train[i].Sketch.Length, back.Train.LengthOf(i));
        }
    }

    [Fact]
    public void Sketches_stay_as_drawn_unless_a_largest_offset_is_named()
    {
        Assert.Equal(5000, Read(["sun"]).Test[0].Sketch.Points[0].Dx);
        SketchDataset clamped = SketchDataset.Read(_folder.Path, ["sun"], 10, -1, StrokeCleaning.ReferenceLimit);
        Assert.Equal(new StrokePoint(1000, 2, false), clamped.Test[0].Sketch.Points[0]);
    }

    [Fact]
    public void What_is_left_out_is_counted_by_split_and_category()
    {
        Assert.Equal(
            [("Train sun", 1, 0, 0), ("Train cat", 1, 1, 1), ("Valid sun", 1, 0, 0), ("Valid cat", 0, 1, 0), ("Test sun", 1, 0, 0),
                ("Test cat", 0, 1, 0)],
            LeftOut(Read(["sun", "cat"], perCategory: 2, maxLength: 4), all: true));
    }

    [Fact]
    public void A_dataset_with_nothing_to_train_with_is_refused()
    {
        string path = _folder.File("data");
        using (DatasetBuilder builder = DatasetFolder.Create(path))
        {
            builder[DatasetSplit.Test].Add(Sketch(2).Points, 0);
            builder.Commit(new DatasetDescription { Name = "none", Categories = ["cat"], CreatedBy = "a test" });
        }

        Refused("split train: expected at least one sketch, found none of cat; import drawings to train with", () => SketchDataset.Read(
            path, ["cat"], 10, -1));
        Refused("split train: expected at least one sketch, found none of cat; import", () => SketchDataset.Read(path, ["cat"], 10, 5));
    }

    [Fact]
    public void Bad_places_are_refused()
    {
        Refused("nothing", () => SketchDataset.Read(_folder.File("absent"), ["cat"], 10, -1));
        Refused("a file", () => SketchDataset.Read(_folder.File("cat.npz"), ["cat"], 10, -1));
        Refused("the folder has cat, sun", () => Read(["cat", "dog"]));
        Refused("at most 1 rows", () => Read(["cat", "sun"], maxLength: 1));
        File.WriteAllText(_folder.File("dog.npz"), "no zip");
        Refused("dog.npz", () => Read(["dog"]));
    }

    private SketchDataset Read(string[] categories, int perCategory = 100, int maxLength = -1) =>
        SketchDataset.Read(_folder.Path, categories, perCategory, maxLength);

    private static IEnumerable<LabeledSketch> All(ISketchSplit split) => Enumerable.Range(0, split.Count).Select(i => split[i]);

    private static (string Place, int Kept, int TooLong, int Surplus)[] LeftOut(SketchDataset data, bool all = false) =>
        [.. data.Counts.Where(count => all || count.Kept > 0)
            .Select(count => ($"{count.Split} {count.Category}", count.Kept, count.TooLong, count.Surplus))];

    private static void Refused(string text, Action action)
        => Assert.Contains(text, Assert.Throws<InputException>(action).Message, StringComparison.Ordinal);

    private static Sketch Sketch(int rows, float offset = 1) => new([.. Enumerable.Repeat(new StrokePoint(offset, 2, false), rows)]);
}
