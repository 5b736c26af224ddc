using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Tests.Training.History;

[LeakCheck]
public sealed class RedrawingsTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    private string Path => _temporary.File("redrawings.jsonl");

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_same_sketches_are_redrawn_at_growing_intervals()
    {
        SketchDataset data = Tiny.Data();
        using TrainingSession session = TrainingSession.Create(Tiny.Config(), data.Train.Count);
        LoadedModel model = new(session.Model, Tiny.Config(), Tiny.Facts);
        using (Redrawings redrawings = new(Path, data))
        {
            foreach (long step in (long[])[10, 10, 10, 11, 12, 13, 100, 109, 110, 120])
                redrawings.Show(model, step);
            Assert.Equal(110, redrawings.Last);
        }

        IReadOnlyList<RedrawingSnapshot> read = Redrawings.Read(Path);
        Assert.Equal([10, 11, 13, 100, 110], read.Select(snapshot => snapshot.Step));
        Assert.All(read, snapshot => Assert.Equal(
            read[0].Sketches.Select(sketch => sketch.Original.Points.ToArray()),
            snapshot.Sketches.Select(sketch => sketch.Original.Points.ToArray())));
        Assert.Equal(Math.Min(Redrawings.Most, data.Valid.Count), read[0].Sketches.Count);
        Assert.Equal(
            read[0].Sketches.Select(sketch => sketch.Redrawn.Points.ToArray()),
            read[4].Sketches.Select(sketch => sketch.Redrawn.Points.ToArray()));
    }

    [Fact]
    public void Every_category_has_its_turn()
    {
        LabeledSketch[] sketches = [.. Enumerable.Range(0, 30).Select(i => new LabeledSketch(
            new Sketch([new StrokePoint(i, 1, true)]), i < 20 ? 0 : i < 29 ? 1 : 2, i))];
        SketchDataset data = new(["bee", "bus", "pig"], Tiny.Data().Train, new MemorySplit(sketches), Tiny.Data().Test);
        using TrainingSession session = TrainingSession.Create(Tiny.Config(), data.Train.Count);
        using (Redrawings redrawings = new(Path, data))
            redrawings.Show(new LoadedModel(session.Model, Tiny.Config() with { Categories = data.Categories }, Tiny.Facts), 1);
        Assert.Equal([0, 20, 29, 1, 21, 2, 22, 3], Redrawings.Read(Path)[0].Sketches.Select(sketch => (int)sketch.Original.Points[0].Dx));
    }

    [Fact]
    public void A_resumed_run_drops_what_a_crash_has_left()
    {
        const string kept = """{"step":50,"sketches":[{"category":"bee","original":[[1,2,1]],"redrawn":[[3,4,1]]}]}""" + "\n";
        File.WriteAllText(Path, kept + kept[..20]);
        new Redrawings(Path, Tiny.Data(), kept.Length, 50).Dispose();
        Assert.Equal([50], Redrawings.Read(Path).Select(snapshot => snapshot.Step));
    }

    [Theory]
    [InlineData("""{"step":1,"sketches":[]}""")]
    [InlineData("""{"step":1,"sketches":[null]}""")]
    [InlineData("""{"step":1,"sketches":[{"category":"bee","original":[[1,2,1]]}]}""")]
    [InlineData("""{"step":1,"sketches":[{"category":"bee","original":[[1,2,1]],"redrawn":[]}]}""")]
    [InlineData("""{"step":1""")]
    public void What_is_damaged_is_refused(string line)
    {
        File.WriteAllText(Path, line + "\n");
        Assert.Contains(
            "line 1: expected the redrawings of a step", Assert.Throws<InputException>(() => Redrawings.Read(Path)).Message,
            StringComparison.Ordinal);
    }
}
