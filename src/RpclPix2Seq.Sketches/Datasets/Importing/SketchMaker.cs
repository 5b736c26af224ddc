using System.IO.Hashing;
using System.Numerics;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Strokes.Simplification;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Turns drawings into rows: simplifies them, leaves out those that are too long or too short, and packs the rest. Thread-safe.
/// </summary>
internal sealed class SketchMaker
{
    private const string NoCategory = "no category";
    private const string NothingLeft = "nothing left after simplification";
    private const string NotFinite = "an offset that is not finite";
    private readonly ImportOptions _options;
    private readonly GoogleSimplification _simplification;
    private readonly string _tooFew;
    private readonly string _tooMany;
    private readonly string _tooManyStrokes;
    private readonly int _mostRows;

    public SketchMaker(ImportOptions options)
    {
        _options = options;
        _simplification = new GoogleSimplification(options.Simplification);
        _mostRows = options.MaxPoints > 0 ? Math.Min(options.MaxPoints, SketchContainerWriter.MaxRows) : SketchContainerWriter.MaxRows;
        _tooFew = $"fewer than {options.MinPoints} points";
        _tooMany = $"more than {_mostRows} points";
        _tooManyStrokes = $"more than {options.MaxStrokes} strokes";
    }

    /// <summary>Prepares all of a block.</summary>
    /// <exception cref="InputException">The options do not suit a drawing.</exception>
    public PreparedBlock Prepare(DrawingBlock block, CancellationToken cancellationToken)
    {
        PreparedBlock prepared = new(block.Entries.Count);
        foreach (DrawingBlock.Entry entry in block.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.Drawing is { } drawing)
                prepared.Entries.Add(Prepare(entry.File, entry.Category, drawing, prepared));
            else if (entry.Skipped is { } skipped)
                prepared.Entries.Add(LeftOut(entry.File, skipped));
            else
                prepared.Entries.Add(new PreparedSketch { File = entry.File, End = entry.End });
        }

        return prepared;
    }

    /// <summary>A drawing as a sketch, whatever its length: simplified if it is raw. Its rows may be none.</summary>
    public Sketch SketchOf(Drawing drawing) => IsSimplified(drawing) || drawing.Rows is null
        ? new Sketch(RowsOf(drawing, IsSimplified(drawing)))
        : drawing.Rows;

    private static PreparedSketch LeftOut(SourceFile file, SkippedDrawing skipped) => new()
    {
        File = file,
        Reason = skipped.Reason,
        IsUnreadable = skipped.Reason != SkipReasons.NotRecognized,
        Where = skipped.Where,
        Detail = skipped.Detail,
    };

    private PreparedSketch Prepare(SourceFile file, string? category, Drawing drawing, PreparedBlock block)
    {
        int before = PointsOf(drawing);
        ReadOnlySpan<StrokePoint> rows = SketchOf(drawing).Points;
        int strokes = 0;
        bool finite = true;
        foreach (StrokePoint row in rows)
        {
            strokes += row.PenUp ? 1 : 0;
            finite &= float.IsFinite(row.Dx) && float.IsFinite(row.Dy);
        }

        strokes += rows.Length > 0 && !rows[^1].PenUp ? 1 : 0;
        if (Fault(category, rows, strokes, finite) is { } fault)
        {
            return new PreparedSketch
            {
                File = file,
                Category = category!,
                Reason = fault.Reason,
                Where = drawing.Where,
                Detail = fault.Weight == 0 ? "" : $"{fault.Weight}",
                Weight = fault.Weight,
                PointsBefore = before,
            };
        }

        int start = block.Position;
        int length = block.AddRecord(rows);
        PreparedSketch kept = new()
        {
            File = file,
            Category = category!,
            Split = drawing.Split is { } split ? (sbyte)split : PendingCategory.NoSplit,
            PointsBefore = before,
            Unread = drawing.Unread,
            Where = drawing.Where,
            Rows = rows.Length,
            Strokes = strokes,
            IsSimplified = IsSimplified(drawing),
            Start = start,
            Length = length,
        };
        return kept with { Hash = XxHash128.HashToUInt128(block.RecordOf(kept)) };
    }

    private (string Reason, long Weight)? Fault(string? category, ReadOnlySpan<StrokePoint> rows, int strokes, bool finite)
    {
        if (category is null)
            return (NoCategory, 0);
        if (rows.Length == 0)
            return (NothingLeft, 0);
        if (!finite)
            return (NotFinite, 0);
        if (rows.Length < _options.MinPoints)
            return (_tooFew, 0);
        if (rows.Length > _mostRows)
            return (_tooMany, rows.Length);
        return _options.MaxStrokes > 0 && strokes > _options.MaxStrokes ? (_tooManyStrokes, strokes) : null;
    }

    private bool IsSimplified(Drawing drawing) =>
        _options.Simplify == SimplifyMode.Google || (_options.Simplify == SimplifyMode.Auto && drawing.IsRaw);

    private StrokePoint[] RowsOf(Drawing drawing, bool simplify)
    {
        IReadOnlyList<Vector2[]> strokes = drawing.Rows is null
            ? drawing.Strokes
            : Polylines.FromStroke3(drawing.Rows.Points, _options.FirstRow);
        if (simplify)
            strokes = _simplification.Apply(strokes, drawing.IsQuickDraw);
        return Polylines.ToStroke3(strokes, _options.FirstRow);
    }

    private static int PointsOf(Drawing drawing)
    {
        int points = drawing.Rows?.Length ?? 0;
        for (int i = 0; i < drawing.Strokes.Count; i++)
            points += drawing.Strokes[i].Length;
        return points;
    }
}
