using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>The member names of the three splits, and the check that the required ones exist.</summary>
internal static class SplitNames
{
    public static readonly (string Name, SplitRequirement Flag)[] All =
        [("train", SplitRequirement.Train), ("valid", SplitRequirement.Valid), ("test", SplitRequirement.Test)];

    /// <summary>The names that a split may have in files; the first is the usual one.</summary>
    public static string[] NamesOf(string name) => name == "valid" ? ["valid", "val", "validation"] : [name];

    /// <summary>Throws unless the file has every required split, and at least one.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="counts">Items in train, valid and test; −1 for a missing one.</param>
    /// <param name="required">The splits that must not be empty.</param>
    /// <param name="what">The name of the items, in the plural.</param>
    public static void Check(NpzReader reader, ReadOnlySpan<int> counts, SplitRequirement required, string what)
    {
        bool any = false;
        for (int i = 0; i < All.Length; i++)
        {
            (string name, SplitRequirement flag) = All[i];
            any |= counts[i] >= 0;
            if (counts[i] < 1 && (required & flag) != 0)
            {
                string found = counts[i] == 0 ? "an empty one" : "none";
                throw new InputException(reader.Path, "", $"a split {name} with {what}", $"{found}; there are {reader.DescribeMembers()}",
                    "make the file with the splits train, valid and test");
            }
        }

        if (!any)
        {
            throw new InputException(reader.Path, "", $"{what} in the splits train, valid or test", reader.DescribeMembers(),
                "make the file with these splits");
        }
    }
}

/// <summary>Which splits of a file must be there and hold at least one item; the others may be missing or empty.</summary>
[Flags]
internal enum SplitRequirement
{
    /// <summary>None, if the file has at least one split.</summary>
    None = 0,

    /// <summary>The training split.</summary>
    Train = 1,

    /// <summary>The validation split.</summary>
    Valid = 2,

    /// <summary>The test split.</summary>
    Test = 4,

    /// <summary>All three.</summary>
    All = Train | Valid | Test,
}
