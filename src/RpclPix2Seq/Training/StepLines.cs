using System.Text.Json;
using RpclPix2Seq.Sketches.IO;

namespace RpclPix2Seq.Training;

/// <summary>A file of one JSON object a line, each with the step it belongs to; lines are only ever added.</summary>
internal sealed class StepLines : IDisposable
{
    private readonly StreamWriter _writer;

    /// <param name="file">The file.</param>
    /// <param name="step">Where the run stands: lines of later steps, which a crash has left, are dropped.</param>
    public StepLines(string file, long step)
    {
        DropLater(file, step);
        _writer = new StreamWriter(file, append: true) { AutoFlush = true };
    }

    /// <summary>Adds a line.</summary>
    public void Write(string json) => _writer.WriteLine(json);

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static void DropLater(string file, long step)
    {
        if (!File.Exists(file))
            return;
        string[] lines = File.ReadAllLines(file);
        string[] kept = [.. lines.Where(line => StepOf(line) <= step)];
        if (kept.Length < lines.Length)
            AtomicFile.WriteAllText(file, string.Concat(kept.Select(line => line + "\n")));
    }

    /// <summary>The step of a line; a line that was cut off by a crash counts as later than all.</summary>
    private static long StepOf(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("step", out JsonElement step) && step.TryGetInt64(out long value)
                ? value
                : long.MaxValue;
        }
        catch (JsonException)
        {
            return long.MaxValue;
        }
    }
}
