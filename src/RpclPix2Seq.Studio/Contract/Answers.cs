using System.Numerics;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Studio.Contract;

/// <summary>What went wrong, in one line.</summary>
internal sealed record ErrorAnswer(
    string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field = null);

/// <summary>The program and its model.</summary>
internal sealed record InfoAnswer(
    string Version, ModelFactsAnswer Model, ComponentAnswer[] Components, SamplingChoice Sampling, bool Token);

/// <summary>The model.</summary>
internal sealed record ModelFactsAnswer(
    string Name, string Hash, IReadOnlyList<string> Categories, long Step, int CodeSize, int Pixels, int MaxLength, long Parameters,
    string Cell, bool Encodes, bool Shipped);

/// <summary>A live component of the mixture.</summary>
internal sealed record ComponentAnswer(int Id, double Weight, string? Name);

/// <summary>A code, and what the encoder saw: 0 white … 255 ink.</summary>
internal sealed record EncodedAnswer(float[] Code, byte[] Picture, ProbabilityAnswer[] Components);

/// <summary>The probability of a component.</summary>
internal sealed record ProbabilityAnswer(int Id, double Probability);

/// <summary>A point of a sketch, as soon as it is drawn.</summary>
internal sealed record PointAnswer(int Sketch, int Stroke, float X, float Y);

/// <summary>A sketch that the model drew.</summary>
internal sealed record DrawnAnswer(
    int Sketch, IReadOnlyList<Vector2[]> Strokes, Recipe Recipe, bool Ended,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Given = null);

/// <summary>Sketches, row by row.</summary>
internal sealed record DrawnSketches(IReadOnlyList<DrawnAnswer> Sketches);

/// <summary>What makes a sketch again.</summary>
internal sealed record Recipe(
    string Model, float[] Code, int? Component, long Seed, SamplingChoice Sampling, IReadOnlyList<Vector2[]> Strokes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Given = null);

/// <summary>The density of the next point.</summary>
internal sealed record NextAnswer(Vector2 From, NormalAnswer[] Normals, PenAnswer Pen);

/// <summary>A bivariate normal of the next point, in the coordinates of the strokes.</summary>
internal sealed record NormalAnswer(double Weight, double X, double Y, double DeviationX, double DeviationY, double Rho);

/// <summary>The probability that the pen goes on, is lifted after the point, or the sketch ends.</summary>
internal sealed record PenAnswer(double Down, double Up, double End);

/// <summary>A code.</summary>
internal sealed record CodeAnswer(float[] Code);

/// <summary>A component, what it draws, and sketches of the data that belong to it.</summary>
internal sealed record ComponentCard(
    int Id, double Weight, string? Name, IReadOnlyList<IReadOnlyList<Vector2[]>> Samples,
        IReadOnlyList<IReadOnlyList<Vector2[]>> Exemplars);

/// <summary>The map of the codes.</summary>
internal sealed record MapHeader(int Count, string Source, IReadOnlyList<string> Categories, string Projection);

/// <summary>How far the map is: the share of a stage that is done, 0 to 1.</summary>
internal sealed record MapProgress(MapStage Stage, double Share);

/// <summary>What is being done for the map.</summary>
internal enum MapStage
{
    /// <summary>The sketches are encoded.</summary>
    Codes,

    /// <summary>Their codes are laid out on the plane.</summary>
    Layout,

    /// <summary>It is made.</summary>
    Done,
}

/// <summary>The sketch of a point of the map.</summary>
internal sealed record MapSketch(
    IReadOnlyList<Vector2[]> Strokes, string? Category, int Component,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float[]? Code = null);

/// <summary>A training run.</summary>
internal record RunAnswer(string Name, string State, long Step, IReadOnlyList<string> Categories, double? BestValidation, DateTime Changed)
{
    /// <summary>Why it failed: the last thing that it said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}

/// <summary>A training run with its metrics.</summary>
internal sealed record RunDetail(
    string Name, string State, long Step, IReadOnlyList<string> Categories, double? BestValidation, DateTime Changed, long[] Steps,
    IReadOnlyDictionary<string, double?[]> Train, long[] ValidSteps, IReadOnlyDictionary<string, double?[]> Valid, WeightsAnswer[] History)
    : RunAnswer(Name, State, Step, Categories, BestValidation, Changed);

/// <summary>The weights of the components alive at a step.</summary>
internal sealed record WeightsAnswer(long Step, IReadOnlyDictionary<string, double> Weights);

/// <summary>A line of metrics, as it is written.</summary>
internal sealed record RunEvent(
    long Step, IReadOnlyDictionary<string, double?> Values,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, double>? Weights = null);

/// <summary>A dataset.</summary>
internal sealed record DataSummary(string Name, DataCategory[] Categories);

/// <summary>How many sketches of a category it has.</summary>
internal sealed record DataCategory(string Name, int Train, int Valid, int Test);

/// <summary>Some sketches of a dataset.</summary>
internal sealed record DataPage(int Total, DataSketch[] Sketches);

/// <summary>A sketch of a dataset: its index in the split.</summary>
internal sealed record DataSketch(int Index, string Category, IReadOnlyList<Vector2[]> Strokes);

/// <summary>What an import kept and left out.</summary>
internal sealed record ImportAnswer(string? Name, long Imported, SkippedAnswer[] Skipped);

/// <summary>What was left out for one reason, with an example.</summary>
internal sealed record SkippedAnswer(string Reason, long Count, string Example);

/// <summary>What a file holds.</summary>
internal sealed record ReadAnswer(NamedStrokes[] Sketches, Recipe? Recipe, string[] Skipped);

/// <summary>A sketch of a file.</summary>
internal sealed record NamedStrokes(IReadOnlyList<Vector2[]> Strokes, string Name);

/// <summary>Whether the server answers.</summary>
internal sealed record HealthAnswer(string Status);
