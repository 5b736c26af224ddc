namespace RpclPix2Seq.Training.History;

/// <summary>The sketch that a component fitted best when it was last looked at.</summary>
/// <param name="Component">The component.</param>
/// <param name="Step">When that was.</param>
/// <param name="Sketch">Its position in the training split.</param>
public sealed record HeldSketch(int Component, long Step, int Sketch);
