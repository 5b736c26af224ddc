using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class SketchRecordTests
{
    private static readonly Gen<Sketch> Kinds = Gen.OneOf(TestSketches.GenInteger, TestSketches.GenEighths, TestSketches.GenReal);

    [Fact]
    public void Records_come_back_as_they_were() => Kinds.Array[1, 5].ForAll(sketches =>
    {
        byte[] buffer = [];
        int end = 0;
        foreach (Sketch sketch in sketches)
            end += SketchRecord.Encode(sketch.Points, ref buffer, end);
        int at = 0;
        foreach (Sketch sketch in sketches)
        {
            ReadOnlySpan<byte> record = buffer.AsSpan(at, SketchRecord.SizeOf(buffer.AsSpan(at)));
            Assert.Equal(sketch.Length, SketchRecord.RowsOf(record));
            Assert.Equal(sketch.Points.ToArray(), SketchRecord.Decode(record).Points.ToArray());
            Assert.Equal(sketch.Points.ToArray().Count(point => point.PenUp), SketchRecord.LiftsOf(record));
            at += record.Length;
        }

        Assert.Equal(end, at);
    });

    [Fact]
    public void Whole_numbers_take_four_bytes_a_row_and_a_bit()
    {
        byte[] buffer = [];
        Assert.Equal(4 + (16 * 4) + 2, SketchRecord.Encode(new StrokePoint[16], ref buffer, 0));
        Assert.Equal(4 + (9 * 8) + 2, SketchRecord.Encode([new StrokePoint(0.5f, 0, false), .. new StrokePoint[8]], ref buffer, 0));
        Assert.Equal(4 + 8 + 1, SketchRecord.Encode([new StrokePoint(32768, 0, false)], ref buffer, 0));
    }

    [Fact]
    public void What_is_not_finite_is_refused()
    {
        byte[] buffer = [];
        Assert.Throws<ArgumentException>(() => SketchRecord.Encode([new StrokePoint(float.NaN, 0, true)], ref buffer, 0));
    }

    [Fact]
    public void Equal_rows_give_equal_bytes()
    {
        // The buffer has been used before, and 0 is written in both of its forms.
        byte[] fresh = [], used = [.. Enumerable.Repeat((byte)0xFF, 100)];
        int length = SketchRecord.Encode([new StrokePoint(0, 1.5f, true), new StrokePoint(0, 2, true)], ref fresh, 0);
        Assert.Equal(length, SketchRecord.Encode([new StrokePoint(-0f, 1.5f, true), new StrokePoint(0, 2, true)], ref used, 0));
        Assert.Equal(fresh[..length], used[..length]);
    }
}
