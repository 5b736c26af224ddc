namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>What <c>classifier.json</c> says of a classifier.</summary>
/// <param name="Format">Always <c>rpcl-pix2seq classifier 1</c>.</param>
/// <param name="Variant">The name of its <see cref="ClassifierShape"/>.</param>
/// <param name="Categories">What it tells apart.</param>
/// <param name="Seed">The seed that it was trained with.</param>
/// <param name="TrainSketches">How many sketches it learnt from.</param>
/// <param name="Epochs">Passes over the training split.</param>
/// <param name="BestEpoch">The one whose parameters it has.</param>
/// <param name="ValidAccuracy">The share of the validation split that it tells right, 0 to 1.</param>
/// <param name="Seconds">How long it was trained.</param>
public sealed record ClassifierFacts(
    string Format, string Variant, IReadOnlyList<string> Categories, long Seed, int TrainSketches, int Epochs, int BestEpoch, double ValidAccuracy, double Seconds);
