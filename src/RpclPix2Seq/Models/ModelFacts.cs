using System.Globalization;

namespace RpclPix2Seq.Models;

/// <summary>
/// Facts about a model's training that it needs in addition to its configuration and that the original did not save (defects D-11, D-17,
/// D-28).
/// </summary>
internal sealed record ModelFacts
{
    private const string Parts = "parts", Decoder = "decoder";

    /// <summary>Data units per unit of the model's strokes: multiply the decoder's output by it.</summary>
    public required float StrokeScale { get; init; }

    /// <summary>Rows of the longest sketch of the dataset, from which the maximum length of a sampled sketch follows.</summary>
    public required int Longest { get; init; }

    /// <summary>t: training steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Epochs completed.</summary>
    public required long Epoch { get; init; }

    /// <summary>True for a decoder alone, which sketch-rnn trained.</summary>
    public bool IsDecoderOnly { get; init; }

    /// <summary>Converts the facts to the metadata of a model file.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = "rpcl-pix2seq 1",
            ["stroke_scale"] = StrokeScale.ToString("R", CultureInfo.InvariantCulture),
            ["longest"] = Longest.ToString(CultureInfo.InvariantCulture),
            ["step"] = Step.ToString(CultureInfo.InvariantCulture),
            ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
        };
        if (IsDecoderOnly)
            metadata[Parts] = Decoder;
        return metadata;
    }

    /// <summary>Reads the facts from the metadata of a model file.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InputException">A fact is missing or is not an allowed number.</exception>
    public static ModelFacts FromMetadata(IReadOnlyDictionary<string, string> metadata, string path)
    {
        return new ModelFacts
        {
            StrokeScale = Read(
                "stroke_scale", text => float.Parse(text, CultureInfo.InvariantCulture), value => value > 0 && float.IsFinite(value)),
            Longest = Read("longest", text => int.Parse(text, CultureInfo.InvariantCulture), value => value > 0),
            Step = Read("step", text => long.Parse(text, CultureInfo.InvariantCulture), value => value >= 0),
            Epoch = Read("epoch", text => long.Parse(text, CultureInfo.InvariantCulture), value => value >= 0),
            IsDecoderOnly = metadata.TryGetValue(Parts, out string? parts) && (parts == Decoder ? true : throw new InputException(
                path, $"metadata {Parts}", $"'{Decoder}', or none for a whole model", $"'{parts}'", "it was written by a newer version")),
        };

        T Read<T>(string key, Func<string, T> parse, Func<T, bool> allowed)
        {
            string found = metadata.TryGetValue(key, out string? text) ? $"'{text}'" : "none";
            try
            {
                if (text is not null && parse(text) is { } value && allowed(value))
                    return value;
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                // Reported below, with the expected value.
            }

            throw new InputException(
                path, $"metadata {key}", "a positive number", found, "the file was not written by rpcl train or import");
        }
    }
}
