using System.Text.Json;
using System.Text.Json.Serialization;
using RpclPix2Seq.Latent;

namespace RpclPix2Seq.Training.History;

/// <summary>Reads <c>latent.jsonl</c> of a run: one <see cref="LatentSnapshot"/> per line, sketches as rows [Δx, Δy, pen lifts].</summary>
internal static class LatentHistoryFile
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new SketchRows(), new JsonStringEnumConverter<LatentChange>(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The snapshots in order, at least one.</summary>
    /// <exception cref="InputException">The file is missing or empty, or a line is not a snapshot of the same number of
    /// components.</exception>
    public static IReadOnlyList<LatentSnapshot> Read(string path)
    {
        if (!File.Exists(path))
            throw new InputException(
                path, "", "the latent history of a run", "nothing", "name the folder of a run that rpcl train made, version 0.1 or later");
        List<LatentSnapshot> snapshots = [];
        foreach (string line in StepLines.Read(path))
            snapshots.Add(Parse(path, snapshots.Count + 1, line, snapshots.Count > 0 ? snapshots[0].Weights.Length : null));
        return snapshots.Count > 0
            ? snapshots
            : throw new InputException(path, "", "at least one line", "none", "train for at least a step");
    }

    private static LatentSnapshot Parse(string path, int number, string line, int? components)
    {
        const string Expected = "a snapshot of the latent mixture";
        try
        {
            LatentSnapshot? snapshot = JsonSerializer.Deserialize<LatentSnapshot>(line, Json);
            if (snapshot is null or { Weights: null or [] } or { Exemplars: null } or { Decisions: null })
                throw new JsonException("no weights");
            if (!snapshot.Exemplars.All(
                exemplar => exemplar is { Component: >= 0, Sketch: not null } && exemplar.Component < snapshot.Weights.Length))
                throw new JsonException("an exemplar of no component, or without a sketch");
            if (components is { } k && snapshot.Weights.Length != k)
                throw new InputException(
                    path, $"line {number}", $"{k} weights, as before", $"{snapshot.Weights.Length}", "the file is damaged");
            return snapshot;
        }
        catch (JsonException e)
        {
            throw new InputException(path, $"line {number}", Expected, e.Message, "the file is damaged", e);
        }
    }
}
