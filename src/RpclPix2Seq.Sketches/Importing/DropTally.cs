namespace RpclPix2Seq.Sketches.Importing;

/// <summary>Counts what was left out by reason, and remembers the worst of each.</summary>
internal sealed class DropTally
{
    private const int Remembered = 5;

    // Reasons are few by their nature; a format that words each its own way must not fill the memory.
    private const int MostReasons = 200;
    private const string OtherReasons = "other reasons";

    private readonly Dictionary<string, (long Count, List<ImportOffender> Worst)> _reasons = new(StringComparer.Ordinal);

    /// <summary>How many were left out for any reason.</summary>
    public long Count { get; private set; }

    /// <summary>Counts one.</summary>
    public void Add(string reason, ImportOffender offender) => Add(reason, 1, [offender]);

    /// <summary>Counts several for one reason.</summary>
    public void Add(string reason, long count, IReadOnlyList<ImportOffender> worst)
    {
        Count += count;
        if (!_reasons.ContainsKey(reason) && _reasons.Count >= MostReasons)
            reason = OtherReasons;
        (long before, List<ImportOffender> remembered) =
            _reasons.TryGetValue(reason, out (long, List<ImportOffender>) known) ? known : (0, []);
        _reasons[reason] = (before + count, remembered);
        foreach (ImportOffender offender in worst)
            Remember(remembered, offender);
    }

    /// <summary>Adds all of another tally.</summary>
    public void Add(DropTally other)
    {
        foreach ((string reason, (long count, List<ImportOffender> worst)) in other._reasons)
            Add(reason, count, worst);
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
            .Select(reason => new ImportDrop(reason.Key, reason.Value.Count, reason.Value.Worst)),
    ];

    // Heaviest first; of equals the one that came first stays in front.
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
}
