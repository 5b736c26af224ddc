using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// A list that keeps its storage when it is cleared and gives access by reference, so that drawing allocates nothing once warm.
/// </summary>
internal sealed class GrowingArray<T>(int capacity)
    where T : unmanaged
{
    private T[] _items = new T[capacity];

    /// <summary>The number of items.</summary>
    public int Count { get; private set; }

    /// <summary>The items.</summary>
    public Span<T> Items => _items.AsSpan(0, Count);

    /// <summary>The item at <paramref name="index"/>, to read or to replace.</summary>
    public ref T this[int index] => ref _items[index];

    /// <summary>Removes the items and keeps the storage.</summary>
    public void Clear() => Count = 0;

    /// <summary>Appends <paramref name="item"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T item)
    {
        T[] items = _items;
        int count = Count;
        if ((uint)count >= (uint)items.Length)
            items = Grow();
        items[count] = item;
        Count = count + 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Grow()
    {
        Array.Resize(ref _items, _items.Length * 2);
        return _items;
    }
}
