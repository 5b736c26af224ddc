namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Licences of data that can be told by their format.</summary>
public static class KnownLicences
{
    /// <summary>That of the Quick, Draw! data, in a few words.</summary>
    public const string QuickDrawShort = "CC BY 4.0";

    /// <summary>That of the Quick, Draw! data, for the dataset's licence file.</summary>
    public const string QuickDraw =
        """
        The sketches come from the Quick, Draw! data set, made available by Google, Inc. under the
        Creative Commons Attribution 4.0 International licence (CC BY 4.0).

        Data set: https://github.com/googlecreativelab/quickdraw-dataset
        Licence:  https://creativecommons.org/licenses/by/4.0/

        They were converted, and perhaps simplified and filtered; import-report.json says how.

        """;

    /// <summary>Whether a file is one that Quick, Draw! published: its formats are used by others as well, but with fewer columns.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="head">The first bytes of the file.</param>
    public static bool IsQuickDraw(string format, ReadOnlySpan<byte> head)
    {
        ArgumentNullException.ThrowIfNull(format);
        bool isItsFormat = format.StartsWith("quickdraw", StringComparison.Ordinal) || format.StartsWith("kaggle", StringComparison.Ordinal);
        bool hasItsColumns = head.IndexOf("key_id"u8) >= 0 && head.IndexOf("countrycode"u8) >= 0;
        return isItsFormat && (hasItsColumns || format.EndsWith("bin", StringComparison.Ordinal));
    }
}
