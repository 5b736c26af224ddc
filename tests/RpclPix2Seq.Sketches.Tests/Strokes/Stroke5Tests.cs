using CsCheck;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class Stroke5Tests
{
    private static readonly StrokePoint[] Two = [new(1, 2, false), new(3, -4, true)];

    [Fact]
    public void A_batch_starts_with_a_start_row_and_ends_with_end_rows()
    {
        float[] batch = new float[2 * Stroke5.SizeOf(3)];
        Array.Fill(batch, 9);
        Stroke5.Write(Two, 3, batch.AsSpan(0, Stroke5.SizeOf(3)));
        Stroke5.Write([.. Two, new(5, 6, true)], 3, batch.AsSpan(Stroke5.SizeOf(3)));
        Assert.Equal(
            [
                0, 0, 1, 0, 0, 1, 2, 1, 0, 0, 3, -4, 0, 1, 0, 0, 0, 0, 0, 1,
                0, 0, 1, 0, 0, 1, 2, 1, 0, 0, 3, -4, 0, 1, 0, 5, 6, 0, 1, 0,
            ],
            batch);
    }

    [Fact]
    public void Rows_are_cut_at_the_first_end_row()
    {
        float[] sampled = [1, 2, 1, 0, 0, 3, -4, 0, 1, 0, 7, 7, 0, 0, 1, 8, 8, 1, 0, 0];
        Assert.Equal(Two, Stroke5.ToStroke3(sampled, hasStartRow: false));
        Assert.Equal(Two[1..], Stroke5.ToStroke3(sampled, hasStartRow: true));
        Assert.Empty(Stroke5.ToStroke3([0, 0, 0, 0, 1], hasStartRow: false));
        Assert.Empty(Stroke5.ToStroke3([], hasStartRow: true));
    }

    [Fact]
    public void Any_sketch_survives_the_round_trip_at_any_length_that_fits() =>
        Gen.Select(TestSketches.GenReal, Gen.Int[0, 5]).ForAll((sketch, spare) =>
        {
            float[] rows = new float[Stroke5.SizeOf(sketch.Length + spare)];
            Stroke5.Write(sketch.Points, sketch.Length + spare, rows);
            Assert.Equal(sketch.Points.ToArray(), Stroke5.ToStroke3(rows, hasStartRow: true));
        });

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Stroke5.Write(Two, 1, new float[100]));
        Assert.Throws<ArgumentException>(() => Stroke5.Write(Two, 2, new float[14]));
        Assert.Throws<ArgumentException>(() => Stroke5.ToStroke3(new float[7], false));
        Assert.Equal(2, Stroke5.LongestOf([new Sketch([]), new Sketch(Two)]));
        Assert.Equal(0, Stroke5.LongestOf([]));
    }
}
