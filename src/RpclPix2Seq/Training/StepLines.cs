namespace RpclPix2Seq.Training;

/// <summary>
/// A file of one JSON object per line; lines are only appended. Where a resumed run goes on is a length, not a step: in reference mode
/// training goes back to earlier steps.
/// </summary>
internal sealed class StepLines : IDisposable
{
    private readonly FileStream _stream;
    private readonly StreamWriter _writer;

    /// <param name="file">The file.</param>
    /// <param name="length">Bytes of the file that belong to the run so far: what a crash left after them is cut off.</param>
    public StepLines(string file, long length)
    {
        _stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (_stream.Length > length)
            _stream.SetLength(length);
        _stream.Seek(0, SeekOrigin.End);
        _writer = new StreamWriter(_stream) { AutoFlush = true };
    }

    /// <summary>Appends a line.</summary>
    public void Write(string json) => _writer.WriteLine(json);

    /// <summary>Flushes the file to disk; returns its length in bytes.</summary>
    public long Flush()
    {
        _writer.Flush();
        _stream.Flush(flushToDisk: true);
        return _stream.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
