using System.Runtime.InteropServices;
using System.Text;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// Standard output or standard error. Writing never throws: a terminal that is gone, a full disk or a closed descriptor stops no verb. What
/// cannot be written is left out, and <see cref="Failure"/> says why.
/// </summary>
internal sealed class ConsoleWriter : StreamWriter
{
    private const int BufferSize = 1 << 14;
    private readonly Sink _sink;

    private ConsoleWriter(Sink sink)
        : base(sink, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize) => _sink = sink;

    /// <summary>
    /// Why something could not be written, the first time; null if all was, or if nobody reads on at the other end of a pipe.
    /// </summary>
    public string? Failure => _sink.Failure;

    /// <summary>Opens one of the two.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="buffered">Whether it is written when there is much of it, not at once.</param>
    public static ConsoleWriter Open(int descriptor, bool buffered)
    {
        // Not Console.Out: what is written to a pipe or file is buffered, and the console's own start-up is saved.
        Stream? stream = !Inherited.IsOpen(descriptor)
            ? null
            : descriptor == 1 ? Console.OpenStandardOutput()
            : Console.OpenStandardError();
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

/// <summary>What this process got from the one that started it, as far as .NET does not say.</summary>
internal static partial class Inherited
{
    private const int Hangup = 1, GetDescriptorFlags = 1, LongestAction = 64;
    private const nint Ignore = 1;

    /// <summary>Whether a hang-up is ignored, as below nohup. .NET would listen to it all the same.</summary>
    public static bool IgnoresHangup
    {
        get
        {
            // The handler comes first in the structure on every system, and no system has a larger one.
            Span<nint> action = stackalloc nint[LongestAction];
            return !OperatingSystem.IsWindows() && GetAction(Hangup, 0, ref action[0]) == 0 && action[0] == Ignore;
        }
    }

    /// <summary>
    /// Whether a standard descriptor was open at the start. The runtime opens files of its own, which take the places of those that were
    /// closed; they close on exec, and nothing inherited does.
    /// </summary>
    public static bool IsOpen(int descriptor) => OperatingSystem.IsWindows() || GetFlags(descriptor, GetDescriptorFlags) == 0;

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint action, ref nint old);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetFlags(int descriptor, int command);
}
