namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>A classifier with the story of its training.</summary>
/// <param name="Classifier">With the parameters of the epoch of the lowest validation loss; owned.</param>
/// <param name="Curve">An entry an epoch.</param>
/// <param name="TrainSketches">How many sketches it learnt from.</param>
/// <param name="Seed">The seed.</param>
public sealed record TrainedClassifier(SketchClassifier Classifier, IReadOnlyList<ClassifierEpoch> Curve, int TrainSketches, long Seed) : IDisposable
{
    /// <summary>The epoch whose parameters it has.</summary>
    public ClassifierEpoch Best => Curve.MinBy(epoch => epoch.ValidLoss)!;

    /// <inheritdoc/>
    public void Dispose() => Classifier.Dispose();
}
