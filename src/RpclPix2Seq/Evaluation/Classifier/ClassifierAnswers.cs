namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>What a classifier says of sketches.</summary>
/// <param name="Category">The likeliest of the classifier's categories [N].</param>
/// <param name="Loss">−log of the probability of each sketch's own category, or of the likeliest where that is not known, in nats [N].</param>
/// <param name="Features">The last but one layer's channels, never negative [N, F].</param>
/// <param name="FeatureSize">F.</param>
public sealed record ClassifierAnswers(int[] Category, double[] Loss, float[] Features, int FeatureSize)
{
    /// <summary>N.</summary>
    public int Count => Category.Length;
}
