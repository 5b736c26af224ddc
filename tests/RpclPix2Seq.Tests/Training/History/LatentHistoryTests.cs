using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training.History;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training.History;

[LeakCheck]
public sealed class LatentHistoryTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly ISketchSplit _sketches = Tiny.Data().Train;

    private string Path => _temporary.File("latent.jsonl");

    public void Dispose() => _temporary.Dispose();

    // Components at 0, 10 and 20; codes at 1, 0.1 and 9: sketches 4 and 7 belong to the first, 7 being nearer, and 2 to the second.
    [Fact]
    public void Weights_are_written_now_and_then_and_what_died_with_the_sketch_it_held()
    {
        using IDisposable scope = NewDisposeScope();
        Tensor codes = tensor(new[] { 1.0, 0.1, 9.0 }, [3, 1]);
        int[] indices = [4, 7, 2];
        using (LatentHistory history = new(Path, _sketches, 0.01))
        {
            for (long step = 0; step <= 130; step++)
                history.Observe(Line(step <= 60 ? [0.4, 0.3, 0.3] : [0.0, 0.5, 0.5]), codes, indices, step);
            history.Show(Line([0.0, 0.5, 0.5]), 131);
            history.Show(Line([0.0, 0.5, 0.5]), 131);
        }

        IReadOnlyList<LatentSnapshot> read = LatentHistoryFile.Read(Path);
        Assert.Equal([0, 50, 70, 100, 131], read.Select(s => s.Step));
        Assert.Equal([0.4f, 0.3f, 0.3f], read[1].Weights);
        LatentExemplar died = Assert.Single(read[2].Exemplars);
        Assert.Equal((0, 60), (died.Component, died.Step));
        Assert.Equal(_sketches[7].Sketch.Points, died.Sketch.Points);
        LatentExemplar lives = Assert.Single(read[4].Exemplars); // the third never held any
        Assert.Equal((1, 130), (lives.Component, lives.Step));
        Assert.Equal(_sketches[7].Sketch.Points.Length, died.Sketch.Length);
    }

    [Fact]
    public void A_resumed_run_drops_what_a_crash_has_left()
    {
        const string kept = "{\"step\":50,\"weights\":[1],\"exemplars\":[]}\n";
        File.WriteAllText(Path, kept + "{\"step\":100,\"weights\":[1],\"exemplars\":[]}\n{\"step\":1");
        Assert.Equal([50, 100], LatentHistoryFile.Read(Path).Select(s => s.Step)); // until then, without the line that is cut off
        new LatentHistory(Path, _sketches, 0.01, kept.Length).Dispose();
        Assert.Equal([50], LatentHistoryFile.Read(Path).Select(s => s.Step));
    }

    [Theory]
    [InlineData("", "at least one line")]
    [InlineData("{\"step\":1}\n", "line 1: expected a snapshot of the latent mixture")]
    [InlineData(
        "{\"step\":1,\"weights\":[1],\"exemplars\":[]}\n{\"step\":2,\"weights\":[1,0],\"exemplars\":[]}\n", "line 2: expected 1 weights")]
    [InlineData(
        "{\"step\":1,\"weights\":[1],\"exemplars\":[{\"component\":0,\"step\":1,\"sketch\":[[1,2]]}]}\n", "line 1: expected a snapshot")]
    [InlineData("{\"step\":1,\"weights\":[1],\"exemplars\":[null]}\n", "line 1: expected a snapshot")]
    [InlineData(
        "{\"step\":1,\"weights\":[1],\"exemplars\":[{\"component\":0,\"step\":1,\"sketch\":null}]}\n", "line 1: expected a snapshot")]
    [InlineData(
        "{\"step\":1,\"weights\":[1],\"exemplars\":[{\"component\":1,\"step\":1,\"sketch\":[[1,2,0]]}]}\n", "line 1: expected a snapshot")]
    [InlineData("{\"step\":1,\"weights\":[1],\"exemplars\":[{\"component\":0,\"step\":1,\"sketch\":[]}]}\n", "line 1: expected a snapshot")]
    [InlineData(
        "{\"step\":1,\"weights\":[1],\"exemplars\":[{\"component\":0,\"step\":1,\"sketch\":[[1e39,2,0]]}]}\n",
        "line 1: expected a snapshot")]
    [InlineData("[1, 2]\n", "line 1")]
    public void A_file_that_is_not_a_history_is_refused(string text, string message)
    {
        File.WriteAllText(Path, text);
        InputException e = Assert.Throws<InputException>(() => LatentHistoryFile.Read(Path));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains(
            "nothing", Assert.Throws<InputException>(() => LatentHistoryFile.Read(Path + "x")).Message, StringComparison.Ordinal);
    }

    private static MixtureState Line(double[] weights) => new(tensor(new[] { 0.0, 10, 20 }, [3, 1]), ones(3, 1, float64), tensor(weights));
}
