using System.Numerics;

namespace RpclPix2Seq.Studio.Contract;

/// <summary>How a sketch is drawn; what is absent is the model's default.</summary>
internal sealed record SamplingChoice(
    double? Temperature = null, double? SigmaTemperature = null, double? PenTemperature = null, int? BestOf = null, long? Seed = null);

/// <summary>A draw of a component of the mixture, or its mean.</summary>
internal sealed record ComponentChoice(int Id, bool Mean = false);

/// <summary>What a code is made of: exactly one member.</summary>
internal sealed record SourceChoice(Vector2[][]? Strokes = null, float[]? Code = null, ComponentChoice? Component = null);

/// <summary>Asks for the code of a sketch.</summary>
internal sealed record EncodeRequest(Vector2[][] Strokes);

/// <summary>Asks for sketches from a code.</summary>
internal sealed record DrawRequest(SourceChoice Source, int Count = 1, SamplingChoice? Sampling = null, bool Points = true);

/// <summary>Asks for completions of a sketch; open where the pen is still down at its last point.</summary>
internal sealed record CompleteRequest(
    Vector2[][] Strokes, bool Open = false, SourceChoice? Source = null, int Count = 1, SamplingChoice? Sampling = null,
        bool Points = true);

/// <summary>Asks for the density of the next point.</summary>
internal sealed record NextRequest(Vector2[][] Strokes, bool Open = false, SourceChoice? Source = null);

/// <summary>Asks for sketches on the way from a code to another, both included, through others at equal steps.</summary>
internal sealed record InterpolateRequest(
    SourceChoice From, SourceChoice To, int Steps = 8, SamplingChoice? Sampling = null, SourceChoice[]? Through = null);

/// <summary>Asks for sketches between four codes: top left, top right, bottom left, bottom right.</summary>
internal sealed record GridRequest(SourceChoice[] Corners, int Size = 5, SamplingChoice? Sampling = null);

/// <summary>Asks for what is to c as b is to a.</summary>
internal sealed record AnalogyRequest(SourceChoice A, SourceChoice B, SourceChoice C, SamplingChoice? Sampling = null);

/// <summary>Names a component; null takes its name away.</summary>
internal sealed record NameRequest(string? Name);

/// <summary>Asks for the sketches of points of the map.</summary>
internal sealed record MapSketchesRequest(int[] Indices);

/// <summary>Asks for the code at a place of the map.</summary>
internal sealed record MapCodeRequest(double X, double Y);

/// <summary>Starts a training.</summary>
internal sealed record StartRequest(string Data, string? Name = null, string? Preset = null, double? Minutes = null);

/// <summary>Asks for a file of a sketch.</summary>
internal sealed record ExportRequest(Vector2[][] Strokes, ExportFormat Format, Recipe? Recipe = null);

/// <summary>The files that a sketch can become.</summary>
internal enum ExportFormat
{
    /// <summary>Lines, with the recipe in its metadata.</summary>
    Svg,

    /// <summary>The same, drawn as time goes by.</summary>
    AnimatedSvg,

    /// <summary>Pixels, with the recipe in a text chunk.</summary>
    Png,

    /// <summary>Pixels, drawn as time goes by.</summary>
    Gif,

    /// <summary>Stroke-3 rows and the recipe.</summary>
    Json,

    /// <summary>Lines in millimeters, in an order with short ways between them.</summary>
    PlotterSvg,
}
