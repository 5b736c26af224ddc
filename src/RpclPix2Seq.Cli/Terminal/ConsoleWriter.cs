using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

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
    /// Why something could not be written, the first time; null if everything was, or if the other end of a pipe no longer reads.
    /// </summary>
    public string? Failure => _sink.Failure;

    /// <summary>Opens one of the two.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="buffered">Whether output is buffered, not written at once.</param>
    /// <param name="isPlain">Whether to write nothing that sets up a terminal: a launcher makes one for each rank.</param>
    public static ConsoleWriter Open(int descriptor, bool buffered, bool isPlain = false)
    {
        // Not Console.Out: output to a pipe or file is buffered, and the console's own start-up cost is avoided.
        Stream? stream = !Inherited.IsOpen(descriptor)
            ? null
            : isPlain ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0)
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

/// <summary>What this process inherited from its parent, as far as .NET does not report it.</summary>
internal static partial class Inherited
{
    private const int Hangup = 1, GetDescriptorFlags = 1, LongestAction = 64;
    private const nint Ignore = 1;

    /// <summary>Whether a hang-up is ignored, as under nohup. .NET would handle it anyway.</summary>
    public static bool IgnoresHangup
    {
        get
        {
            // The handler is the first field of the structure on every system, and no system has a larger structure.
            Span<nint> action = stackalloc nint[LongestAction];
            return !OperatingSystem.IsWindows() && GetAction(Hangup, 0, ref action[0]) == 0 && action[0] == Ignore;
        }
    }

    /// <summary>
    /// Whether a standard descriptor was open at the start. The runtime opens files of its own, which take the numbers of closed
    /// descriptors; they close on exec, and inherited ones do not.
    /// </summary>
    public static bool IsOpen(int descriptor) => OperatingSystem.IsWindows() || GetFlags(descriptor, GetDescriptorFlags) == 0;

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint action, ref nint old);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetFlags(int descriptor, int command);
}
