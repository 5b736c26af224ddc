namespace RpclPix2Seq.Evaluation;

/// <summary>A mean over sketches with its bootstrap interval.</summary>
/// <param name="Value">The mean; a share from 0 to 1 where each sketch is right or wrong.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Count">Over how many sketches.</param>
public sealed record Estimate(double Value, double Low, double High, int Count);
