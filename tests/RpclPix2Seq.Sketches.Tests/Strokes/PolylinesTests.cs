using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class PolylinesTests
{
    private static readonly StrokePoint[] Rows = [new(5, 5, false), new(1, 0, true), new(2, 2, true), new(0, 1, false), new(1, 1, false)];

    private static readonly Gen<Vector2[]> GenPolyline =
        Gen.Select(Gen.Int[-5000, 5000], Gen.Int[-5000, 5000], (x, y) => new Vector2(x, y)).Array[1, 10];

    [Fact]
    public void A_first_row_that_moves_leads_to_the_first_point()
    {
        List<Vector2[]> polylines = Polylines.FromStroke3(Rows, FirstRow.Move);
        Assert.Equal([[new(5, 5), new(6, 5)], [new(8, 7)], [new(8, 8), new(9, 9)]], polylines);
    }

    [Fact]
    public void A_first_row_of_ink_starts_at_the_origin()
    {
        List<Vector2[]> polylines = Polylines.FromStroke3(Rows, FirstRow.Ink);
        Assert.Equal([new(0, 0), new(5, 5), new(6, 5)], polylines[0]);
        Assert.Equal(3, polylines.Count);
    }

    [Fact]
    public void Integers_survive_the_round_trip_exactly() =>
        GenPolyline.Array[0, 8].ForAll(polylines =>
            Assert.Equal(polylines, Polylines.FromStroke3(Polylines.ToStroke3(polylines, FirstRow.Move), FirstRow.Move)));

    [Fact]
    public void Ink_survives_the_round_trip_up_to_the_place_of_the_origin() =>
        GenPolyline.Array[1, 8].Where(polylines => polylines[0].Length > 1).ForAll(polylines =>
        {
            Vector2 origin = polylines[0][0];
            Vector2[][] expected = [.. polylines.Select(line => line.Select(p => p - origin).ToArray())];
            Assert.Equal(expected, Polylines.FromStroke3(Polylines.ToStroke3(polylines, FirstRow.Ink), FirstRow.Ink));
        });

    [Fact]
    public void A_first_dot_of_ink_becomes_a_line_of_length_zero() =>
        Assert.Equal([new(0, 0, true), new(2, 1, true)], Polylines.ToStroke3([[new(3, 3)], [new(5, 4)]], FirstRow.Ink));

    [Fact]
    public void Rounding_does_not_add_up()
    {
        Vector2[] line = [.. Enumerable.Range(0, 100_000).Select(i => new Vector2(i * 0.1f, 1000 - (i * 0.01f)))];
        Vector2[] back = Polylines.FromStroke3(Polylines.ToStroke3([line], FirstRow.Move), FirstRow.Move)[0];
        for (int i = 0; i < line.Length; i++)
            Assert.True(Math.Abs(line[i].X - back[i].X) < 1e-3 && Math.Abs(line[i].Y - back[i].Y) < 1e-3, $"point {i}");
    }

    [Fact]
    public void Empty_polylines_are_left_out()
    {
        Assert.Empty(Polylines.ToStroke3([[], []], FirstRow.Ink));
        Assert.Single(Polylines.ToStroke3([[], [new(1, 1)], []], FirstRow.Move));
        Assert.Empty(Polylines.FromStroke3([], FirstRow.Ink));
    }

    [Theory]
    [InlineData(FirstRow.Move)]
    [InlineData(FirstRow.Ink)]
    public void A_sketch_is_cut_after_its_rows_and_a_cut_line_goes_on_from_where_it_ended(FirstRow firstRow)
    {
        StrokePoint[] rows = [new(1, 1, false), new(2, 0, false), new(0, 3, true), new(5, 5, true), new(1, 0, false), new(1, 0, false)];
        List<Vector2[]> whole = Polylines.FromStroke3(rows, firstRow);
        for (int cut = 0; cut <= rows.Length + 1; cut++)
        {
            (List<Vector2[]> before, List<Vector2[]> after) = Polylines.CutAfter(whole, cut, firstRow);
            Assert.Equal(Polylines.FromStroke3(rows.AsSpan(0, Math.Min(cut, rows.Length)), firstRow), before);
            bool isWithin = cut > 0 && cut < rows.Length && !rows[cut - 1].PenUp;
            Assert.Equal(whole.Sum(line => line.Length) + (isWithin ? 1 : 0), before.Concat(after).Sum(line => line.Length));
            Assert.Equal(whole.Count + (isWithin ? 1 : 0), before.Count + after.Count);
            if (isWithin)
                Assert.Equal(before[^1][^1], after[0][0]);
        }
    }
}
