using System.IO.Compression;
using System.IO.Hashing;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>
/// The decompressed bytes of one member, read once from front to back. Yields exactly the declared number of bytes and checks at the end
/// that there are no more and that the checksum holds; every fault is an <see cref="InputException"/> with the offset in the member.
/// </summary>
internal sealed class ZipMemberStream : Stream
{
    private const int AheadStep = 1 << 18;

    private readonly ZipMember _member;
    private readonly Stream _source;
    private readonly Crc32 _crc = new();
    private long _position;

    public ZipMemberStream(InputFile file, ZipMember member, NpzLimits limits)
    {
        _member = member;
        Place = new InputPlace(file.Path, InputPlace.Quote(member.Name).Trim('\''));
        CheckLimits(limits);
        long offset = ZipDirectory.DataOffset(file, member);
        Stream stored = new FileRangeStream(file, offset, member.StoredLength);
        _source = member.Deflated ? new DeflateStream(stored, CompressionMode.Decompress) : stored;
    }

    public InputPlace Place { get; }

    public override long Length => _member.Length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    // The likely size, given the stored bytes; this much may be allocated before anything has been read.
    private long MostAtOnce => Math.Min((_member.StoredLength * 16) + (1 << 20), Array.MaxLength);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
            return 0;
        int wanted = (int)Math.Min(buffer.Length, _member.Length - _position);
        if (wanted == 0)
            return 0;
        int read = ReadSource(buffer[..wanted]);
        if (read == 0)
        {
            throw Place.Error(_position, $"{_member.Length} bytes, as the zip directory declares", $"{_position}",
                "the file is truncated or damaged");
        }

        _crc.Append(buffer[..read]);
        _position += read;
        return read;
    }

    /// <summary>Reads the rest, in steps, so that memory is allocated for the actual data, not for the declared length.</summary>
    public byte[] ReadRest()
    {
        long rest = _member.Length - _position;
        if (rest > Array.MaxLength)
            throw Place.Error(_position, $"at most {Array.MaxLength} bytes", $"{rest}");
        long first = Math.Min(rest, MostAtOnce);
        byte[] buffer = GC.AllocateUninitializedArray<byte>((int)first);
        int filled = 0;
        while (filled < rest)
        {
            if (filled == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(rest, (long)buffer.Length * 2));
            filled += Read(buffer.AsSpan(filled));
        }

        return buffer;
    }

    /// <summary>
    /// Like <see cref="ReadRest"/>, but on another thread, for a reader that can start with the first bytes. If the declared length is
    /// suspiciously large, everything is read before this returns.
    /// </summary>
    public MemberBytes ReadAhead()
    {
        long rest = _member.Length - _position;
        if (rest > MostAtOnce)
        {
            byte[] all = ReadRest();
            return new MemberBytes(all.Length, (buffer, filled) =>
            {
                all.CopyTo(buffer);
                filled(all.Length);
            });
        }

        return new MemberBytes((int)rest, (buffer, filled) =>
        {
            for (int count = 0; count < buffer.Length;)
            {
                count += Read(buffer.Span.Slice(count, Math.Min(AheadStep, buffer.Length - count)));
                filled(count);
            }
        });
    }

    /// <summary>Checks the declared length and the checksum. Call after the last byte was read.</summary>
    public void Finish()
    {
        if (_position != _member.Length)
            throw Place.Error(_position, "the end of the member", $"{_member.Length - _position} more bytes", "the array is damaged");
        Span<byte> one = stackalloc byte[1];
        if (ReadSource(one) != 0)
        {
            throw Place.Error(_position, $"the end of the member after the {_member.Length} bytes that the zip directory declares",
                "more data", "the file is damaged or malicious");
        }

        uint crc = _crc.GetCurrentHashAsUInt32();
        if (crc != _member.Crc)
            throw Place.Error(_position, $"the checksum {_member.Crc:x8}", $"{crc:x8}", "the file is damaged: fetch it again");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _source.Dispose();
        base.Dispose(disposing);
    }

    private int ReadSource(Span<byte> buffer)
    {
        try
        {
            return _source.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Place.Error(_position, "deflated data", e.Message, "the file is truncated or damaged", e);
        }
    }

    private void CheckLimits(NpzLimits limits)
    {
        long most = Math.Min(limits.MaxMemberBytes, Array.MaxLength);
        if (_member.Length > most)
            throw Place.Error(0, $"at most {most} bytes", $"{_member.Length} declared", "raise the limit if the file is trusted");
        double ratio = _member.Length / Math.Max(1.0, _member.StoredLength);
        if (_member.Length > limits.RatioFreeBytes && ratio > limits.MaxRatio)
        {
            throw Place.Error(0, $"at most {limits.MaxRatio:0} bytes for each stored byte",
                $"{_member.Length} bytes declared from {_member.StoredLength}", "raise the limit if the file is trusted");
        }
    }
}

/// <summary>A range of a file as a forward-only stream.</summary>
internal sealed class FileRangeStream(InputFile file, long offset, long length) : Stream
{
    private long _position;

    public override long Length => length;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - _position);
        int read = file.Read(buffer[..wanted], offset + _position);
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
