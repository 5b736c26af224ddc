namespace RpclPix2Seq.Configuration;

/// <summary>Finds the names that a mistyped name may have meant.</summary>
internal static class NearestNames
{
    /// <summary>
    /// The names within a third of the length of <paramref name="typed"/> (at least 1, at most 4 edits), or that begin with it, nearest
    /// first, at most three, ties in the order of <paramref name="known"/>.
    /// </summary>
    public static IReadOnlyList<string> Find(string typed, IEnumerable<string> known)
    {
        int limit = Math.Clamp(typed.Length / 3, 1, 4);
        return
        [
            .. known.Select(name => (Name: name, Distance: Rank(typed, name, limit)))
                .Where(candidate => candidate.Distance <= limit)
                .OrderBy(candidate => candidate.Distance)
                .Take(3)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>"did you mean a, b or c?", or an empty string if nothing is close.</summary>
    public static string Hint(string typed, IEnumerable<string> known)
    {
        IReadOnlyList<string> near = Find(typed, known);
        return near.Count switch
        {
            0 => "",
            1 => $"did you mean {near[0]}?",
            _ => $"did you mean {string.Join(", ", near.SkipLast(1))} or {near[^1]}?",
        };
    }

    /// <summary>
    /// The Damerau–Levenshtein distance in its restricted form: insertions, deletions, substitutions and swaps of neighbors each cost 1,
    /// and no part of the text is edited twice. The comparison ignores case.
    /// </summary>
    public static int Distance(string a, string b)
    {
        a = a.ToLowerInvariant();
        b = b.ToLowerInvariant();
        int[] beforeLast = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substitution, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[b.Length];
    }

    private static int Rank(string typed, string name, int limit)
    {
        // Each extra letter is an edit; skip the distance if there are too many: a "name" in a file may be a megabyte long.
        int distance = Math.Abs(typed.Length - name.Length) <= limit ? Distance(typed, name) : int.MaxValue;
        return Math.Min(distance, typed.Length >= 3 && name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? 1 : int.MaxValue);
    }
}
