namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// A path with wildcards, for shells that do not expand any: * and ? match any characters of a name, ** matches any folders. Names that
/// begin with a dot are matched only by patterns that begin with one.
/// </summary>
internal sealed class GlobPattern
{
    private readonly string[] _segments;

    private GlobPattern(string folder, string[] segments) => (Folder, _segments) = (folder, segments);

    /// <summary>The part before the first wildcard, or "." if there is none.</summary>
    public string Folder { get; }

    /// <summary>Whether a text has wildcards.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    public static GlobPattern Parse(string text)
    {
        string[] parts = text.Split(['/', Path.DirectorySeparatorChar]);
        int first = Array.FindIndex(parts, IsPattern);
        string folder = string.Join('/', parts[..first]);
        if (first > 0 && folder.Length == 0)
            folder = "/";
        return new GlobPattern(folder.Length == 0 ? "." : folder, [.. parts[first..].Where(part => part is not ("" or "."))]);
    }

    /// <summary>Whether a path matches, given as its names below <see cref="Folder"/>.</summary>
    public bool IsMatch(ReadOnlySpan<string> names) => IsMatch(_segments, names);

    /// <summary>Whether something in a folder with that path could match.</summary>
    public bool CouldContain(ReadOnlySpan<string> names)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (i >= _segments.Length - 1)
                return _segments.Contains("**") && !names[^1].StartsWith('.');
            if (_segments[i] == "**")
                return !names[^1].StartsWith('.') || _segments[i..].Any(segment => segment.StartsWith('.'));
            if (!IsNameMatch(_segments[i], names[i]))
                return false;
        }

        return true;
    }

    private static bool IsMatch(ReadOnlySpan<string> segments, ReadOnlySpan<string> names)
    {
        // Only the last ** ever has to be tried again: an earlier one that took more names would leave the later ones fewer to choose from.
        int segment = 0, name = 0, backSegment = -1, backName = 0;
        while (name < names.Length)
        {
            if (segment < segments.Length && segments[segment] == "**" && !names[name].StartsWith('.'))
            {
                (backSegment, backName) = (++segment, name);
            }
            else if (segment < segments.Length && segments[segment] != "**" && IsNameMatch(segments[segment], names[name]))
            {
                segment++;
                name++;
            }
            else if (backSegment >= 0 && !names[backName].StartsWith('.'))
            {
                segment = backSegment;
                name = ++backName;
            }
            else
            {
                return false;
            }
        }

        // A ** at the end matches everything below.
        return segment == segments.Length;
    }

    private static bool IsNameMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (name.StartsWith(".") && !pattern.StartsWith("."))
            return false;
        int p = 0, n = 0, star = -1, mark = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
            p++;
        return p == pattern.Length;
    }
}
