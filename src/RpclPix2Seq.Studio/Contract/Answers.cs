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
