namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Counts what was left out, by reason, and keeps the worst examples of each.</summary>
internal sealed class DropTally
{
    private const int Remembered = 5;

    // There are few reasons by nature; a format that words each one differently must not fill the memory.
    private const int MostReasons = 200;
    private const string OtherReasons = "other reasons";

    private readonly Dictionary<string, Reason> _reasons = new(StringComparer.Ordinal);

    /// <summary>The number left out for any reason.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one, with its category if that is known.</summary>
    public void Add(string reason, ImportOffender offender, string? category = null) => Add(reason, 1, [offender], category);

    /// <summary>Counts several for one reason, with their common category if that is known.</summary>
    public void Add(string reason, long count, IReadOnlyList<ImportOffender> worst, string? category = null) =>
        Add(reason, count, worst, category is null ? [] : [new(category, count)]);

    private void Add(string reason, long count, IReadOnlyList<ImportOffender> worst, IEnumerable<KeyValuePair<string, long>> categories)
    {
        Count += count;
        if (!_reasons.ContainsKey(reason) && _reasons.Count >= MostReasons)
            reason = OtherReasons;
        if (!_reasons.TryGetValue(reason, out Reason? known))
            _reasons.Add(reason, known = new Reason());
        known.Count += count;
        foreach (ImportOffender offender in worst)
            Remember(known.Worst, offender);
        foreach ((string category, long some) in categories)
            known.Categories[category] = known.Categories.GetValueOrDefault(category) + some;
    }

    /// <summary>Adds all of another tally.</summary>
    public void Add(DropTally other)
    {
        foreach ((string reason, Reason known) in other._reasons)
            Add(reason, known.Count, known.Worst, known.Categories);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _reasons.Clear();
        Count = 0;
    }

    /// <summary>The reasons, the most frequent first.</summary>
    public IReadOnlyList<ImportDrop> ToDrops() =>
    [
        .. _reasons.OrderByDescending(reason => reason.Value.Count).ThenBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => new ImportDrop(reason.Key, reason.Value.Count, reason.Value.Worst)
            {
                Categories = [.. reason.Value.Categories.Select(category => (category.Key, category.Value))],
            }),
    ];

    // Heaviest first; among equals, the one that came first stays in front.
    private static void Remember(List<ImportOffender> worst, ImportOffender offender)
    {
        int at = worst.Count;
        while (at > 0 && worst[at - 1].Weight < offender.Weight)
            at--;
        if (at >= Remembered)
            return;
        worst.Insert(at, offender);
        if (worst.Count > Remembered)
            worst.RemoveAt(Remembered);
    }

    private sealed class Reason
    {
        public long Count { get; set; }

        public List<ImportOffender> Worst { get; } = [];

        public SortedDictionary<string, long> Categories { get; } = new(StringComparer.Ordinal);
    }
}

/// <summary>Counts of drawings that were read, whether from one file or from all.</summary>
internal sealed class IntakeTally
{
    /// <summary>All drawings that were found.</summary>
    public long Drawings { get; private set; }

    /// <summary>Those that were simplified, and kept.</summary>
    public long Simplified { get; private set; }

    /// <summary>Drawings that were left out.</summary>
    public DropTally Drops { get; } = new();

    /// <summary>Drawings that were kept, and of which something is not read.</summary>
    public DropTally InPart { get; } = new();

    /// <summary>The points, before simplification, of the drawings that were kept.</summary>
    public LengthTally Before { get; } = new();

    /// <summary>Their rows afterward.</summary>
    public LengthTally After { get; } = new();

    /// <summary>Counts a drawing.</summary>
    public void Add(in PreparedSketch sketch)
    {
        Drawings++;
        if (sketch.Reason is { } reason)
        {
            Drops.Add(reason, new ImportOffender(sketch.File.Path, sketch.Where, sketch.Detail, sketch.Weight), sketch.Category);
            return;
        }

        Simplified += sketch.IsSimplified ? 1 : 0;
        foreach (string unread in sketch.Unread ?? [])
            InPart.Add(unread, new ImportOffender(sketch.File.Path, "", ""), sketch.Category);
        Before.Add(sketch.PointsBefore);
        After.Add(sketch.Rows);
    }

    /// <summary>Adds all of another tally.</summary>
    public void Add(IntakeTally other)
    {
        Drawings += other.Drawings;
        Simplified += other.Simplified;
        Drops.Add(other.Drops);
        InPart.Add(other.InPart);
        Before.Add(other.Before);
        After.Add(other.After);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (Drawings, Simplified) = (0, 0);
        Drops.Clear();
        InPart.Clear();
        Before.Clear();
        After.Clear();
    }
}
