using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed class SvgRoundTripTests
{
    [Fact]
    public void What_the_writer_writes_is_read_back() =>
        Gen.Select(Gen.OneOf(TestSketches.GenEighths, TestSketches.GenReal), Gen.Bool, Gen.OneOf(Gen.Const(""), Gen.Const("white"))).ForAll(
            (sketch, isInk, paper) =>
        {
            FirstRow firstRow = isInk ? FirstRow.Ink : FirstRow.Move;
            SvgOptions options = new() { Size = 1000, Margin = 10, FirstRow = firstRow, Background = paper };
            List<Vector2[]> written = Polylines.FromStroke3(sketch.Points, firstRow);
            Drawing read = Assert.Single(Documents.Read(new SvgFormat(), SvgWriter.Document(sketch.Points, options)));

            // As the writer places them: centered, filling the box.
            Vector2 least = written.SelectMany(s => s).Aggregate(Vector2.Min), most = written.SelectMany(s => s).Aggregate(Vector2.Max);
            double extent = Math.Max((double)most.X - least.X, (double)most.Y - least.Y), scale = extent > 0 ? 980 / extent : 0;
            Assert.Equal(written.Count, read.Strokes.Count);
            for (int s = 0; s < written.Count; s++)
            {
                Vector2[] expected = [.. written[s].Select(p => new Vector2(Placed(p.X, least.X, most.X), Placed(p.Y, least.Y, most.Y)))];

                // Points so close that rounding joins them are one dot.
                if (read.Strokes[s].Length == 1)
                    expected = [.. expected.Where(p => Vector2.Distance(p, expected[0]) > 0.02).Prepend(expected[0])];
                Assert.Equal(expected.Length, read.Strokes[s].Length);
                for (int i = 0; i < expected.Length; i++)
                    Assert.True(
                        Vector2.Distance(expected[i], read.Strokes[s][i]) < 0.01,
                        $"stroke {s}, point {i}: {expected[i]}, {read.Strokes[s][i]}");
            }

            float Placed(float value, float from, float to) => (float)(((value - (((double)from + to) / 2)) * scale) + 500);
        }, count: 500);

    [Fact]
    public void Writing_what_was_read_changes_nothing_more() => TestSketches.GenEighths.ForAll(sketch =>
    {
        SvgOptions options = new() { Size = 256, Margin = 8 };
        string once = SvgWriter.Document(sketch.Points, options);
        IReadOnlyList<Vector2[]> first = Documents.Read(new SvgFormat(), once)[0].Strokes;
        string twice = SvgWriter.Document(Polylines.ToStroke3(first, FirstRow.Move), options);
        IReadOnlyList<Vector2[]> second = Documents.Read(new SvgFormat(), twice)[0].Strokes;
        Assert.Equal(first.Select(s => s.Length), second.Select(s => s.Length));
        Assert.All(
            first.Zip(second),
            pair => Assert.All(pair.First.Zip(pair.Second), p => Assert.True(Vector2.Distance(p.First, p.Second) < 0.015)));
    }, count: 200);
}
