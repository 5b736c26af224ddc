namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>Which column of a doodle file holds what; −1 for one that is not there.</summary>
internal sealed record KaggleColumns(int Count, int Drawing, int Word, int Key, int Recognized)
{
    /// <summary>The most columns that are read.</summary>
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
