using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>A sketch that the model drew.</summary>
/// <param name="Sketch">The strokes, in data units.</param>
/// <param name="Code">The latent code that it was drawn from [Z].</param>
/// <param name="Component">The component of the mixture that the code most likely belongs to, or that it was drawn from.</param>
public sealed record GeneratedSketch(Sketch Sketch, float[] Code, int Component);
