using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

public sealed class EdgeTests
{
    private static readonly Gen<FixedPoint> Anywhere = Gen.Select(Gen.Int[0, 1024 * 256], Gen.Int[0, 1024 * 256])
        .Select((x, y) => new FixedPoint(x, y));

    private static readonly Gen<(FixedPoint From, FixedPoint To)> Line = Gen.Select(Anywhere, Anywhere)
        .Select((a, b) => a.Y <= b.Y ? (a, b) : (b, a));

    // A sub-row is 256/15 high, so every other crossing of these is halfway between two multiples.
    private static readonly Gen<(FixedPoint From, FixedPoint To)> TiedLine = Gen.Select(Anywhere, Gen.Int[-1000, 1000], Gen.Int[0, 8])
        .Select((point, slope, height) => (point with { Y = point.Y & ~255 }, new FixedPoint(
            point.X + (15 * slope), (point.Y & ~255) + (256 << height))));

    [Fact]
    public void Crossings_are_those_of_exact_arithmetic_with_ties_upwards()
    {
        int ties = 0;
        Gen.Select(Gen.OneOf(Line, TiedLine), Gen.Double[0, 1]).ForAll((line, share) =>
        {
            (FixedPoint from, FixedPoint to) = line;
            int top = SubRow(from.Y);
            int end = SubRow(to.Y);
            if (top >= end)
                return;

            // The middle of sub-row s is at y = (2s + 1)·256/30.
            int subRow = top + (int)(share * (end - 1 - top));
            Int128 numerator = ((((2 * (Int128)subRow) + 1) * 256) - (30 * (Int128)from.Y)) * (to.X - from.X);
            Int128 denominator = 30 * (Int128)(to.Y - from.Y);
            Int128 twice = (2 * numerator) + denominator;
            Int128 rounded = (twice / (2 * denominator)) - (twice % (2 * denominator) < 0 ? 1 : 0);
            if (twice % (2 * denominator) == 0)
                Interlocked.Increment(ref ties);
            Assert.Equal(from.X + (int)rounded, new Edge(from, to, top, end, 1).XAt(subRow));
        }, count: 20_000);
        Assert.True(ties > 1_000);
    }

    [Fact]
    public void A_row_of_crossings_has_the_edges_own() =>
        Gen.OneOf(Line, TiedLine).Array[1, 6].ForAll(lines =>
        {
            Edge[] edges =
            [
                .. lines.Where(line => SubRow(line.From.Y) < SubRow(line.To.Y))
                    .Select(line => new Edge(line.From, line.To, SubRow(line.From.Y), SubRow(line.To.Y), 1)),
            ];
            CrossingRow row = new();
            foreach (int y in edges.SelectMany(edge => new[] { edge.Top / Polygon.SubRows, (edge.End - 1) / Polygon.SubRows }))
                AssertOwn(row, edges, y * Polygon.SubRows);
        }, count: 3_000);

    private static unsafe void AssertOwn(CrossingRow row, Edge[] edges, int top)
    {
        int[] active = [.. Enumerable.Range(0, edges.Length).Where(i => edges[i].Top < top + Polygon.SubRows && edges[i].End > top)];
        int count = row.Fill(edges, active, top);
        Assert.InRange(count, 1, active.Length);
        for (int lane = 0; lane < Polygon.SubRows; lane++)
        {
            List<int> found = [];
            for (int slot = 0; slot < count; slot++)
            {
                int crossing = row.Slots[(slot * CrossingRow.Lanes) + lane];
                if ((crossing & 3) != 1)
                    found.Add(crossing >> CrossingRow.DirectionBits);
            }

            Assert.Equal(
                active.Where(i => edges[i].Top <= top + lane && edges[i].End > top + lane).Select(i => edges[i].XAt(top + lane)).Order(),
                found.Order());
        }
    }

    private static int SubRow(int y) => ((y * Polygon.SubRows) + 128) >> 8;
}
