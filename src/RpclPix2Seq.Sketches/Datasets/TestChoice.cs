using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>A seeded choice of test sketches.</summary>
internal static class TestChoice
{
    /// <summary>At most <paramref name="perCategory"/> of each category, in the order of the categories and of their files.</summary>
    /// <exception cref="InputException">There is no test sketch at all.</exception>
    public static LabelledSketch[] Choose(SketchDataset data, int perCategory, long seed)
    {
        LabelledSketch[] chosen = Choose(data.Test, perCategory, seed);
        return chosen.Length > 0 ? chosen : throw new InputException("the test split", "", "at least one sketch", "none", "the data files have no test sketches");
    }

    /// <summary>As <see cref="Choose(SketchDataset, int, long)"/>, of any split; none of an empty one.</summary>
    public static LabelledSketch[] Choose(ISketchSplit split, int perCategory, long seed)
    {
        List<LabelledSketch> chosen = [];
        IEnumerable<LabelledSketch> all = Enumerable.Range(0, split.Count).Select(i => split[i]);
        foreach (IGrouping<int, LabelledSketch> category in all.GroupBy(s => s.Category).OrderBy(g => g.Key))
        {
            LabelledSketch[] sketches = [.. category];
            CounterRandom random = new(RandomPurpose.TestChoice, seed, category.Key);
            random.Shuffle<LabelledSketch>(sketches);
            chosen.AddRange(sketches.Take(perCategory).OrderBy(s => s.Index));
        }

        return [.. chosen];
    }
}
