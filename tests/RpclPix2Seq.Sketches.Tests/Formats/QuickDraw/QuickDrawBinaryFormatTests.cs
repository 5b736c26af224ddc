using System.Buffers.Binary;
using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

public sealed class QuickDrawBinaryFormatTests
{
    private static readonly Gen<Vector2[][]> GenBytes =
        Gen.Select(Gen.Byte, Gen.Byte, (x, y) => new Vector2(x, y)).Array[1, 300].Array[1, 8];

    [Fact]
    public void Drawings_are_read_with_their_keys_and_without_a_word()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) =
            QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), QuickDrawFixtures.PathOf("drawings.bin"));

        Assert.Empty(skipped);
        Assert.Equal(QuickDrawFixtures.Keys, drawings.Select(d => d.Key));
        Assert.Equal(["drawing 1", "drawing 2", "drawing 3"], drawings.Select(d => d.Where));
        Assert.All(drawings, d => Assert.True(d is { IsRaw: false, Category: null }));
        for (int i = 0; i < drawings.Count; i++)
            QuickDrawFixtures.AssertSame(QuickDrawFixtures.Drawings[i], drawings[i].Strokes);
    }

    [Fact]
    public void Drawings_that_were_not_recognized_can_be_left_out()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) =
            QuickDrawFixtures.Read(new QuickDrawBinaryFormat(recognizedOnly: true), QuickDrawFixtures.PathOf("drawings.bin"));

        Assert.Equal(2, drawings.Count);
        Assert.Equal([new SkippedDrawing("drawing 3", "not recognized in the game")], skipped);
    }

    [Fact]
    public void Any_drawings_are_read_as_they_were_written() => GenBytes.Array[1, 4].ForAll(written =>
    {
        List<Drawing> drawings = QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), [.. written.SelectMany(Record)]).Drawings;
        Assert.Equal(written.Length, drawings.Count);
        for (int i = 0; i < written.Length; i++)
            QuickDrawFixtures.AssertSame(written[i], drawings[i].Strokes);
    }, count: 300);

    [Fact]
    public void A_file_cut_anywhere_gives_what_is_whole_and_says_that_it_is_cut()
    {
        byte[] whole = File.ReadAllBytes(QuickDrawFixtures.PathOf("drawings.bin"));
        int[] ends = [0, .. QuickDrawFixtures.Drawings.Select(d => Record(d).Length)];
        for (int i = 1; i < ends.Length; i++)
            ends[i] += ends[i - 1];
        Assert.Equal(whole.Length, ends[^1]);
        for (int length = 0; length <= whole.Length; length++)
        {
            (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), whole[..length]);
            Assert.Equal(ends.Count(end => end <= length) - 1, drawings.Count);
            Assert.Equal(ends.Contains(length) ? [] : ["cut off at the end of the file"], skipped.Select(s => s.Reason));
        }
    }

    [Fact]
    public void Empty_strokes_are_dropped_and_drawings_of_nothing_else_skipped()
    {
        byte[] bytes = [.. Record([[], [new(1, 2)], []]), .. Record([[], []]), .. Record([]), .. Record([[new(3, 4)]])];
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), bytes);

        Assert.Equal(["drawing 1", "drawing 4"], drawings.Select(d => d.Where));
        QuickDrawFixtures.AssertSame([[new(1, 2)]], drawings[0].Strokes);
        Assert.Equal([new("drawing 2", "no strokes"), new("drawing 3", "no strokes")], skipped);
    }

    [Fact]
    public void A_drawing_with_too_many_points_is_passed_over()
    {
        Vector2[] stroke = new Vector2[65_535];
        byte[] bytes = [.. Record([.. Enumerable.Repeat(stroke, 20)]), .. Record([[new(3, 4)]])];
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), bytes);

        Assert.Equal([new SkippedDrawing("drawing 1", "too many points")], skipped);
        Assert.Equal("drawing 2", Assert.Single(drawings).Where);
    }

    [Fact]
    public void Bytes_that_are_not_a_record_end_the_reading_and_name_the_place()
    {
        byte[] first = Record([[new(1, 2)]]), second = Record([[new(1, 2)]]);
        second[10] = 7;
        string message = Assert.Throws<InputException>(
            () => QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), [.. first, .. second])).Message;
        Assert.Contains(
            $"byte {first.Length + 10} of its content: expected 0 or 1, whether a drawing was recognized, found 7", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Flipped_bytes_are_refused_or_read()
    {
        byte[] whole = File.ReadAllBytes(QuickDrawFixtures.PathOf("drawings.bin"));
        int read = 0, refused = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                byte[] flipped = [.. whole];
                flipped[at] ^= (byte)(1 << bit);
                try
                {
                    QuickDrawFixtures.Read(new QuickDrawBinaryFormat(), flipped);
                    read++;
                }
                catch (InputException)
                {
                    refused++;
                }
            }
        }

        Assert.True(read > 0 && refused > 0);
    }

    [Fact]
    public void Files_are_recognized_by_name_and_first_record()
    {
        QuickDrawBinaryFormat format = new();
        byte[] head = File.ReadAllBytes(QuickDrawFixtures.PathOf("drawings.bin"));
        Assert.True(format.Recognizes("full_binary_cat.bin", head));
        Assert.True(format.Recognizes("CAT.BIN", head));
        Assert.False(format.Recognizes("cat.npz", head));
        Assert.False(format.Recognizes("cat.bin", head.AsSpan(0, 20)));
        Assert.False(format.Recognizes("cat.bin", new byte[100]));
        Assert.False(format.Recognizes("cat.bin", []));
        Assert.False(format.Recognizes("cat.bin", [.. Enumerable.Repeat((byte)0xFF, 100)]));
    }

    private static byte[] Record(Vector2[][] strokes)
    {
        List<byte> bytes = [.. new byte[8], (byte)'N', (byte)'L', 1, 0, 0, 0, 0, .. UInt16(strokes.Length)];
        foreach (Vector2[] stroke in strokes)
            bytes.AddRange([.. UInt16(stroke.Length), .. stroke.Select(p => (byte)p.X), .. stroke.Select(p => (byte)p.Y)]);
        return [.. bytes];

        static byte[] UInt16(int value)
        {
            byte[] bytes = new byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
            return bytes;
        }
    }
}
