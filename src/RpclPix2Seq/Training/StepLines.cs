using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Training;

/// <summary>A file of one JSON object per line, each with the step it belongs to; lines are only appended.</summary>
internal sealed class StepLines : IDisposable
{
    private readonly FileStream _stream;
    private readonly StreamWriter _writer;

    /// <param name="file">The file.</param>
    /// <param name="step">The run's current step: lines of later steps, left by a crash, are dropped.</param>
    /// <param name="length">Length of the file in bytes at that step, if known: everything after it is dropped instead.</param>
    public StepLines(string file, long step, long? length = null)
    {
        if (length is null || !Cut(file, length.Value))
            DropLater(file, step);
        _stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
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

    /// <summary>Whether a line of the file ends at that length; if so, everything after it is cut off.</summary>
    private static bool Cut(string file, long length)
    {
        if (!File.Exists(file))
            return false;
        using FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite);
        if (stream.Length < length)
            return false;
        stream.Seek(Math.Max(length - 1, 0), SeekOrigin.Begin);
        if (length > 0 && stream.ReadByte() != '\n')
            return false;
        stream.SetLength(length);
        return true;
    }

    private static void DropLater(string file, long step)
    {
        if (!File.Exists(file))
            return;
        string[] lines = File.ReadAllLines(file);
        string[] kept = [.. lines.Where(line => StepOf(line) <= step)];
        if (kept.Length < lines.Length)
            AtomicFile.WriteAllText(file, string.Concat(kept.Select(line => line + "\n")));
    }

    /// <summary>The step of a line; a line that was cut off by a crash counts as later than all others.</summary>
    private static long StepOf(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("step", out JsonElement step)
                && step.TryGetInt64(out long value)
                ? value
                : long.MaxValue;
        }
        catch (JsonException)
        {
            return long.MaxValue;
        }
    }
}
