using SkiaSharp;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// Characters that the sheets' own letters lack, from the fonts that the machine has: the outline of each comes from the first font that
/// has it, upright sans serif ones first. Letters are not joined or stacked as some scripts do.
/// </summary>
/// <remarks>
/// Fonts are looked for in the folders where systems and users keep them, because the build of SkiaSharp for Linux that needs no other
/// packages does not ask the system. Safe for use by several threads.
/// </remarks>
internal sealed class FontFolder(params IReadOnlyList<string> folders)
{
    private const int DeepestFolder = 8, MostFiles = 5000, MostFaces = 64;
    private const float Size = 256;

    private static readonly string[] Extensions = [".ttf", ".otf", ".ttc", ".otc"];
    private static readonly string[] Unusual =
        ["bold", "italic", "oblique", "light", "thin", "black", "condensed", "mono", "serif-", "serif."];

    private readonly Lock _lock = new();
    private readonly Dictionary<int, StrokeGlyph?> _known = [];
    private readonly List<SKTypeface> _open = [];
    private Queue<string>? _unopened;

    /// <summary>The fonts of this machine and user.</summary>
    public static FontFolder System { get; } = new(SystemFolders());

    /// <summary>The glyph of a character, by its code; null if no font has it.</summary>
    public StrokeGlyph? Find(int code)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(code, out StrokeGlyph? glyph))
                _known.Add(code, glyph = Search(code));
            return glyph;
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

    private StrokeGlyph? Search(int code)
    {
        foreach (SKTypeface face in _open)
        {
            if (GlyphOf(face, code) is { } glyph)
                return glyph;
        }

        _unopened ??= new Queue<string>(Files());
        while (_unopened.TryDequeue(out string? file))
        {
            int known = _open.Count;
            _open.AddRange(FacesOf(file));
            foreach (SKTypeface face in _open[known..])
            {
                if (GlyphOf(face, code) is { } glyph)
                    return glyph;
            }
        }

        // Where the system is asked for its fonts, it may know more of them.
        using SKTypeface? match = SKFontManager.Default.MatchCharacter(code);
        return match is null ? null : GlyphOf(match, code);
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

    private static StrokeGlyph? GlyphOf(SKTypeface face, int code)
    {
        ushort glyph = (ushort)face.GetGlyph(code);
        if (glyph == 0)
            return null;
        using SKFont font = new(face, Size);
        using SKPath? path = font.GetGlyphPath(glyph);
        if (path is null || path.PointCount == 0)
            return null; // a picture, such as an emoji in color
        font.GetFontMetrics(out SKFontMetrics metrics);
        double unit = StrokeText.UnitsOfCapitals / (metrics.CapHeight > 0 ? metrics.CapHeight : 0.7f * Size);
        return StrokeGlyph.FromOutlines(font.MeasureText([glyph]) * unit, Outlines(path, unit));
    }

    private static List<(double X, double Y)[]> Outlines(SKPath path, double unit)
    {
        const int pieces = 6;
        List<(double X, double Y)[]> outlines = [];
        List<(double X, double Y)> outline = [];
        using SKPath.Iterator steps = path.CreateIterator(forceClose: true);
        SKPoint[] p = new SKPoint[4];
        for (SKPathVerb verb; (verb = steps.Next(p)) != SKPathVerb.Done;)
        {
            if (verb == SKPathVerb.Move)
            {
                Finish();
                Add(p[0].X, p[0].Y);
            }
            else if (verb == SKPathVerb.Line)
            {
                Add(p[1].X, p[1].Y);
            }
            else if (verb is SKPathVerb.Quad or SKPathVerb.Conic)
            {
                for (int i = 1; i <= pieces; i++)
                    AddAt(i / (double)pieces, p[0], p[1], p[1], p[2], isCubic: false);
            }
            else if (verb == SKPathVerb.Cubic)
            {
                for (int i = 1; i <= pieces; i++)
                    AddAt(i / (double)pieces, p[0], p[1], p[2], p[3], isCubic: true);
            }
        }

        Finish();
        return outlines;

        void AddAt(double t, SKPoint a, SKPoint b, SKPoint c, SKPoint d, bool isCubic)
        {
            double s = 1 - t;
            (double wa, double wb, double wc, double wd) =
                isCubic ? (s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t) : (s * s, 2 * s * t, 0, t * t);
            Add((wa * a.X) + (wb * b.X) + (wc * c.X) + (wd * d.X), (wa * a.Y) + (wb * b.Y) + (wc * c.Y) + (wd * d.Y));
        }

        void Add(double x, double y) => outline.Add((x * unit, y * unit));

        void Finish()
        {
            if (outline.Count > 2)
                outlines.Add([.. outline]);
            outline.Clear();
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
            string more = Codes.Count > MostNamed ? $" and {Codes.Count - MostNamed} more" : "";
            string text = $"pictures show codes in place of {string.Join(", ", Codes.Take(MostNamed).Select(CodeOf))}{more}, which no font "
                + "on this machine has; Debian has fonts for them in fonts-noto-core and fonts-noto-cjk";
            Codes.Clear();
            return text;
        }
    }
}
