namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>A Python list met in a pickle.</summary>
internal sealed class PickleList
{
    private PickleValue[] _items = [];

    public int Count { get; private set; }

    public ReadOnlySpan<PickleValue> Items => _items.AsSpan(0, Count);

    public void Append(ReadOnlySpan<PickleValue> values)
    {
        int needed = checked(Count + values.Length);
        if (needed > _items.Length)
            Array.Resize(ref _items, Math.Max(needed, (int)Math.Min(_items.Length * 2L, Array.MaxLength)));
        values.CopyTo(_items.AsSpan(Count));
        Count = needed;
    }
}
