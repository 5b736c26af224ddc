using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Sampling temperatures, for people.</summary>
internal static class TemperatureText
{
    /// <summary>All three of strokes at 0.</summary>
    public const string Greedy = "greedy";

    /// <summary>Those of a folder of samples.</summary>
    public static string Of(SampleManifest manifest) =>
        Of(manifest.Temperature, manifest.SpreadTemperature, manifest.PenTemperature, manifest.CodeTemperature);

    /// <summary>For example "0.24, spread 0.06, pen 0.5".</summary>
    /// <param name="all">The temperature.</param>
    /// <param name="spread">That of the spread; null if it is the same.</param>
    /// <param name="pen">That of the pen; null if it is the same.</param>
    /// <param name="code">That of codes from the mixture; null for 1.</param>
    public static string Of(double all, double? spread, double? pen, double? code)
    {
        string ofCodes = code is { } other ? $", codes {other}" : "";
        if (all == 0 && spread is null or 0 && pen is null or 0)
            return Greedy + ofCodes;
        string text = $"{all}";
        if (spread is { } ofSpread && ofSpread != all)
            text += $", spread {ofSpread}";
        if (pen is { } ofPen && ofPen != all)
            text += $", pen {ofPen}";
        return text + ofCodes;
    }
}
