using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

public sealed class LineReaderTests
{
    private static readonly Gen<string> GenLine = Gen.OneOf(
        Gen.String[Gen.Char['a', 'f'], 0, 12], Gen.Int[0, 200_000].Select(length => new string('x', length)));

    [Fact]
    public void Lines_come_as_they_are_however_the_stream_is_cut() =>
        Gen.Select(GenLine.Array[0, 8], Gen.Int[1, 100_000], Gen.Int[1, 150_000], Gen.Bool, Gen.Bool).ForAll(
            (lines, chunk, limit, crlf, ended) =>
        {
            string end = crlf ? "\r\n" : "\n";
            string text = string.Join(end, lines) + (ended && lines.Length > 0 ? end : "");

            // An empty last line without a line end does not count as a line.
            string[] expected = !ended && lines.Length > 0 && lines[^1].Length == 0 ? lines[..^1] : lines;
            using LineReader reader = new(new ChunkStream(Encoding.ASCII.GetBytes(text), chunk), limit);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.True(reader.Next());
                Assert.Equal(i + 1, reader.Number);
                int counted = expected[i].Length + (crlf && (ended || i < lines.Length - 1) ? 1 : 0);
                Assert.Equal(counted > limit, reader.IsTooLong);
                Assert.Equal(counted > limit ? "" : expected[i], Encoding.ASCII.GetString(reader.Line));
                Assert.Equal(i == lines.Length - 1 && !ended, reader.IsUnended);
            }

            Assert.False(reader.Next());
        }, count: 300);

    [Fact]
    public void A_line_of_a_gigabyte_is_passed_over_without_being_held()
    {
        using LineReader reader = new(new EndlessLine(1L << 30), 1 << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(reader.Next());
        Assert.True(reader.IsTooLong && reader.Line.IsEmpty);
        Assert.True(reader.Next());
        Assert.Equal("after", Encoding.ASCII.GetString(reader.Line));
        Assert.False(reader.Next());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    /// <summary>Returns at most the given number of bytes per read.</summary>
    private sealed class ChunkStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
    }

    /// <summary>The letter a the given number of times, a line end, and "after".</summary>
    private sealed class EndlessLine(long length) : MemoryStream
    {
        private readonly byte[] _tail = [.. "\nafter"u8];
        private long _at;

        public override int Read(byte[] buffer, int offset, int count)
        {
            Span<byte> target = buffer.AsSpan(offset, count);
            if (_at < length)
            {
                target = target[..(int)Math.Min(count, length - _at)];
                target.Fill((byte)'a');
            }
            else
            {
                target = target[..(int)Math.Min(count, length + _tail.Length - _at)];
                _tail.AsSpan((int)(_at - length), target.Length).CopyTo(target);
            }

            _at += target.Length;
            return target.Length;
        }
    }
}
