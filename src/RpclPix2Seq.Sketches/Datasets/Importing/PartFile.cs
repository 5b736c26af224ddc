using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// A file of prepared sketches: a mark, the key of what they were made from, blocks of their length, hash and entries, and a length of 0.
/// It lives as long as an import, so it has no version: the key says which build wrote it. Numbers are little-endian.
/// </summary>
internal static class PartFile
{
    private const int BlockBytes = 1 << 20;
    private const int HeadBytes = 24;

    /// <summary>Whether there is a part made from that. Parts are written whole or not at all.</summary>
    public static bool IsAt(string path, UInt128 key)
    {
        if (!File.Exists(path))
            return false;
        using InputFile file = new(path);
        byte[] head = new byte[HeadBytes];
        return file.Read(head, 0) == HeadBytes && head.AsSpan().SequenceEqual(Head(key));
    }

    /// <summary>Passes on everything in a part, in order.</summary>
    /// <param name="path">The part.</param>
    /// <param name="files">The files that it was made from.</param>
    /// <param name="take">Called with each sketch, and with the end of each file.</param>
    /// <exception cref="InputException">It is damaged.</exception>
    public static void Read(string path, IReadOnlyList<SourceFile> files, ParallelReader.Taker take)
    {
        using InputFile file = new(path);
        int ended = 0;
        byte[] prefix = new byte[sizeof(int) + sizeof(ulong)], bytes = [];
        long at = HeadBytes;
        while (true)
        {
            Fill(prefix.AsSpan(0, sizeof(int)));
            int length = BinaryPrimitives.ReadInt32LittleEndian(prefix);
            if (length == 0 && ended == files.Count && at == file.Length)
                return;
            if (length <= 0 || length > file.Length - at)
                throw Damaged(path);
            Fill(prefix.AsSpan(sizeof(int)));
            if (bytes.Length < length)
                bytes = new byte[length];
            Fill(bytes.AsSpan(0, length));
            if (XxHash3.HashToUInt64(bytes.AsSpan(0, length)) != BinaryPrimitives.ReadUInt64LittleEndian(prefix.AsSpan(sizeof(int))))
                throw Damaged(path);
            using BinaryReader reader = new(new MemoryStream(bytes, 0, length), Encoding.UTF8);
            PreparedBlock block = new(0);
            while (reader.BaseStream.Position < length)
            {
                PreparedSketch sketch = ReadEntry(reader, files[ended], block);
                if (sketch.End is not null)
                    ended++;
                take(block, sketch);
            }
        }

        void Fill(Span<byte> room)
        {
            if (file.Read(room, at) != room.Length)
                throw Damaged(path);
            at += room.Length;
        }
    }

    private static InputException Damaged(string path) => new(
        path, "", "a part of an import as it was written", "other bytes",
        $"remove {Path.GetDirectoryName(path)}, and import again");

    private static byte[] Head(UInt128 key)
    {
        byte[] head = new byte[HeadBytes];
        "rpclpart"u8.CopyTo(head);
        BinaryPrimitives.WriteUInt128LittleEndian(head.AsSpan(8), key);
        return head;
    }

