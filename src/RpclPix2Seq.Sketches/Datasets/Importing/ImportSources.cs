using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What a dataset is made from: files one by one, and where they are many, those of one kind together.</summary>
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

    /// <summary>Adds a file that was read; its source's position.</summary>
    public int Add(SourceOutcome outcome)
    {
        AreAllQuickDraw &= outcome.IsQuickDraw;
        string? licence = outcome.IsQuickDraw ? KnownLicences.QuickDrawShort : null;
        string name = Path.GetFileName(outcome.File.Path);
        if (outcome.File.IsNamed || _single < MostSingleFiles && !DrawingFormats.IsDocument(outcome.Format))
        {
            _single++;
            string shown = DatasetDescription.IsName(name) && !name.Contains('\\', StringComparison.Ordinal) ? name : Unnamed;
            string checksum = $"{outcome.Hash:x32}";
            _sources.Add(new DatasetSource { Name = shown, Format = outcome.Format, Sketches = 0, Licence = licence, Checksum = checksum });
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
        _sources.Add(new DatasetSource { Name = pattern, Format = outcome.Format, Sketches = 0, Licence = licence });
        return _sources.Count - 1;
    }
}
