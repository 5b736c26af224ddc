using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>A line of a Kaggle doodle file, with fields as named in the file's first line.</summary>
internal sealed class KaggleLine(KaggleColumns columns, DrawingLimits limits) : IDrawingLine
{
    private const int LongestText = 1024; // bytes
    private readonly CsvLine _fields = new(columns.Count);
    private readonly StrokeListParser _strokes = new(limits.Points);
    private readonly JsonReaderOptions _options = new() { MaxDepth = limits.Depth };

    public string? Reason { get; private set; }

    public string Detail { get; private set; } = "";

    public bool IsGarbage { get; private set; }

    public Vector2[][] Strokes => _strokes.Strokes;

    public bool HasTimes => _strokes.HasTimes;

    public string? Word { get; private set; }

    public string? Key { get; private set; }

    public bool? Recognized { get; private set; }

    public bool TryParse(ReadOnlySpan<byte> line)
    {
        (Detail, IsGarbage, Key, Recognized) = ("", false, null, null);
        _fields.Split(line);
        if (_fields.Count != columns.Count)
        {
            IsGarbage = true;
            Reason = _fields.Count < 0 ? SkipReasons.OpenQuotes : SkipReasons.NotColumns;
            return false;
        }

        Reason = _strokes.Parse(_fields.Field(line, columns.Drawing), _options, out string detail);
        (Detail, IsGarbage) = (detail, detail.Length > 0);
        Reason ??= ParseTexts(line);
        return Reason is null;
    }

    private string? ParseTexts(ReadOnlySpan<byte> line)
    {
        (string? lastWord, Word) = (Word, null);
        string? fault = null;
        if (columns.Word >= 0)
            Word = TextOf(_fields.Field(line, columns.Word), lastWord, ref fault);
        if (columns.Key >= 0)
            Key = TextOf(_fields.Field(line, columns.Key), null, ref fault);
        if (columns.Recognized >= 0)
            Recognized = !Ascii.EqualsIgnoreCase(_fields.Field(line, columns.Recognized), "false"u8);
        return fault;
    }

    /// <summary>A field as text, null if it is empty; returns <paramref name="last"/> if it is equal, which saves a string.</summary>
    private static string? TextOf(ReadOnlySpan<byte> field, string? last, ref string? fault)
    {
        if (field.Length is 0 or > LongestText)
        {
            fault ??= field.Length > 0 ? SkipReasons.LongText : null;
            return null;
        }

        if (!Utf8.IsValid(field))
        {
            fault ??= SkipReasons.NotUnicode;
            return null;
        }

        Span<char> text = stackalloc char[LongestText];
        text = text[..Encoding.UTF8.GetChars(field, text)];
        return last is not null && text.SequenceEqual(last) ? last : text.ToString();
    }
}

/// <summary>The column indices of a doodle file; −1 for a missing column.</summary>
internal sealed record KaggleColumns(int Count, int Drawing, int Word, int Key, int Recognized)
{
    /// <summary>Maximum number of columns.</summary>
    public const int Most = 64;

    /// <summary>Reads the names of the columns; null if drawing is not among them, or there are too many.</summary>
    /// <param name="line">The first line of the file.</param>
    public static KaggleColumns? Of(ReadOnlySpan<byte> line)
    {
        CsvLine fields = new(Most);
        fields.Split(line);
        if (fields.Count is < 1 or > Most)
            return null;
        (int drawing, int word, int key, int recognized) = (-1, -1, -1, -1);
        for (int i = fields.Count - 1; i >= 0; i--)
        {
            ReadOnlySpan<byte> name = fields.Field(line, i).Trim((byte)' ');
            if (name.SequenceEqual("drawing"u8))
                drawing = i;
            else if (name.SequenceEqual("word"u8))
                word = i;
            else if (name.SequenceEqual("key_id"u8))
                key = i;
            else if (name.SequenceEqual("recognized"u8))
                recognized = i;
        }

        return drawing < 0 ? null : new KaggleColumns(fields.Count, drawing, word, key, recognized);
    }
}
