using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Where in a split the sketches of each category are, in order; four bytes a sketch.</summary>
public sealed class CategoryIndex
{
    private readonly int[] _starts;
    private readonly int[] _indices;

    private CategoryIndex(int[] starts, int[] indices) => (_starts, _indices) = (starts, indices);

    /// <summary>The positions of a category's sketches.</summary>
    public ReadOnlySpan<int> this[int category] => Of(category).Span;

    /// <summary>Reads the labels of a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="categories">How many categories its dataset has.</param>
    /// <exception cref="InputException">A label is damaged.</exception>
    public static CategoryIndex Read(SketchContainer split, int categories)
    {
        ArgumentNullException.ThrowIfNull(split);
        int[] starts = new int[categories + 1];
        for (int i = 0; i < split.Count; i++)
            starts[split.CategoryOf(i) + 1]++;
        for (int c = 0; c < categories; c++)
            starts[c + 1] += starts[c];
        int[] next = [.. starts];
        int[] indices = new int[split.Count];
        for (int i = 0; i < split.Count; i++)
            indices[next[split.CategoryOf(i)]++] = i;
        return new CategoryIndex(starts, indices);
    }

    /// <summary>The positions of a category's sketches, to keep.</summary>
    public ReadOnlyMemory<int> Of(int category) => _indices.AsMemory(_starts[category].._starts[category + 1]);
}
