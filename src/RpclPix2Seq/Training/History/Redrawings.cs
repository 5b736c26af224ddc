using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Training.History;

/// <summary>
/// Records what a model makes of the same few sketches as it learns (<see cref="Read"/> reads the file). It draws at validations that are
/// at least a tenth further than the one before, so that the file grows with the logarithm of the steps, and does not affect training.
/// </summary>
internal sealed class Redrawings : IDisposable
{
    /// <summary>The most sketches that are redrawn.</summary>
    public const int Most = 8;
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new SketchRows() },
    };

    private readonly StepLines _lines;
    private readonly IReadOnlyList<LabeledSketch> _originals;

    /// <param name="file">The file to append lines to.</param>
    /// <param name="data">The data: its validation split is drawn, or its training split if it has none.</param>
    /// <param name="length">Bytes of the file that belong to the run so far; what is after them is dropped.</param>
    /// <param name="last">The last step that is in the file; null before the first.</param>
    public Redrawings(string file, SketchDataset data, long length = 0, long? last = null)
    {
        _lines = new StepLines(file, length);
        _originals = Choose(data.Valid.Count > 0 ? data.Valid : data.Train, data.Categories.Count);
        Last = last;
    }

    /// <summary>The last step that was recorded; null before the first.</summary>
    public long? Last { get; private set; }

    /// <summary>Flushes the file to disk; returns its length in bytes.</summary>
    public long Flush() => _lines.Flush();

    /// <summary>Records the model after <paramref name="step"/> steps, if it is time.</summary>
    public void Show(LoadedModel model, long step)
    {
        if (step * 10 < Last * 11 || step == Last)
            return;
        SketchGenerator generator = new(model, SamplingOptions.For(model) with { Seed = model.Config.Seed });
        GeneratedSketch[] drawn = generator.Reconstruct([.. _originals.Select(original => original.Sketch)]);
        if (!drawn.All(sketch => IsFinite(sketch.Sketch)))
            return; // the training of such a model is about to be ended, for a reason that says more
        RedrawnSketch[] sketches =
        [
            .. _originals.Select((original, i) =>
                new RedrawnSketch(model.Config.Categories[original.Category], original.Sketch, drawn[i].Sketch)),
        ];
        _lines.Write(JsonSerializer.Serialize(new RedrawingSnapshot(step, sketches), Json));
        Last = step;
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    /// <summary>The snapshots of a file, in order; none if there is no file.</summary>
    /// <exception cref="InputException">A line is not a snapshot.</exception>
    public static IReadOnlyList<RedrawingSnapshot> Read(string path)
    {
        List<RedrawingSnapshot> snapshots = [];
        foreach (string line in StepLines.Read(path))
            snapshots.Add(Parse(path, snapshots.Count + 1, line));
        return snapshots;
    }

    private static RedrawingSnapshot Parse(string path, int number, string line)
    {
        try
        {
            RedrawingSnapshot? snapshot = JsonSerializer.Deserialize<RedrawingSnapshot>(line, Json);
            return snapshot is { Sketches.Count: > 0 }
                && snapshot.Sketches.All(s => s is { Category: not null, Original: not null, Redrawn: not null })
                ? snapshot
                : throw new JsonException("no sketches");
        }
        catch (JsonException e)
        {
            throw new InputException(path, $"line {number}", "the redrawings of a step", e.Message, "the file is damaged", e);
        }
    }

    private static bool IsFinite(Sketch sketch)
    {
        foreach (StrokePoint point in sketch.Points)
        {
            if (!float.IsFinite(point.Dx) || !float.IsFinite(point.Dy))
                return false;
        }

        return true;
    }

    /// <summary>The first sketch of each category, then the second of each, until there are enough.</summary>
    private static IReadOnlyList<LabeledSketch> Choose(ISketchSplit split, int categories)
    {
        List<LabeledSketch>[] first = [.. Enumerable.Range(0, categories).Select(_ => new List<LabeledSketch>())];
        for (int i = 0; i < split.Count; i++)
        {
            LabeledSketch sketch = split[i];
            if (first[sketch.Category].Count < Most)
                first[sketch.Category].Add(sketch);
        }

        return [.. Enumerable.Range(0, Most).SelectMany(n => first.Where(list => n < list.Count).Select(list => list[n])).Take(Most)];
    }
}

/// <summary>What the model made of the sketches after some steps.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Sketches">The same sketches at every step.</param>
internal sealed record RedrawingSnapshot(long Step, IReadOnlyList<RedrawnSketch> Sketches);

/// <summary>A sketch and what the model made of it.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Original">The sketch, in data units.</param>
/// <param name="Redrawn">The redrawing, in data units.</param>
internal sealed record RedrawnSketch(string Category, Sketch Original, Sketch Redrawn);
