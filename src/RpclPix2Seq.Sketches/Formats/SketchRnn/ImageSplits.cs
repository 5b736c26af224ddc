namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>The pictures of one category in three splits, in the order of the sketches they show.</summary>
/// <param name="Train">For training.</param>
/// <param name="Valid">For choosing the best model.</param>
/// <param name="Test">For the reported numbers.</param>
public sealed record ImageSplits(ImageSet Train, ImageSet Valid, ImageSet Test);
