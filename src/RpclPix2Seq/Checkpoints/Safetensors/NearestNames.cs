namespace RpclPix2Seq.Checkpoints.Safetensors;

/// <summary>Finds the names most like one that does not exist, for messages.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <summary>Up to three of <paramref name="names"/>, the most like <paramref name="wanted"/> first.</summary>
    public static IEnumerable<string> Of(string wanted, IEnumerable<string> names) =>
        names.OrderBy(name => Distance(wanted, name)).ThenBy(name => name, StringComparer.Ordinal).Take(Most);

    /// <summary>The fewest insertions, deletions and exchanges of characters that turn one text into the other (Levenshtein).</summary>
    public static int Distance(string left, string right)
    {
        int[] row = new int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
            row[j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int exchange = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchange, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
