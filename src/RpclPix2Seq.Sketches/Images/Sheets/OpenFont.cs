using HarfBuzzSharp;
using SkiaSharp;
using Buffer = HarfBuzzSharp.Buffer;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A font, and words in it: HarfBuzz chooses and places the glyphs, Skia has their outlines.</summary>
internal sealed class OpenFont(SKTypeface face)
{
    private const float Size = 256;
    private const int Fine = 64;
    private readonly Lazy<Font> _shaper = new(() => ShaperOf(face));

    /// <summary>The glyphs of a word from left to right; null if the font lacks one, or has it as a picture, such as an emoji in
    /// color.</summary>
    public IReadOnlyList<StrokeGlyph>? Shape(string word)
    {
        if (word.EnumerateRunes().Any(rune => !IsInvisible(rune.Value) && face.GetGlyph(rune.Value) == 0))
            return null;
        using Buffer buffer = new();
        buffer.AddUtf16(word);
        buffer.GuessSegmentProperties();
        _shaper.Value.Shape(buffer);
        using SKFont font = new(face, Size);
        font.GetFontMetrics(out SKFontMetrics metrics);
        double unit = StrokeText.UnitsOfCapitals / (metrics.CapHeight > 0 ? metrics.CapHeight : 0.7f * Size);
        ReadOnlySpan<GlyphInfo> infos = buffer.GetGlyphInfoSpan();
        ReadOnlySpan<GlyphPosition> positions = buffer.GetGlyphPositionSpan();
        List<StrokeGlyph> glyphs = [];
        for (int i = 0; i < infos.Length; i++)
        {
            GlyphPosition position = positions[i];
            using SKPath? path = font.GetGlyphPath((ushort)infos[i].Codepoint);
            if ((path is null || path.PointCount == 0) && position.XAdvance != 0)
                return null;
            (double X, double Y) at = (position.XOffset * unit / Fine, -position.YOffset * unit / Fine);
            glyphs.Add(StrokeGlyph.FromOutlines(position.XAdvance * unit / Fine, path is null ? [] : Outlines(path, unit, at)));
        }

        return glyphs;
    }

    // Joiners, marks of direction and selectors of variants, which a font need not have.
    private static bool IsInvisible(int code) => code is (>= 0x200B and <= 0x200F) or (>= 0xFE00 and <= 0xFE0F) or 0x2060;

    private static Font ShaperOf(SKTypeface face)
    {
        using SKStreamAsset stream = face.OpenStream(out int index);
        byte[] bytes = new byte[stream.Length];
        stream.Read(bytes, bytes.Length);
        using Blob blob = Copied(bytes);
        using Face shaped = new(blob, index);
        Font font = new(shaped);
        font.SetScale((int)Size * Fine, (int)Size * Fine);
        font.SetFunctionsOpenType();
        return font;
    }

    // Blob.FromStream keeps a pointer to an array that the garbage collector may move.
    private static unsafe Blob Copied(byte[] bytes)
    {
        fixed (byte* first = bytes)
            return new Blob((IntPtr)first, bytes.Length, MemoryMode.Duplicate);
    }

    private static List<(double X, double Y)[]> Outlines(SKPath path, double unit, (double X, double Y) at)
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

        void Add(double x, double y) => outline.Add(((x * unit) + at.X, (y * unit) + at.Y));

        void Finish()
        {
            if (outline.Count > 2)
                outlines.Add([.. outline]);
            outline.Clear();
        }
    }
}
