using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class RowCodecTests
{
    [Fact]
    public void Records_come_back_as_they_were() => Gen.OneOf(TestSketches.GenInteger, TestSketches.GenEighths, TestSketches.GenReal).Array[1, 5].ForAll(sketches =>
    {
        byte[] buffer = [];
        int end = 0;
        foreach (Sketch sketch in sketches)
            end += RowCodec.Encode(sketch.Points, ref buffer, end);
        StrokePoint[] rows = [];
        int at = 0;
        foreach (Sketch sketch in sketches)
        {
            ReadOnlySpan<byte> record = buffer.AsSpan(at, RowCodec.SizeOf(buffer.AsSpan(at)));
            Assert.Equal(sketch.Length, RowCodec.RowsOf(record));
            Assert.Equal(sketch.Length, RowCodec.Decode(record, ref rows));
            Assert.Equal(sketch.Points.ToArray(), rows[..sketch.Length]);
            at += record.Length;
        }

        Assert.Equal(end, at);
    });

    [Fact]
    public void Whole_numbers_take_four_bytes_a_row_and_a_bit()
    {
        byte[] buffer = [];
        Assert.Equal(4 + (16 * 4) + 2, RowCodec.Encode(new StrokePoint[16], ref buffer, 0));
        Assert.Equal(4 + (9 * 8) + 2, RowCodec.Encode([new StrokePoint(0.5f, 0, false), .. new StrokePoint[8]], ref buffer, 0));
        Assert.Equal(4 + 8 + 1, RowCodec.Encode([new StrokePoint(32768, 0, false)], ref buffer, 0));
    }

    [Fact]
    public void Equal_rows_give_equal_bytes()
    {
        // The buffer has been used before, and 0 is written in both of its forms.
        byte[] fresh = [], used = [.. Enumerable.Repeat((byte)0xFF, 100)];
        int length = RowCodec.Encode([new StrokePoint(0, 1.5f, true), new StrokePoint(0, 2, true)], ref fresh, 0);
        Assert.Equal(length, RowCodec.Encode([new StrokePoint(-0f, 1.5f, true), new StrokePoint(0, 2, true)], ref used, 0));
        Assert.Equal(fresh[..length], used[..length]);
    }
}
