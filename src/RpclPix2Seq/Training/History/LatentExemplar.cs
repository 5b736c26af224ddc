using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Training.History;

/// <summary>What a component looked like: of the sketches it won in its last observed batch, the one it fits best.</summary>
/// <param name="Component">The component.</param>
/// <param name="Step">When it held the sketch.</param>
/// <param name="Sketch">The sketch, in data units.</param>
public sealed record LatentExemplar(int Component, long Step, Sketch Sketch);
