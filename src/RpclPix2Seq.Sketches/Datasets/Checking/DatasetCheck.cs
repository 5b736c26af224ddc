using System.IO.Hashing;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Checking;

/// <summary>
/// Looks for what makes training on a dataset worse without an error: sketches and offsets that are far from all others, splits too small
/// to measure with, sketches that are in several splits, rare categories. Ordinary drawings give no notes.
/// </summary>
internal sealed class DatasetCheck
{
    /// <summary>An outlier is so many times as large as 99 % of the training sketches: drawings of one kind stay far below.</summary>
    public const int OutlierRatio = 10;

    /// <summary>With fewer sketches, the error of a mean loss is over a third of the spread of the sketches: 1/√10.</summary>
    public const int FewestToMeasure = 10;

    /// <summary>With fewer training sketches of all categories together, a model memorizes them.</summary>
    public const int FewestToTrain = 100;

    /// <summary>If more than this share of a split's sketches are also in training, the split measures memorization, too.</summary>
    public const double MostKnown = 0.01;

    /// <summary>A category with less than this share of the median category's training sketches is rare.</summary>
    public const double RareShare = 0.1;

    // Their contents are read in a second or two.
    private const int MostQuick = 50_000;
    private const int MostExamples = 5;

    private static readonly DatasetSplit[] Splits = Enum.GetValues<DatasetSplit>();
    private readonly SketchDataset _data;
    private readonly List<DatasetNote> _notes = [];

    private DatasetCheck(SketchDataset data) => _data = data;

    /// <summary>Checks a dataset.</summary>
    /// <param name="data">The dataset, of which all sketches are looked at.</param>
    /// <param name="isQuick">Whether the contents of large datasets are left unread; lengths and numbers are known without.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static IReadOnlyList<DatasetNote> Of(SketchDataset data, bool isQuick = false, CancellationToken cancellationToken = default)
    {
        DatasetCheck check = new(data);
        check.FindLong();
        if (!isQuick || Splits.Sum(split => (long)data.Of(split).Count) <= MostQuick)
            check.ReadAll(cancellationToken);
        check.CountSplits();
        check.CountCategories();
        return check._notes;
    }

    private static double Usual(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : values[(int)(0.99 * (values.Length - 1))];
    }

    private void FindLong()
    {
        double usual = Usual([.. Enumerable.Range(0, _data.Train.Count).Select(i => (double)_data.Train.LengthOf(i))]);
        List<CheckedSketch> found = [];
        foreach (DatasetSplit split in Splits)
        {
            for (int i = 0; i < _data.Of(split).Count; i++)
            {
                if (_data.Of(split).LengthOf(i) > OutlierRatio * usual)
                    found.Add(Sketch(split, i, _data.Of(split).LengthOf(i)));
            }
        }

        AddOutliers(NoteKind.Length, found, OutlierRatio * usual, "rows", "--max-points of data import, or max_seq_len, leaves them out");
    }

    /// <summary>The longest offset of each sketch but that to where it begins, and sketches that are equal.</summary>
    private void ReadAll(CancellationToken cancellationToken)
    {
        double[][] largest = [.. Splits.Select(split => new double[_data.Of(split).Count])];
        Dictionary<UInt128, (DatasetSplit Split, int Index)> known = [];
        foreach (DatasetSplit split in Splits)
        {
            int count = 0;
            List<(CheckedSketch, CheckedSketch)> equal = [];
            byte[] buffer = [];
            for (int i = 0; i < _data.Of(split).Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ReadOnlySpan<StrokePoint> rows = _data.Of(split)[i].Sketch.Points;
                foreach (StrokePoint row in _data.FirstRow == FirstRow.Ink ? rows : rows[1..])
                    largest[(int)split][i] = Math.Max(largest[(int)split][i], Math.Max(Math.Abs(row.Dx), Math.Abs(row.Dy)));
                int length = SketchRecord.Encode(rows, ref buffer, 0);
                UInt128 hash = XxHash128.HashToUInt128(buffer.AsSpan(0, length));
                if (!known.TryAdd(hash, (split, i)) && known[hash].Split != split)
                {
                    count++;
                    if (equal.Count < MostExamples)
                        equal.Add((Sketch(split, i), Sketch(known[hash].Split, known[hash].Index)));
                }
            }

            if (count > MostKnown * _data.Of(split).Count)
                AddEqual(split, count, equal);
        }

        AddFar(largest);
    }

    private void AddFar(double[][] largest)
    {
        double limit = OutlierRatio * Usual([.. largest[(int)DatasetSplit.Train]]);
        AddOutliers(
            NoteKind.Offset,
            [
                .. from split in Splits
                   from i in Enumerable.Range(0, largest[(int)split].Length)
                   where largest[(int)split][i] > limit && limit > 0
                   select Sketch(split, i, largest[(int)split][i]),
            ],
            limit, "units in one step", "they shrink all others, as offsets are divided by their spread");
    }

