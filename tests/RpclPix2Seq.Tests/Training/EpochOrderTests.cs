using CsCheck;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Tests.Training;

public sealed class EpochOrderTests
{
    private static readonly Gen<(int Sketches, int Batch, long Epoch)> Cases = Gen.Select(Gen.Int[1, 300], Gen.Int[1, 9], Gen.Long[0, 5]);

    [Fact]
    public void Every_sketch_is_visited_once() => Cases.ForAll(
        (sketches, batch, epoch) =>
        {
            int[][] batches = Batches(Sketches(sketches), Config(batch), epoch);
            Assert.Equal(Enumerable.Range(0, sketches), batches.SelectMany(b => b).Order());
            Assert.Equal((sketches + batch - 1) / batch, batches.Length);
            Assert.All(batches, b => Assert.InRange(b.Length, 1, batch));
        });

    [Fact]
    public void Reference_mode_leaves_the_last_batch_out_even_if_full() => Cases.ForAll(
        (sketches, batch, epoch) =>
        {
            int[][] batches = Batches(Sketches(sketches), Config(batch).ForReference(), epoch);
            Assert.Equal((sketches - 1) / batch, batches.Length);
            Assert.All(batches, b => Assert.Equal(batch, b.Length));
            int[] visited = [.. batches.SelectMany(b => b)];
            Assert.Equal(visited.Length, visited.Distinct().Count());
        });

    [Fact]
    public void Seed_epoch_and_attempt_each_change_the_order_and_nothing_else_does()
    {
        MemorySplit sketches = Sketches(100);
        string Order(ModelConfig config, long epoch, long attempt) =>
            string.Join(' ', Batches(sketches, config, epoch, attempt).SelectMany(b => b));
        foreach (ModelConfig config in new[] { Config(7), Config(7).ForReference() })
        {
            string[] orders = [Order(config, 0, 0), Order(config, 1, 0), Order(config, 0, 1), Order(config with { Seed = 2 }, 0, 0)];
            Assert.Equal(4, orders.Distinct().Count());
            Assert.Equal(orders[0], Order(config, 0, 0));
        }
    }

    [Fact]
    public void Sketches_of_like_length_share_a_batch()
    {
        // 100 sketches of 1 to 20 rows fit in one window: sorted, so that each of 10 batches of 10 spans one or two lengths.
        MemorySplit sketches = Sketches(100);
        foreach (int[] batch in Batches(sketches, Config(10), 0))
            Assert.InRange(batch.Max(i => sketches.LengthOf(i)) - batch.Min(sketches.LengthOf), 0, 2);
    }

    private static ModelConfig Config(int batch) => new() { BatchSize = batch };

    private static int[][] Batches(ISketchSplit sketches, ModelConfig config, long epoch, long attempt = 0)
    {
        EpochOrder order = EpochOrder.Make(sketches, config, epoch, attempt);
        return [.. Enumerable.Range(0, order.Count).Select(i => order[i].ToArray())];
    }

    private static MemorySplit Sketches(int count)
        => new([.. Enumerable.Range(0, count).Select(i => new LabeledSketch(new Sketch(new StrokePoint[1 + (i * 7 % 20)]), 0, i))]);
}
