using RpclPix2Seq.Sketches.Files;
using SkiaSharp;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// Characters that the sheets' own letters lack, from the fonts that the machine has: the outlines of a word come from the first font that
/// has all of its characters, upright sans serif ones first, joined and stacked as their script does.
/// </summary>
/// <remarks>
/// Fonts are looked for in the folders where systems and users keep them, because the build of SkiaSharp for Linux that needs no other
/// packages does not ask the system. Safe for use by several threads.
/// </remarks>
internal sealed class FontFolder(params IReadOnlyList<string> folders)
{
    private const int DeepestFolder = 8, MostFiles = 5000, MostFaces = 64, MostKnown = 20_000;

    private static readonly string[] Extensions = [".ttf", ".otf", ".ttc", ".otc"];
    private static readonly string[] Unusual =
        ["bold", "italic", "oblique", "light", "thin", "black", "condensed", "mono", "serif-", "serif."];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IReadOnlyList<StrokeGlyph>?> _known = new(StringComparer.Ordinal);
    private readonly List<OpenFont> _open = [];
    private Queue<string>? _unopened;

    /// <summary>The fonts of this machine and user.</summary>
    public static FontFolder System { get; } = new(SystemFolders());

    /// <summary>The glyphs of a word, from left to right also where its script is written the other way; null if no font has all of
    /// it.</summary>
    public IReadOnlyList<StrokeGlyph>? Find(string word)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(word, out IReadOnlyList<StrokeGlyph>? glyphs))
                return glyphs;
            if (_known.Count >= MostKnown)
                _known.Clear();
            return _known[word] = Search(word);
        }
    }

    private static string[] SystemFolders()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return
        [
            Environment.GetFolderPath(Environment.SpecialFolder.Fonts), Path.Combine(local, "fonts"), Path.Combine(home, ".fonts"),
            "/usr/local/share/fonts", "/usr/share/fonts", "/System/Library/Fonts", "/Library/Fonts", Path.Combine(home, "Library", "Fonts"),
            Path.Combine(local, "Microsoft", "Windows", "Fonts"),
        ];
    }

    private IReadOnlyList<StrokeGlyph>? Search(string word)
    {
        foreach (OpenFont font in _open)
        {
            if (font.Shape(word) is { } glyphs)
                return glyphs;
        }

        _unopened ??= new Queue<string>(Files());
        while (_unopened.TryDequeue(out string? file))
        {
            int known = _open.Count;
            _open.AddRange(FacesOf(file).Select(face => new OpenFont(face)));
            foreach (OpenFont font in _open[known..])
            {
                if (font.Shape(word) is { } glyphs)
                    return glyphs;
            }
        }

        // Where the system is asked for its fonts, it may know more of them.
        if (SKFontManager.Default.MatchCharacter(char.ConvertToUtf32(word, 0)) is not { } match)
            return null;
        _open.Add(new OpenFont(match));
        return _open[^1].Shape(word);
    }

    private IEnumerable<string> Files() => folders.Where(folder => folder.Length > 0).SelectMany(folder => FilesIn(folder, 0)).Distinct()
        .Take(MostFiles).OrderBy(Rank).ThenBy(file => file, StringComparer.Ordinal);

    private static IEnumerable<string> FilesIn(string folder, int depth)
    {
        string[] files, inside;
        try
        {
            files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
            inside = Directory.Exists(folder) && depth < DeepestFolder ? Directory.GetDirectories(folder) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // what cannot be listed has no fonts for us
        }

        return files.Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Concat(inside.SelectMany(one => FilesIn(one, depth + 1)));
    }

    /// <summary>Upright sans serif fonts of usual weight come first, by their names.</summary>
    private static int Rank(string file)
    {
        string name = Path.GetFileName(file).ToLowerInvariant();
        int unusual = Unusual.Count(word => name.Contains(word, StringComparison.Ordinal));
        return (2 * unusual) + (name.Contains("sans", StringComparison.Ordinal) ? 0 : 1);
    }

    private static IEnumerable<SKTypeface> FacesOf(string file)
    {
        bool isCollection = Path.GetExtension(file).EndsWith('c') || Path.GetExtension(file).EndsWith('C');
        for (int i = 0; i < (isCollection ? MostFaces : 1); i++)
        {
            if (SKTypeface.FromFile(file, i) is not { } face)
                yield break;
            yield return face;
        }
    }
}

/// <summary>Characters that were drawn as their codes, because no font has them; to be said once.</summary>
internal static class MissingGlyphs
{
    private const int MostNamed = 8;
    private static readonly SortedSet<int> Codes = [];

    /// <summary>A character's code as it is written: U+732B.</summary>
    public static string CodeOf(int code) => $"U+{code:X4}";

    /// <summary>Remembers a character.</summary>
    public static void Add(int code)
    {
        lock (Codes)
            Codes.Add(code);
    }

    /// <summary>What to say about all since the last call; null if there was none.</summary>
    public static string? Take()
    {
        lock (Codes)
        {
            if (Codes.Count == 0)
                return null;
            string text = $"pictures show codes in place of {Plural.Names([.. Codes.Select(CodeOf)], MostNamed)}, which no font on this "
                + "machine has; on Debian, install fonts-noto-core and fonts-noto-cjk";
            Codes.Clear();
            return text;
        }
    }
}
