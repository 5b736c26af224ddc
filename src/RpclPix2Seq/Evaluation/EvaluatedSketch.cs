using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation;

/// <summary>What became of one sketch, redrawn after its whole picture.</summary>
/// <param name="Original">The sketch.</param>
/// <param name="Category">Its category.</param>
/// <param name="Drawn">What the model drew.</param>
/// <param name="Rank">How many codes of the gallery are nearer to the query than its own.</param>
/// <param name="Nearest">The position of the sketch whose code is nearest to the query.</param>
/// <param name="Distance">The mean squared difference of the two codes.</param>
/// <param name="Answer">The classifier's category for the drawing, or null without a classifier.</param>
public sealed record EvaluatedSketch(Sketch Original, string Category, Sketch Drawn, int Rank, int Nearest, double Distance, string? Answer);
