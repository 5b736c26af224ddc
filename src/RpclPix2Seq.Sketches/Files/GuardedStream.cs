namespace RpclPix2Seq.Sketches.Files;

/// <summary>Forward-only reading of an untrusted file: errors name the file, and decompression bombs are stopped.</summary>
internal sealed class GuardedStream(Stream content, string path, long allowed) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = content.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InputException(
                path, $"byte {_position} of its content", "whole gzip data", e.Message, "the file is truncated or damaged: fetch it again",
                e);
        }
        catch (IOException e)
        {
            throw new InputException(path, $"byte {_position}", "readable data", e.Message, inner: e);
        }

        _position += read;
        if (_position > allowed)
            throw new InputException(
                path, "", $"at most {allowed} bytes of content", "more",
                "it decompresses like a zip bomb; decompress it yourself if you trust it");
        return read;
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
            content.Dispose();
        base.Dispose(disposing);
    }
}
