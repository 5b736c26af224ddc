using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Training;

/// <summary>
/// A file of one JSON object per line; lines are only appended. A resumed run continues at a length, not at a step: in reference mode
/// training goes back to earlier steps.
/// </summary>
internal sealed class StepLines : IDisposable
{
    private readonly string _file;
    private readonly FileStream _stream;
    private readonly StreamWriter _writer;

    /// <param name="file">The file.</param>
    /// <param name="length">Bytes of the file that belong to the run so far: what a crash left after them is cut off.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public StepLines(string file, long length)
    {
        _file = file;
        _stream = Guarded(() => Open(file, length));
        _writer = new StreamWriter(_stream) { AutoFlush = true };
    }

    /// <summary>
    /// The complete lines of such a file: one that is being written, or that a crash has cut off, is left out. None if there is no file.
    /// </summary>
    public static string[] Read(string file)
    {
        string text = File.Exists(file) ? File.ReadAllText(file) : "";
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n')[..^1];
    }

    /// <summary>Appends a line.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public void Write(string json) => Guarded(() =>
    {
        _writer.WriteLine(json);
        return true;
    });

    /// <summary>Flushes the file to disk; returns its length in bytes.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public long Flush() => Guarded(() =>
    {
        _writer.Flush();
        _stream.Flush(flushToDisk: true);
        return _stream.Length;
    });

    /// <inheritdoc/>
    public void Dispose() => AtomicFile.Abandon(_writer);

    /// <summary>The error for a file of a run, other than a checkpoint, that cannot be written.</summary>
    public static InputException Unwritable(string file, Exception e) => new(
        file, "", "a file that can be written", e.Message, "make room, and resume: the checkpoints are untouched", e);

    private static FileStream Open(string file, long length)
    {
        FileStream stream = new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        try
        {
            if (stream.Length > length)
                stream.SetLength(length);
            stream.Seek(0, SeekOrigin.End);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(_file, e);
        }
    }
}
