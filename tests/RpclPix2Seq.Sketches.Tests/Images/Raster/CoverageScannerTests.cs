using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

public sealed class CoverageScannerTests
{
    // Closed outlines with corners on a grid of 1, 1/2, … 1/256 pixel: the coarser it is, the more edges meet, tie and begin in the same
    // sub-row.
    private static readonly Gen<(int Size, FixedPoint[][] Outlines)> Shapes =
        from size in Gen.Int[1, 70]
        from grid in Gen.Int[0, 8]
        from outlines in Gen.Select(
            Gen.Int[-size / 2, size + (size / 2)], Gen.Int[-size / 2, size + (size / 2)], Gen.Int[0, 255], Gen.Int[0, 255])
            .Select((x, y, dx, dy) => new FixedPoint(
                ((x << 8) + dx) & (-1 << grid), ((y << 8) + dy) & (-1 << grid))).Array[2, 12].Array[1, 4]
        select (size, outlines);

    [Fact]
    public void Every_picture_is_the_one_of_lists_that_are_followed() =>
        Shapes.ForAll(shape => AssertSame(shape.Size, Outline(shape.Size, shape.Outlines)), count: 1_000);

    [Fact]
    public void A_scanner_forgets_what_it_has_drawn()
    {
        CoverageScanner scanner = new(20);
        Shapes.Array[5, 10].ForAll(shapes =>
        {
            foreach ((_, FixedPoint[][] outlines) in shapes)
            {
                Polygon polygon = Outline(20, outlines);
                Assert.Equal(Fill(new CoverageScanner(20), 20, polygon), Fill(scanner, 20, polygon));
            }
        }, count: 50);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(300)]
    public void A_row_may_be_crossed_by_any_number_of_edges(int teeth)
    {
        const int Size = 40;
        Random random = new(teeth);
        FixedPoint[] outline =
        [
            .. Enumerable.Range(0, 2 * teeth)
                .Select(i => new FixedPoint(random.Next(Size << 8), i % 2 == 0 ? random.Next(1000) : (Size << 8) - random.Next(1000))),
        ];
        AssertSame(Size, Outline(Size, [outline]));
    }

    [Fact]
    public void Lines_from_top_to_bottom_take_no_memory_a_row()
    {
        const int Size = 48;
        Random random = new(1);
        FixedPoint[] outline =
        [
            .. Enumerable.Range(0, 40_000).Select(i => new FixedPoint(random.Next(Size << 8), i % 2 == 0 ? 0 : Size << 8)),
        ];
        Polygon polygon = Outline(Size, [outline]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        byte[] image = Fill(new CoverageScanner(Size), Size, polygon);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000 * 300);
        Assert.InRange(image[(Size * Size / 2) + (Size / 2)], 0, 60);
    }

    // Two pairs of edges that tie in the first sub-row of a pixel row: whether the row is covered by area depends on which came first.
    [Fact]
    public void Edges_at_the_same_x_are_in_the_order_of_the_lists()
    {
        int ties = 0;
        Gen.Select(Gen.Int[0, 600], Gen.Int[0, 600], Gen.Int[0, 600], Gen.Int[0, 600]).ForAll((a, b, c, d) =>
        {
            FixedPoint tip = new(1024, 256);
            Polygon polygon = Outline(8, [[tip, new(a + 700, 1500), new(b + 700, 1900)], [tip, new(c + 700, 1500), new(d + 700, 1900)]]);
            Edge[] edges = polygon.Edges.ToArray();
            Interlocked.Add(
                ref ties,
                edges.Count(
                    edge => edges.Any(
                        other => edge.Top == other.Top && edge.First != other.First && edge.XAt(edge.Top) == other.XAt(edge.Top))));
            AssertSame(8, polygon);
        }, count: 1_000);
        Assert.True(ties > 100);
    }

    private static void AssertSame(int size, Polygon polygon) =>
        Assert.Equal(new ListScanner(size).Fill(polygon), Fill(new CoverageScanner(size), size, polygon));

    private static byte[] Fill(CoverageScanner scanner, int size, Polygon polygon)
    {
        byte[] image = new byte[size * size];
        image.AsSpan().Fill(255);
        scanner.Fill(polygon, image);
        return image;
    }

    private static Polygon Outline(int size, FixedPoint[][] outlines)
    {
        Polygon polygon = new(size);
        foreach (FixedPoint[] outline in outlines)
        {
            for (int i = 0; i < outline.Length; i++)
                polygon.AddLine(outline[i], outline[(i + 1) % outline.Length], 1);
        }

        return polygon;
    }
}
