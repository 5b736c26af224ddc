using RpclPix2Seq.Sampling;

namespace RpclPix2Seq;

/// <summary>A sketch that the model drew.</summary>
/// <param name="Sketch">The strokes, in data units.</param>
/// <param name="Code">The latent code that it was drawn from [Z].</param>
/// <param name="Component">The component of the mixture that the code most likely belongs to, or that it was drawn from.</param>
public sealed record GeneratedSketch(Sketch Sketch, float[] Code, int Component);

/// <summary>The row just drawn of one of many sketches, or its end.</summary>
/// <param name="Sketch">Which sketch: the position of its code.</param>
/// <param name="Point">The next row, in data units; nothing where the sketch ends.</param>
/// <param name="Ends">True once per sketch, after its last row.</param>
public readonly record struct SketchStroke(int Sketch, StrokePoint Point, bool Ends);

/// <summary>A point of the latent space, given by drawings or by a component of the mixture.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Drawings">Drawings whose mean code is the point; empty for a component.</param>
/// <param name="Component">The component whose mean is the point; null for drawings.</param>
public sealed record LatentPoint(string Name, IReadOnlyList<EncoderInput> Drawings, int? Component)
{
    /// <summary>The mean code of drawings, at least one.</summary>
    public static LatentPoint Of(string name, params IReadOnlyList<EncoderInput> drawings) => new(name, drawings, null);

    /// <summary>The mean of a component.</summary>
    public static LatentPoint OfComponent(int component) => new($"component {component}", [], component);
}

/// <summary>The kind of path between two codes; <see cref="CodePaths"/> has the formulas.</summary>
public enum CodePathKind
{
    /// <summary>The straight line.</summary>
    Linear,

    /// <summary>Along the sphere: the direction turns evenly.</summary>
    Spherical,

    /// <summary>Bent toward where the learned mixture is dense.</summary>
    Mixture,
}
