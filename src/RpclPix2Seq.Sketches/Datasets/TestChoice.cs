using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>A seeded choice of test sketches.</summary>
internal static class TestChoice
{
    /// <summary>At most <paramref name="perCategory"/> of each category, in the order of the categories and of their files.</summary>
    /// <exception cref="InputException">There is no test sketch at all.</exception>
    public static LabeledSketch[] Choose(SketchDataset data, int perCategory, long seed)
    {
        LabeledSketch[] chosen = Choose(data.Test, perCategory, seed);
        return chosen.Length > 0
            ? chosen
            : throw new InputException("the test split", "", "at least one sketch", "none", "the data files have no test sketches");
    }

    /// <summary>Like <see cref="Choose(SketchDataset, int, long)"/>, for any split; returns none for an empty one.</summary>
    public static LabeledSketch[] Choose(ISketchSplit split, int perCategory, long seed)
    {
        List<LabeledSketch> chosen = [];
        IEnumerable<LabeledSketch> all = Enumerable.Range(0, split.Count).Select(i => split[i]);
        foreach (IGrouping<int, LabeledSketch> category in all.GroupBy(s => s.Category).OrderBy(g => g.Key))
        {
            LabeledSketch[] sketches = [.. category];
            CounterRandom random = new(RandomPurpose.TestChoice, seed, category.Key);
            random.Shuffle<LabeledSketch>(sketches);
            chosen.AddRange(sketches.Take(perCategory).OrderBy(s => s.Index));
        }

        return [.. chosen];
    }
}
