namespace RpclPix2Seq.Cli.Downloads;

/// <summary>One published file of Quick, Draw!.</summary>
/// <param name="Category">Its category, as the publisher writes it.</param>
/// <param name="Format">Its format.</param>
/// <param name="IsFull">For <see cref="QuickDrawFormat.Npz"/>: all drawings of the category instead of 75,000.</param>
internal sealed record QuickDrawFile(string Category, QuickDrawFormat Format, bool IsFull = false)
{
    /// <summary>Where Google publishes the data; other servers keep the same folders under another address.</summary>
    public const string PublicBase = "https://storage.googleapis.com/quickdraw_dataset/";

    /// <summary>Its name on disk. The publisher gives both kinds of ndjson the same name; here they can be in one folder.</summary>
    public string LocalName => Format == QuickDrawFormat.Raw ? $"{Category}.raw.ndjson" : Category + Extension;

    private string Folder => Format switch
    {
        QuickDrawFormat.Npz => "sketchrnn",
        QuickDrawFormat.Ndjson => "full/simplified",
        QuickDrawFormat.Raw => "full/raw",
        _ => "full/binary",
    };

    private string Extension => Format switch
    {
        QuickDrawFormat.Npz => IsFull ? ".full.npz" : ".npz",
        QuickDrawFormat.Bin => ".bin",
        _ => ".ndjson",
    };

    /// <summary>Its address under <paramref name="baseUrl"/>, which ends with a slash.</summary>
    public Uri Address(Uri baseUrl) => new(baseUrl, $"{Folder}/{Uri.EscapeDataString(Category + Extension)}");
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
