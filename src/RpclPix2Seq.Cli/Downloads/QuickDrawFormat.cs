namespace RpclPix2Seq.Cli.Downloads;

/// <summary>The forms in which Quick, Draw! is published.</summary>
internal enum QuickDrawFormat
{
    /// <summary>Simplified drawings in three splits, as sketch-rnn reads them.</summary>
    Npz,

    /// <summary>Simplified drawings with their words, keys and countries, a JSON object a line.</summary>
    Ndjson,

    /// <summary>Drawings as they were made, with times, a JSON object a line.</summary>
    Raw,

    /// <summary>Simplified drawings in Google's own binary form.</summary>
    Bin,
}
