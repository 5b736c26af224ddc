namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Puts sketches into a spool, and notes which file each is from.</summary>
internal sealed class SpoolSink(SketchSpool spool) : IPreparedSink
{
    private readonly List<int> _sourceOfFile = [];
    private readonly HashSet<SpooledCategory> _touched = [];

    /// <summary>The files that were read, in groups.</summary>
    public ImportSources Sources { get; } = new();

    /// <summary>The position in <see cref="Sources"/> of the file that a record is from.</summary>
    public int SourceOf(SpooledCategory category, int index) => _sourceOfFile[category.FileOf(index)];

    /// <inheritdoc/>
    public void Add(in PreparedSketch sketch, ReadOnlySpan<byte> record)
    {
        SpooledCategory category = spool.CategoryOf(sketch.Category);
        if (_touched.Add(category))
            category.Begin(_sourceOfFile.Count);
        spool.Add(category, record, sketch.Hash, sketch.Split);
    }

    /// <inheritdoc/>
    public void End(SourceOutcome outcome)
    {
        if (!outcome.IsRead)
        {
            foreach (SpooledCategory category in _touched)
                category.ExcludeLast();
        }

        _sourceOfFile.Add(outcome.IsRead ? Sources.Add(outcome) : -1);
        _touched.Clear();
    }
}
