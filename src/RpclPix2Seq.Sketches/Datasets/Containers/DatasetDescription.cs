using System.IO.Hashing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>The description of a dataset, except for what can be counted.</summary>
internal sealed record DatasetDescription
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxNameLength = 200;

    /// <summary>The name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The names of the categories, all different; a sketch's label is a position in them.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>What the first row of its sketches means.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>The program and version that made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>What it was made from.</summary>
    public IReadOnlyList<DatasetSource> Sources { get; init; } = [];

    /// <summary>Checks names and numbers.</summary>
    /// <param name="source">What to name in the error.</param>
    /// <exception cref="InputException">A name is empty, too long or contains invalid characters, or two categories have the same
    /// name.</exception>
    public void Validate(string source)
    {
        CheckText(source, "name", Name);
        CheckText(source, "created_by", CreatedBy);
        if (Categories.Count > SketchContainerWriter.MaxCategories)
        {
            throw new InputException(
                source, "categories", $"at most {SketchContainerWriter.MaxCategories} categories", $"{Categories.Count}",
                "give one name to what belongs together with --category");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        for (int i = 0; i < Categories.Count; i++)
        {
            CheckText(source, $"categories[{i}]", Categories[i]);
            if (!names.Add(Categories[i]))
                throw new InputException(source, $"categories[{i}]", "names that differ", $"'{Categories[i]}' twice");
        }

        for (int i = 0; i < Sources.Count; i++)
        {
            DatasetSource one = Sources[i];
            CheckText(source, $"sources[{i}].name", one.Name);
            CheckText(source, $"sources[{i}].format", one.Format);
            if (one.License is not null)
                CheckText(source, $"sources[{i}].licence", one.License);
            if (one.Name.AsSpan().ContainsAny('/', '\\'))
                throw new InputException(source, $"sources[{i}].name", "a name without folders", $"'{one.Name}'");
            if (one.Files < 1 || one.Sketches < 0)
                throw new InputException(source, $"sources[{i}]", "at least 1 file and 0 sketches", $"{one.Files} and {one.Sketches}");
        }
    }

    /// <summary>Whether a text can be a name in a manifest: not empty, short, without control characters or unpaired surrogates.</summary>
    public static bool IsName(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxNameLength)
            return false;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsSurrogatePair(text, i))
                return false;
            i++;
        }

        return true;
    }

    private static void CheckText(string source, string where, string text)
    {
        if (!IsName(text))
        {
            throw new InputException(
                source, where, $"a name of 1 to {MaxNameLength} characters without control characters", InputPlace.Quote(text));
        }
    }
}

/// <summary>Something that a dataset was made from: a file, or several files of the same kind in one folder.</summary>
internal sealed record DatasetSource
{
    /// <summary>The file's name, or a pattern such as "*.svg", without folders.</summary>
    public required string Name { get; init; }

    /// <summary>The format's name on the command line.</summary>
    public required string Format { get; init; }

    /// <summary>The number of files.</summary>
    public int Files { get; init; } = 1;

    /// <summary>The number of their sketches in the dataset.</summary>
    public required int Sketches { get; init; }

    /// <summary>The license in a few words, such as "CC BY 4.0", or null if none is known.</summary>
    public string? License { get; init; }

    /// <summary><see cref="ChecksumOf"/> the file, or null for several files.</summary>
    public string? Checksum { get; init; }

    /// <summary>XxHash128 (seed 0) of a file's bytes, as 32 hexadecimal digits.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static string ChecksumOf(string path)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            XxHash128 hash = new();
            byte[] buffer = new byte[1 << 18];
            for (int read; (read = file.Read(buffer)) > 0;)
                hash.Append(buffer.AsSpan(0, read));
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a file that can be read", e.Message, inner: e);
        }
    }
}