    private static PreparedSketch ReadEntry(BinaryReader reader, SourceFile file, PreparedBlock block)
    {
        if (reader.ReadBoolean())
        {
            SourceOutcome end = new(file, reader.ReadString(), ReadHash(reader), reader.ReadString(), reader.ReadBoolean())
            {
                Expected = reader.ReadString(),
            };
            return new PreparedSketch { File = file, End = end };
        }

        PreparedSketch sketch = new()
        {
            File = file,
            Reason = ReadText(reader),
            IsUnreadable = reader.ReadBoolean(),
            Where = ReadText(reader)!,
            Detail = ReadText(reader)!,
            Weight = reader.Read7BitEncodedInt64(),
            Category = ReadText(reader)!,
            Split = reader.ReadSByte(),
            PointsBefore = reader.Read7BitEncodedInt(),
            Unread = reader.ReadBoolean() ? [.. Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => reader.ReadString())] : null,
            Rows = reader.Read7BitEncodedInt(),
            Strokes = reader.Read7BitEncodedInt(),
            IsSimplified = reader.ReadBoolean(),
            Hash = ReadHash(reader),
            Start = block.Position,
            Length = reader.Read7BitEncodedInt(),
        };
        block.AddRecord(reader.ReadBytes(sketch.Length));
        return sketch;
    }

    private static string? ReadText(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static UInt128 ReadHash(BinaryReader reader) => new(reader.ReadUInt64(), reader.ReadUInt64());

    /// <summary>Writes a part.</summary>
    public sealed class Writer : IDisposable
    {
        private readonly Stream _stream;
        private readonly MemoryStream _block = new();
        private readonly BinaryWriter _entries;

        /// <param name="stream">The file.</param>
        /// <param name="key">What the part is made from.</param>
        public Writer(Stream stream, UInt128 key)
        {
            _stream = stream;
            _entries = new BinaryWriter(_block, Encoding.UTF8);
            stream.Write(Head(key));
        }

        /// <summary>Adds a sketch, or the end of a file.</summary>
        public void Add(PreparedBlock block, in PreparedSketch sketch)
        {
            _entries.Write(sketch.End is not null);
            if (sketch.End is { } end)
            {
                _entries.Write(end.Format);
                WriteHash(end.Hash);
                _entries.Write(end.Failure);
                _entries.Write(end.IsQuickDraw);
                _entries.Write(end.Expected);
            }
            else
            {
                WriteSketch(sketch, block.RecordOf(sketch));
            }

            if (_block.Length >= BlockBytes)
                HandOn();
        }

        /// <summary>Ends the part.</summary>
        public void End()
        {
            HandOn();
            _stream.Write([0, 0, 0, 0]);
        }

        /// <inheritdoc/>
        public void Dispose() => _entries.Dispose();

        private void WriteSketch(in PreparedSketch sketch, ReadOnlySpan<byte> record)
        {
            WriteText(sketch.Reason);
            _entries.Write(sketch.IsUnreadable);
            WriteText(sketch.Where);
            WriteText(sketch.Detail);
            _entries.Write7BitEncodedInt64(sketch.Weight);
            WriteText(sketch.Category);
            _entries.Write(sketch.Split);
            _entries.Write7BitEncodedInt(sketch.PointsBefore);
            _entries.Write(sketch.Unread is not null);
            if (sketch.Unread is { } unread)
            {
                _entries.Write7BitEncodedInt(unread.Count);
                foreach (string one in unread)
                    _entries.Write(one);
            }

            _entries.Write7BitEncodedInt(sketch.Rows);
            _entries.Write7BitEncodedInt(sketch.Strokes);
            _entries.Write(sketch.IsSimplified);
            WriteHash(sketch.Hash);
            _entries.Write7BitEncodedInt(record.Length);
            _entries.Write(record);
        }

        private void WriteText(string? text)
        {
            _entries.Write(text is not null);
            if (text is not null)
                _entries.Write(text);
        }

        private void WriteHash(UInt128 hash)
        {
            _entries.Write((ulong)(hash >> 64));
            _entries.Write((ulong)hash);
        }

        private void HandOn()
        {
            if (_block.Length == 0)
                return;
            ReadOnlySpan<byte> entries = _block.GetBuffer().AsSpan(0, (int)_block.Length);
            Span<byte> prefix = stackalloc byte[sizeof(int) + sizeof(ulong)];
            BinaryPrimitives.WriteInt32LittleEndian(prefix, entries.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(prefix[sizeof(int)..], XxHash3.HashToUInt64(entries));
            _stream.Write(prefix);
            _stream.Write(entries);
            _block.SetLength(0);
        }
    }
}
