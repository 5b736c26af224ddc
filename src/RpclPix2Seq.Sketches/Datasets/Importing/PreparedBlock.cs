namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>A block of drawings turned into records, in order.</summary>
internal sealed class PreparedBlock(int capacity)
{
    private byte[] _records = [];
    private int _used;

    /// <summary>The results.</summary>
    public List<PreparedSketch> Entries { get; } = new(capacity);

    /// <summary>The bytes of a record.</summary>
    public ReadOnlySpan<byte> RecordOf(in PreparedSketch sketch) => _records.AsSpan(sketch.Start, sketch.Length);

    /// <summary>Where the next record begins.</summary>
    public int Position => _used;

    /// <summary>Adds a record of rows; its length.</summary>
    public int AddRecord(ReadOnlySpan<Strokes.StrokePoint> rows)
    {
        int size = RowCodec.Encode(rows, ref _records, _used);
        _used += size;
        return size;
    }
}