    private void AddOutliers(NoteKind kind, List<CheckedSketch> found, double limit, string unit, string remedy)
    {
        if (found.Count == 0)
            return;
        CheckedSketch[] worst = [.. found.OrderByDescending(sketch => sketch.Value).Take(MostExamples)];
        string text = $"{Plural.Sketches(found.Count)} with more than {limit:0.#} {unit}, {OutlierRatio} times the 99th percentile of the "
            + $"training sketches; for example, {worst[0].Text} has {worst[0].Value:0.#}; {remedy}";
        _notes.Add(new DatasetNote(kind, text, found.Count, worst, limit));
    }

    private void AddEqual(DatasetSplit split, int count, List<(CheckedSketch Here, CheckedSketch There)> equal)
    {
        string text = $"{count} of {Plural.Sketches(_data.Of(split).Count)} for {NameOf(split)} {(count == 1 ? "is" : "are")} identical to "
            + $"one of another split, such as {equal[0].Here.Text} and {equal[0].There.Text}; rpcl data import --drop-duplicates keeps one";
        CheckedSketch[] examples = [.. equal.SelectMany(pair => (CheckedSketch[])[pair.Here, pair.There])];
        _notes.Add(new DatasetNote(NoteKind.Equal, text, count, examples));
    }

    private static string NameOf(DatasetSplit split) => split == DatasetSplit.Valid ? "validation" : "testing";

    private void CountSplits()
    {
        int train = _data.Train.Count;
        string few = $"only {Plural.Sketches(train)} for training: a model will memorize them";
        if (train < FewestToTrain)
            _notes.Add(new DatasetNote(NoteKind.Split, few, train, []));
        foreach (DatasetSplit split in Splits.Skip(1))
        {
            int count = _data.Of(split).Count;
            if (count < FewestToMeasure)
                _notes.Add(new DatasetNote(
                    NoteKind.Split,
                    count == 0
                        ? $"no sketches for {NameOf(split)}; rpcl data import --{split.ToString().ToLowerInvariant()} 10% makes some"
                        : $"only {Plural.Sketches(count)} for {NameOf(split)}: what they measure varies by a third or more",
                    count, []));
        }
    }

    private void CountCategories()
    {
        SelectionCount[] counts = [.. _data.Counts.Where(count => count.Split == DatasetSplit.Train)];
        int median = counts.Length == 0 ? 0 : counts.Select(count => count.Kept).Order().ElementAt(counts.Length / 2);
        string[] rare = [.. counts.Where(count => count.Kept < RareShare * median).Select(count => $"{count.Category} {count.Kept}")];
        if (rare.Length > 0)
        {
            _notes.Add(new DatasetNote(
                NoteKind.Category,
                $"rare, with less than a tenth of the median category's {median} training sketches: "
                + Plural.Names(rare, MostExamples),
                rare.Length, []));
        }
    }

    private CheckedSketch Sketch(DatasetSplit split, int index, double value = 0)
    {
        LabeledSketch sketch = _data.Of(split)[index];
        return new CheckedSketch(_data.Categories[sketch.Category], split, sketch.Index, value);
    }
}

/// <summary>Something about a dataset that may make training worse.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">What was found and what to do, in one line.</param>
/// <param name="Count">How many sketches or categories.</param>
/// <param name="Examples">The worst, at most five; of equal sketches, pairs.</param>
/// <param name="Limit">What is still usual, if the note has a measure.</param>
internal sealed record DatasetNote(
    NoteKind Kind, string Text, int Count, IReadOnlyList<CheckedSketch> Examples, double? Limit = null);

/// <summary>What a note is about.</summary>
internal enum NoteKind
{
    /// <summary>Sketches with far more rows than others.</summary>
    Length,

    /// <summary>Sketches with far longer offsets than others.</summary>
    Offset,

    /// <summary>Sketches that are equal to one of another split.</summary>
    Equal,

    /// <summary>A split without sketches, or with few.</summary>
    Split,

    /// <summary>Categories with hardly any sketch.</summary>
    Category,
}

/// <summary>A sketch that a note names.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Split">Its split.</param>
/// <param name="Index">Its position in its file's split, from 0.</param>
/// <param name="Value">What was measured.</param>
internal sealed record CheckedSketch(string Category, DatasetSplit Split, int Index, double Value)
{
    /// <summary>In a few words: "cat, train 12".</summary>
    public string Text => $"{Category}, {DatasetManifest.NameOf(Split)} {Index}";
}
