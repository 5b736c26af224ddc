using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>
/// The sketches of a sketch-rnn <c>CATEGORY.npz</c>, or of any file that <see cref="SketchNpz"/> reads: rows in three splits, unchanged.
/// </summary>
internal sealed class NpzDrawings : IDrawingFormat
{
    private const int MostNamed = 8;

    /// <summary>The name on the command line.</summary>
    public const string FormatName = "npz";

    /// <inheritdoc/>
    public string Name => FormatName;

    /// <inheritdoc/>
    public string Description => "sketch-rnn .npz: stroke-3 or stroke-5 rows in train, valid and test";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head)
    {
        // CATEGORY_png.npz has pictures, without strokes.
        return fileName.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)
            && !fileName.EndsWith("_png.npz", StringComparison.OrdinalIgnoreCase)
            && (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8));
    }

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        if (file.IsCompressed)
        {
            throw new InputException(
                file.Path, "", "a .npz file as it is", "one packed with gzip", "unpack it with gunzip: it is compressed inside");
        }

        return ReadSplits(file, skip);
    }

    private static IEnumerable<Drawing> ReadSplits(DrawingFile file, Action<SkippedDrawing> skip)
    {
        using NpzReader reader = new(file.Path);
        int[] counts = new int[SplitNames.All.Length];
        string[] unread = [.. SketchNpz.UnreadIn(reader).Take(MostNamed).Select(name => $"the member {InputPlace.Quote(name)}")];
        for (int split = 0; split < counts.Length; split++)
        {
            string name = SplitNames.All[split].Name;
            SketchFaults faults = new();
            Sketch?[]? sketches = SketchNpz.ReadSplit(reader, name, faults);
            counts[split] = sketches?.Length ?? -1;
            for (int i = 0; i < sketches?.Length; i++)
            {
                Sketch? sketch = sketches[i];
                sketches[i] = null; // A sketch that was returned need not be kept here as well.
                string where = $"sketch {i} of {name}";
                if (sketch is null)
                    skip(new SkippedDrawing(where, $"not {faults.Of(i).Expected}", faults.Of(i).Found));
                else if (sketch.Length <= file.Limits.Points)
                {
                    yield return new Drawing { Where = where, Rows = sketch, Split = (DatasetSplit)split, Unread = unread };

                    // Named once a file.
                    unread = [];
                }
                else
                    skip(new SkippedDrawing(where, "too many points", $"{sketch.Length}"));
            }
        }

        SplitNames.Check(reader, counts, SplitRequirement.None, "sketches");
    }
}
