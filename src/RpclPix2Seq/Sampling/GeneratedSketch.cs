namespace RpclPix2Seq;

/// <summary>A sketch that the model drew.</summary>
/// <param name="Sketch">The strokes, in data units.</param>
/// <param name="Code">The latent code that it was drawn from [Z].</param>
/// <param name="Component">The component of the mixture that the code most likely belongs to, or that it was drawn from.</param>
public sealed record GeneratedSketch(Sketch Sketch, float[] Code, int Component);

/// <summary>The row just drawn of one of many sketches, or its end.</summary>
/// <param name="Sketch">Which sketch, from 0: the position of its code.</param>
/// <param name="Point">The next row, in data units; to be ignored if <paramref name="Ends"/> is true.</param>
/// <param name="Ends">True once per sketch, after its last row.</param>
public readonly record struct SketchStroke(int Sketch, StrokePoint Point, bool Ends);

/// <summary>A point of the latent space, given by drawings, a component of the mixture or a code.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Drawings">Drawings whose mean code is the point; empty for others.</param>
/// <param name="Component">The component whose mean is the point; null for others.</param>
/// <param name="Code">The code itself [Z]; null for others.</param>
public sealed record LatentPoint(string Name, IReadOnlyList<EncoderInput> Drawings, int? Component = null, float[]? Code = null)
{
    /// <summary>The code of a drawing.</summary>
    public static LatentPoint Of(EncoderInput drawing) => new("the drawing", [drawing]);

    /// <summary>The mean code of drawings, at least one.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static LatentPoint Of(string name, params IReadOnlyList<EncoderInput> drawings) => drawings.Count > 0
        ? new(name, drawings)
        : throw new ArgumentException("at least one drawing", nameof(drawings));

    /// <summary>The mean of a component.</summary>
    public static LatentPoint OfComponent(int component) => new($"component {component}", [], component);

    /// <summary>A code [Z].</summary>
    public static LatentPoint OfCode(float[] code) => new("the code", [], Code: code);

    /// <summary>The code of a sketch.</summary>
    public static implicit operator LatentPoint(Sketch sketch) => Of(EncoderInput.Of(sketch));

    /// <summary>The code of a sketch or picture.</summary>
    public static implicit operator LatentPoint(EncoderInput drawing) => Of(drawing);

    /// <summary>The mean of what an encoder says.</summary>
    public static implicit operator LatentPoint(SketchCode code) => OfCode(code.Mean);
}

/// <summary>The kind of path between two codes.</summary>
public enum CodePathKind
{
    /// <summary>The straight line.</summary>
    Linear,

    /// <summary>Spherical linear interpolation (slerp); the straight line where the angle is undefined.</summary>
    Spherical,

    /// <summary>Bent toward where the learned mixture is dense.</summary>
    Mixture,
}
