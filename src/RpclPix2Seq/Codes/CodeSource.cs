using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Codes;

/// <summary>Where latent codes come from: pictures, Gaussians around them, or the learned mixture.</summary>
internal static class CodeSource
{
    /// <summary>Pictures that are encoded together.</summary>
    public const int EncoderBatch = 256;

    /// <summary>The encoder's means for pictures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">[N, W, W], white = +1, ink = −1.</param>
    /// <returns>[N, Z].</returns>
    public static Tensor Encode(Pix2SeqModel model, Tensor images)
    {
        using IDisposable scope = NewDisposeScope();
        return EncodeGaussians(model, images).Mean.MoveToOuterDisposeScope();
    }

    /// <summary>The encoder's Gaussians for pictures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">[N, W, W], white = +1, ink = −1.</param>
    /// <returns>Means and variances, both [N, Z].</returns>
    public static (Tensor Mean, Tensor Variance) EncodeGaussians(Pix2SeqModel model, Tensor images)
    {
        using IDisposable _ = no_grad();
        using IDisposable scope = NewDisposeScope();
        (Tensor Mean, Tensor Variance)[] parts = [.. images.split(EncoderBatch).Select(part => EncodePart(model, part))];
        return (cat([.. parts.Select(p => p.Mean)], 0).MoveToOuterDisposeScope(), cat([.. parts.Select(p => p.Variance)], 0)
            .MoveToOuterDisposeScope());
    }

    /// <summary>The probability of every component given a code: [N, Z] → [N, K]; 0 for components that were removed.</summary>
    public static Tensor Posterior(Pix2SeqModel model, Tensor codes)
    {
        using IDisposable _ = no_grad();
        using IDisposable scope = NewDisposeScope();
        return model.Mixture.LogPosterior(codes).exp().MoveToOuterDisposeScope();
    }

    /// <summary>The component that each code most likely belongs to; the lowest index wins a tie.</summary>
    public static int[] ComponentsOf(Pix2SeqModel model, Tensor codes)
    {
        using IDisposable _ = no_grad();
        using IDisposable scope = NewDisposeScope();
        return [.. model.Mixture.LogPosterior(codes).argmax(1).cpu().data<long>().Select(k => (int)k)];
    }

    /// <summary>Draws codes from the learned mixture: a component by its weight, or a given one, then its Gaussian (defect D-3).</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">N.</param>
    /// <param name="component">The component, or null for k ∝ α.</param>
    /// <param name="threshold">Weight below which a component counts as dead and is not drawn from.</param>
    /// <param name="temperature">Factor of the components' variances: 1 for the mixture itself, 0 for the means.</param>
    /// <param name="seed">Seed; code i draws from (seed, i) alone.</param>
    /// <param name="first">i of the first code.</param>
    /// <returns>The codes [N, Z] and the component of each.</returns>
    /// <exception cref="InputException">The component does not exist or is dead; the message lists those that are alive.</exception>
    public static (Tensor Codes, int[] Components) FromMixture(
        Pix2SeqModel model, int count, int? component, double threshold, double temperature, long seed, int first = 0)
    {
        MixtureState mixture = model.Mixture;
        int[] alive = mixture.Alive(threshold);
        if (component is { } chosen)
            mixture.RequireAlive(chosen, threshold);
        int size = model.Shape.CodeSize;
        float[] weights = mixture.Weight.Floats(), means = mixture.Mean.Floats(), variances = mixture.Variance.Floats();
        float[] codes = new float[count * size];
        int[] components = new int[count];
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(RandomPurpose.Codes, seed, first + i);
            int k = component ?? Draw(weights, alive, random.NextDouble());
            components[i] = k;
            for (int d = 0; d < size; d++)
                codes[(i * size) + d] =
                    (float)(means[(k * size) + d] + (Math.Sqrt(temperature * variances[(k * size) + d]) * random.NextNormal()));
        }

        using IDisposable scope = NewDisposeScope();
        return (tensor(codes, [count, size]).to(model.Type).to(model.Device).MoveToOuterDisposeScope(), components);
    }

    /// <summary>The mean of a component, or a code drawn from the mixture where none is named.</summary>
    /// <param name="loaded">The model.</param>
    /// <param name="component">The component, or null.</param>
    /// <param name="seed">Seed of the drawn code.</param>
    /// <returns>[Z].</returns>
    /// <exception cref="InputException">The component does not exist or is dead; the message lists those that are alive.</exception>
    public static float[] One(LoadedModel loaded, int? component, long seed)
    {
        using IDisposable scope = NewDisposeScope();
        return FromMixture(
            loaded.Model, 1, component, loaded.Config.ComponentThreshold, component is null ? loaded.Config.CodeTemperature : 0,
            seed).Codes.Floats();
    }

    /// <summary>Draws codes from the encoder's Gaussian for one picture: m + s·√v·ε.</summary>
    /// <param name="mean">m [Z].</param>
    /// <param name="variance">v [Z].</param>
    /// <param name="spread">s ≥ 0, the factor of the standard deviations: 1 for the Gaussian itself.</param>
    /// <param name="count">N.</param>
    /// <param name="seed">Seed; ε of code i comes from (seed, i) alone, whatever the spread is.</param>
    /// <returns>[N, Z].</returns>
    public static Tensor FromGaussian(Tensor mean, Tensor variance, double spread, int count, long seed)
    {
        int size = (int)mean.shape[0];
        float[] noise = new float[count * size];
        for (int i = 0; i < count; i++)
        {
            CounterRandom random = new(RandomPurpose.CodeNoise, seed, i);
            for (int d = 0; d < size; d++)
                noise[(i * size) + d] = (float)random.NextNormal();
        }

        using IDisposable scope = NewDisposeScope();
        Tensor deviation = variance.sqrt().Times(spread);
        return mean.Plus(tensor(noise, [count, size]).to(mean.dtype).to(mean.device) * deviation).MoveToOuterDisposeScope();
    }

    /// <summary>Frees what the encoder needed for one part before the next.</summary>
    private static (Tensor Mean, Tensor Variance) EncodePart(Pix2SeqModel model, Tensor images)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor mean, Tensor variance) = model.Encoder.Encode(images.to(model.Type).to(model.Device));
        return (mean.MoveToOuterDisposeScope(), variance.MoveToOuterDisposeScope());
    }

    private static int Draw(float[] weights, int[] alive, double u)
    {
        double target = u * alive.Sum(k => (double)weights[k]), cumulative = 0;
        foreach (int k in alive)
        {
            cumulative += weights[k];
            if (cumulative >= target)
                return k;
        }

        return alive[^1];
    }
}
