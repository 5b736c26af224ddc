using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Evaluation;

/// <summary>The originals that the samples of a folder were drawn from.</summary>
internal static class SampleOriginals
{
    /// <summary>Finds the originals of samples in a split, by category and position.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="folder">Their folder, for messages.</param>
    /// <param name="split">The split that they were drawn from.</param>
    /// <param name="categories">The names of its categories.</param>
    /// <returns>One for each sample.</returns>
    /// <exception cref="InputException">The samples were not drawn from sketches of a category, or one of these is not in the
    /// split.</exception>
    public static LabeledSketch[] Find(SampleFolder samples, string folder, ISketchSplit split, IReadOnlyList<string> categories)
    {
        Dictionary<(string Category, int Index), int> places = [];
        for (int i = 0; i < split.Count; i++)
        {
            LabeledSketch sketch = split[i];
            places[(categories[sketch.Category], sketch.Index)] = i;
        }

        return [.. samples.Manifest.Samples.Select(Original)];

        LabeledSketch Original(SampleEntry entry)
        {
            if (entry.Category is not { } category || entry.Index is not { } index)
                throw new InputException(
                    folder, entry.Name, "a sample that redraws a sketch of a category", samples.Manifest.Mode,
                    "draw samples with rpcl sample --data");
            return places.TryGetValue((category, index), out int place)
                ? split[place]
                : throw new InputException(
                    folder, entry.Name, "an original in the data", $"no sketch {index} of {category} there",
                    "name the data that the samples were drawn from");
        }
    }
}
