using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>The sources of a dataset: single files or, if there are many, files of one kind together.</summary>
internal sealed class ImportSources
{
    private const int MostSingleFiles = 500;
    private const string Unnamed = "unnamed";
    private readonly List<DatasetSource> _sources = [];
    private readonly Dictionary<(string Format, string Pattern, bool IsQuickDraw), int> _kinds = [];
    private int _single;

    /// <summary>The sources so far, without their sketches.</summary>
    public IReadOnlyList<DatasetSource> All => _sources;

    /// <summary>Whether Quick, Draw! published all of them.</summary>
    public bool AreAllQuickDraw { get; private set; } = true;

    /// <summary>Adds a file that was read; returns the position of its source.</summary>
    public int Add(SourceOutcome outcome)
    {
        AreAllQuickDraw &= outcome.IsQuickDraw;
        string? license = outcome.IsQuickDraw ? KnownLicenses.QuickDrawShort : null;
        string name = Path.GetFileName(outcome.File.Path);
        if (outcome.File.IsNamed || _single < MostSingleFiles && !DrawingFormats.IsDocument(outcome.Format))
        {
            _single++;
            string shown = DatasetDescription.IsName(name) && !name.Contains('\\', StringComparison.Ordinal) ? name : Unnamed;
            string checksum = $"{outcome.Hash:x32}";
            _sources.Add(new DatasetSource { Name = shown, Format = outcome.Format, Sketches = 0, License = license, Checksum = checksum });
            return _sources.Count - 1;
        }

        string extension = Path.GetExtension(name);
        bool isPlain = DatasetDescription.IsName("*" + extension) && !extension.Contains('\\', StringComparison.Ordinal);
        string pattern = isPlain ? "*" + extension : "*";
        if (_kinds.TryGetValue((outcome.Format, pattern, outcome.IsQuickDraw), out int at))
        {
            _sources[at] = _sources[at] with { Files = _sources[at].Files + 1 };
            return at;
        }

        _kinds.Add((outcome.Format, pattern, outcome.IsQuickDraw), _sources.Count);
        _sources.Add(new DatasetSource { Name = pattern, Format = outcome.Format, Sketches = 0, License = license });
        return _sources.Count - 1;
    }
}

/// <summary>Licenses of data that can be recognized by their format.</summary>
internal static class KnownLicenses
{
    /// <summary>The license of the Quick, Draw! data, in a few words.</summary>
    public const string QuickDrawShort = "CC BY 4.0";

    /// <summary>The license of the Quick, Draw! data, for the dataset's license file.</summary>
    public const string QuickDraw =
        """
        The sketches come from the Quick, Draw! data set, made available by Google, Inc. under the
        Creative Commons Attribution 4.0 International license (CC BY 4.0).

        Data set: https://github.com/googlecreativelab/quickdraw-dataset
        License:  https://creativecommons.org/licenses/by/4.0/

        They were converted, and perhaps simplified and filtered; import-report.json says how.

        """;

    /// <summary>Whether a file is one that Quick, Draw! published: others use its formats as well, but with fewer columns.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="head">The first bytes of the file.</param>
    public static bool IsQuickDraw(string format, ReadOnlySpan<byte> head)
    {
        bool isItsFormat = format.StartsWith("quickdraw", StringComparison.Ordinal)
            || format.StartsWith("kaggle", StringComparison.Ordinal);
        bool hasItsColumns = head.IndexOf("key_id"u8) >= 0 && head.IndexOf("countrycode"u8) >= 0;
        return isItsFormat && (hasItsColumns || format.EndsWith("bin", StringComparison.Ordinal));
    }
}
