namespace RpclPix2Seq.Cli.Downloads;

/// <summary>One published file of Quick, Draw!, and where it goes.</summary>
/// <param name="Category">Its category, as the publisher writes it.</param>
/// <param name="Format">Its format.</param>
/// <param name="Source">Its address.</param>
/// <param name="Target">The path of the finished file.</param>
internal sealed record QuickDrawFile(string Category, QuickDrawFormat Format, Uri Source, string Target)
{
    /// <summary>Where Google publishes the data; other servers keep the same folders under another address.</summary>
    public const string PublicBase = "https://storage.googleapis.com/quickdraw_dataset/";

    /// <summary>Its name in messages.</summary>
    public string Name => Path.GetFileName(Target);

    /// <summary>Its name in errors: category and address.</summary>
    public string Place => $"{Category}: {Source.AbsoluteUri}";

    /// <summary>The file of a category.</summary>
    /// <param name="category">The category, as the publisher writes it.</param>
    /// <param name="format">The format.</param>
    /// <param name="isFull">For <see cref="QuickDrawFormat.Npz"/>: all drawings of the category instead of 75,000.</param>
    /// <param name="baseUrl">The server; ends with a slash.</param>
    /// <param name="folder">Where the file goes.</param>
    public static QuickDrawFile Of(string category, QuickDrawFormat format, bool isFull, Uri baseUrl, string folder)
    {
        (string path, string extension) = format switch
        {
            QuickDrawFormat.Npz => ("sketchrnn", isFull ? ".full.npz" : ".npz"),
            QuickDrawFormat.Ndjson => ("full/simplified", ".ndjson"),
            QuickDrawFormat.Raw => ("full/raw", ".ndjson"),
            _ => ("full/binary", ".bin"),
        };
        Uri source = new(baseUrl, $"{path}/{Uri.EscapeDataString(category + extension)}");

        // The publisher gives both kinds of ndjson the same name; here they can be in one folder.
        string name = format == QuickDrawFormat.Raw ? $"{category}.raw.ndjson" : category + extension;
        return new QuickDrawFile(category, format, source, Path.Combine(folder, name));
    }
}

/// <summary>The formats in which Quick, Draw! is published.</summary>
internal enum QuickDrawFormat
{
    /// <summary>Simplified drawings in three splits, as sketch-rnn reads them.</summary>
    Npz,

    /// <summary>Simplified drawings with their words, keys and countries, a JSON object per line.</summary>
    Ndjson,

    /// <summary>Drawings as they were made, with timestamps, a JSON object per line.</summary>
    Raw,

    /// <summary>Simplified drawings in Google's own binary format.</summary>
    Bin,
}
