using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

public sealed class SketchPicturesTests
{
    private const int Pixels = 48 * 48;

    [Fact]
    public void Pictures_do_not_depend_on_the_number_of_threads() =>
        Gen.Select(Pictures.Sketch.Array[0, 150], Gen.Int[0, 5]).ForAll((rows, threads) =>
        {
            Sketch[] sketches = [.. rows.Select(points => new Sketch(points))];
            byte[] images = new byte[sketches.Length * Pixels];
            SketchPictures.DrawAll(sketches, RasterOptions.Default, images, threads, TestContext.Current.CancellationToken);
            for (int i = 0; i < sketches.Length; i++)
                Assert.Equal(Pictures.Draw(RasterOptions.Default, rows[i]), images[(i * Pixels)..((i + 1) * Pixels)]);
        }, count: 30);

    [Fact]
    public void The_first_faulty_sketch_is_named()
    {
        Sketch good = new([new(0, 0, false), new(3, 5, true)]);
        Sketch bad = new([new(0, 0, false), new(float.NaN, 5, true)]);
        Sketch[] sketches = [.. Enumerable.Range(0, 400).Select(i => i is 77 or 78 or 301 ? bad : good)];
        byte[] images = new byte[sketches.Length * Pixels];
        foreach (int threads in new[] { 1, 2, 4 })
        {
            InputException e = Assert.Throws<InputException>(
                () => SketchPictures.DrawAll(sketches, RasterOptions.Default, images, threads));
            Assert.Contains("number 77", e.Message, StringComparison.Ordinal);
            Assert.Contains("row 1", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_canceled_drawing_throws()
    {
        Sketch[] sketches = [new([new(0, 0, false), new(3, 5, true)])];
        CancellationToken canceled = new(canceled: true);
        foreach (int threads in new[] { 1, 2 })
        {
            Assert.Throws<OperationCanceledException>(
                () => SketchPictures.DrawAll(sketches, RasterOptions.Default, new byte[Pixels], threads, canceled));
        }
    }

    [Fact]
    public void Room_for_another_number_of_pictures_is_refused() =>
        Assert.Throws<ArgumentException>(() => SketchPictures.DrawAll([], RasterOptions.Default, new byte[Pixels]));

    [Fact]
    public void Drawing_allocates_no_more_for_more_sketches()
    {
        Sketch sketch = new([new(0, 0, false), new(3, 5, false), new(-2, 9, true)]);
        Sketch[] sketches = [.. Enumerable.Repeat(sketch, 2000)];
        byte[] few = new byte[10 * Pixels];
        byte[] many = new byte[2000 * Pixels];
        ArraySegment<Sketch> first = new(sketches, 0, 10);
        SketchPictures.DrawAll(first, RasterOptions.Default, few, 1);

        // An object per sketch would take at least 24 bytes each; the drawing buffers may be padded differently, and the runtime's own
        // tables may grow by kilobytes.
        long allocatedForFew = Allocated(first, few);
        Assert.InRange(Allocated(sketches, many), 0, allocatedForFew + (24 * 1990) - 1);
    }

    private static long Allocated(IReadOnlyList<Sketch> sketches, byte[] images)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        SketchPictures.DrawAll(sketches, RasterOptions.Default, images, 1);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
