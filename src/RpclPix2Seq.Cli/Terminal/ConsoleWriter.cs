using System.Text;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// Standard output or standard error. Writing never throws: a terminal that is gone, a full disk or a closed descriptor stops no verb. What cannot be written is left out, and
/// <see cref="Failure"/> says why.
/// </summary>
internal sealed class ConsoleWriter : StreamWriter
{
    private const int BufferSize = 1 << 14;
    private readonly Sink _sink;

    private ConsoleWriter(Sink sink)
        : base(sink, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) => _sink = sink;

    /// <summary>Why something could not be written, the first time; null if all was, or if nobody reads on at the other end of a pipe.</summary>
    public string? Failure => _sink.Failure;

    /// <summary>Opens one of the two.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="buffered">Whether it is written when there is much of it, not at once.</param>
    public static ConsoleWriter Open(int descriptor, bool buffered)
    {
        // Not Console.Out: what is written to a pipe or file is buffered, and the console's own start-up is saved.
        Stream? stream = !Inherited.IsOpen(descriptor) ? null : descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        return On(stream, buffered);
    }

    /// <summary>Writes to a stream, or nowhere.</summary>
    internal static ConsoleWriter On(Stream? stream, bool buffered) => new(new Sink(stream)) { AutoFlush = !buffered };

    private sealed class Sink(Stream? stream) : Stream
    {
        public string? Failure { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                if (stream is null)
                    Failure ??= "it is closed";
                else
                    stream.Write(buffer);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Failure ??= (e.InnerException ?? e).Message;
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        // Every write goes to the system at once.
        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
