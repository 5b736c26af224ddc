using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Strokes.Simplification;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What an import reads and keeps.</summary>
internal sealed record ImportOptions
{
    /// <summary>The defaults.</summary>
    public static ImportOptions Default { get; } = new();

    /// <summary>The category of all sketches; default null: the one in the drawing, else its file or folder.</summary>
    public string? Category { get; init; }

    /// <summary>Where categories come from, unless there is one for all; default: the drawing, else its file or folder.</summary>
    public CategoryOrigin CategoryFrom { get; init; } = CategoryOrigin.Auto;

    /// <summary>The name of the format of all files; default null: each is recognized by itself.</summary>
    public string? Format { get; init; }

    /// <summary>Which drawings are simplified; default: raw ones.</summary>
    public SimplifyMode Simplify { get; init; } = SimplifyMode.Auto;

    /// <summary>How they are simplified; default as Google does.</summary>
    public GoogleSimplificationOptions Simplification { get; init; } = new();

    /// <summary>The fewest rows of a sketch that is kept, at least 1; default 1.</summary>
    public int MinPoints { get; init; } = 1;

    /// <summary>The most rows of a sketch that is kept, counted after simplification; default 0, any number.</summary>
    public int MaxPoints { get; init; }

    /// <summary>The most pen strokes of a sketch that is kept; default 0, any number.</summary>
    public int MaxStrokes { get; init; }

    /// <summary>
    /// The most sketches of a category, and of each of its splits where files have splits: the first ones; default 0, any number.
    /// </summary>
    public int Limit { get; init; }

    /// <summary>Whether drawings that the game did not recognize are left out; default false.</summary>
    public bool RecognizedOnly { get; init; }

    /// <summary>What is done with sketches that are equal to another one of their category.</summary>
    public DuplicateMode Duplicates { get; init; } = DuplicateMode.Auto;

    /// <summary>
    /// The number of validation sketches per category: by default the usual number of those without a split; if requested, also from those
    /// that files have in train, where none of the category's files has a split for it.
    /// </summary>
    public SplitSize Valid { get; init; } = SplitSize.Usual;

    /// <summary>The number of test sketches per category, in the same way.</summary>
    public SplitSize Test { get; init; } = SplitSize.Usual;

    /// <summary>The seed of the split; at least 0, default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What the first row of stroke-3 rows means; pen strokes in absolute positions always begin with a move.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>The license of the data; default null: that of Quick, Draw! if all files are from it, otherwise none.</summary>
    public string? License { get; init; }

    /// <summary>Whether a file or drawing that cannot be read is an error, wherever it was found; default false.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The limits for each file.</summary>
    public DrawingLimits Limits { get; init; } = DrawingLimits.Default;

    /// <summary>The number of files read at once; 0 for one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">A value is out of range; names it.</exception>
    public ImportOptions Validate()
    {
        Check(Category is null || CategoryNames.Clean(Category) == Category, "category",
            $"a name of at most {CategoryNames.Longest} characters that a file can have, for example cat", Category ?? "");
        Check(Category is null || CategoryFrom == CategoryOrigin.Auto, "category-from", "auto beside a category for all",
            CategoryFrom.ToString().ToLowerInvariant());
        Check(MinPoints >= 1, "min-points", "at least 1, for example 2", $"{MinPoints}");
        Check(MaxPoints == 0 || MaxPoints >= MinPoints, "max-points",
            $"0, or at least min-points ({MinPoints}), for example 250", $"{MaxPoints}");
        Check(MaxStrokes >= 0, "max-strokes", "0 or more, for example 50", $"{MaxStrokes}");
        Check(Limit >= 0, "limit", "0 or more, for example 10000", $"{Limit}");
        Check(Seed >= 0, "seed", "0 or more, for example 1", $"{Seed}");
        Check((Valid.Share ?? 0) + (Test.Share ?? 0) < 1, "valid and test",
            "shares below 100% together, for example 10% each", $"{Valid} and {Test}");
        Check(Threads is >= 0 and <= 256, "threads", "0 to 256", $"{Threads}");
        Simplification.Validate();
        return this;
    }

    private static void Check(bool good, string name, string expected, string found)
    {
        if (!good)
            throw new InputException("import", name, expected, found);
    }
}

/// <summary>What is done with sketches that are equal, row by row, to another one of their category.</summary>
internal enum DuplicateMode
{
    /// <summary>
    /// One is kept, but sketches that files put into splits stay as they are, so that published splits remain comparable; duplicates in
    /// such a file are counted and reported.
    /// </summary>
    Auto,

    /// <summary>
    /// One is kept: the first one in test, else in valid, else in train, so that a model is never judged by a sketch that it was trained
    /// on.
    /// </summary>
    Drop,

    /// <summary>All are kept.</summary>
    Keep,
}

/// <summary>Where the category of a drawing comes from.</summary>
internal enum CategoryOrigin
{
    /// <summary>What the drawing says it shows, else its file or, for documents with one drawing each, its folder.</summary>
    Auto,

    /// <summary>The name of its file.</summary>
    File,

    /// <summary>The name of its folder.</summary>
    Folder,

    /// <summary>What it says or means, such as the formula that an InkML document records; drawings without that are left out.</summary>
    Truth,
}

/// <summary>Which drawings an import simplifies.</summary>
internal enum SimplifyMode
{
    /// <summary>Those with points as recorded by a pen or a drawing program; drawings published as simplified stay as they are.</summary>
    Auto,

    /// <summary>All, including stroke-3 rows.</summary>
    Google,

    /// <summary>None.</summary>
    None,
}
