using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>
/// The density of N next strokes: M weighted bivariate normals of the offset and a categorical distribution of the pen (docs/original.md
/// §6, head). Everything is kept in log space, so that nothing underflows or overflows (defect D-8).
/// </summary>
internal sealed class MixtureDensity
{
    private const double LargestAngle = 20; // tanh(20) is 1 to 17 digits; the exponentials of twice that are well within float32
    private static readonly double LogTwo = Math.Log(2);
    private readonly Tensor _raw;
    private readonly int _mixtures;

    /// <param name="raw">[N, 6M+3]: pen logits, then M each of weight logits, μx, μy, log σx, log σy and atanh ρ.</param>
    /// <param name="mixtures">M.</param>
    public MixtureDensity(Tensor raw, int mixtures)
    {
        _raw = raw;
        _mixtures = mixtures;
    }

    /// <summary>The head's output [N, 6M+3]: pen logits, then M each of weight logits, μx, μy, log σx, log σy and atanh ρ.</summary>
    public Tensor Raw => _raw;

    /// <summary>Log of the pen's probabilities [N, 3]: down, up, end.</summary>
    public Tensor LogPen => nn.functional.log_softmax(_raw.narrow(1, 0, 3), 1);

    /// <summary>log π [N, M].</summary>
    public Tensor LogWeights => nn.functional.log_softmax(Column(0), 1);

    /// <summary>μx [N, M], in units of the stroke scale.</summary>
    public Tensor MeanX => Column(1);

    /// <summary>μy [N, M], in units of the stroke scale.</summary>
    public Tensor MeanY => Column(2);

    /// <summary>log σx [N, M].</summary>
    public Tensor LogSigmaX => Column(3);

    /// <summary>log σy [N, M].</summary>
    public Tensor LogSigmaY => Column(4);

    /// <summary>ρ [N, M] in (−1, 1).</summary>
    public Tensor Correlation => Column(5).tanh();

    /// <summary>Log of the mixture's density at given offsets.</summary>
    /// <param name="x">[N]: Δx.</param>
    /// <param name="y">[N]: Δy.</param>
    /// <param name="minimumSigma">Floor of σ, 0 for none: without it, offsets of whole pixels would drive σ to zero.</param>
    /// <returns>[N].</returns>
    public Tensor LogProbability(Tensor x, Tensor y, double minimumSigma)
    {
        Tensor logSigmaX = Floored(LogSigmaX, minimumSigma), logSigmaY = Floored(LogSigmaY, minimumSigma);
        Tensor angle = Column(5).Clamped(-LargestAngle, LargestAngle);                         // atanh ρ
        Tensor dx = (x.unsqueeze(1) - MeanX) * logSigmaX.neg().exp();
        Tensor dy = (y.unsqueeze(1) - MeanY) * logSigmaY.neg().exp();
        // (dx² + dy² − 2ρ·dx·dy)/(1−ρ²), four times, as a sum of squares: the expanded form suffers from cancellation as ρ approaches ±1,
        // and rounding can make it negative.
        Tensor distance = ((dx - dy).Squared() * angle.Times(2).exp().Plus(1)).Plus(dx.Plus(dy).Squared() * angle.Times(-2).exp().Plus(1));
        Tensor logNormal = (distance.Times(-0.125) - logSigmaX - logSigmaY - LogOneMinusTanhSquared(angle).Times(0.5))
            .Minus(Math.Log(2 * Math.PI));
        return logsumexp(LogWeights.Plus(logNormal), 1);
    }

    /// <summary>log(1 − tanh²(a)) = 2·(log 2 − |a| − log(1 + e^(−2|a|))), exact also where tanh(a) rounds to ±1.</summary>
    private static Tensor LogOneMinusTanhSquared(Tensor a)
    {
        Tensor magnitude = a.abs();
        return magnitude.Plus(magnitude.Times(-2).exp().log1p()).Minus(LogTwo).Times(-2);
    }

    private static Tensor Floored(Tensor logSigma, double minimumSigma) => minimumSigma > 0
        ? logSigma.AtLeast(Math.Log(minimumSigma))
        : logSigma;

    private Tensor Column(int index) => _raw.narrow(1, 3 + (index * _mixtures), _mixtures);
}
