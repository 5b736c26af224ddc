namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>The sketches of one category, in the three sets of the sketch-rnn files.</summary>
/// <param name="Train">For training.</param>
/// <param name="Valid">For validation during training.</param>
/// <param name="Test">For testing afterward.</param>
internal sealed record SketchSplits(Sketch[] Train, Sketch[] Valid, Sketch[] Test);
