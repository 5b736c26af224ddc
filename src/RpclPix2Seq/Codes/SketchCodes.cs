using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Codes;

/// <summary>
/// A model's encoder output for sketches and pictures: a Gaussian over codes for each, and the component of the mixture it belongs to.
/// </summary>
/// <param name="CodeSize">Z.</param>
/// <param name="Mean">[N, Z].</param>
/// <param name="Variance">[N, Z], above 0.</param>
/// <param name="Component">The most likely component of each mean [N].</param>
/// <param name="Posterior">The probability of every component given each mean [N, K]; 0 for components that were removed.</param>
internal sealed record SketchCodes(int CodeSize, float[] Mean, float[] Variance, long[] Component, float[] Posterior)
{
    /// <summary>N.</summary>
    public int Count => Component.Length;

    /// <summary>K, removed components included.</summary>
    public int Components => Count == 0 ? 0 : Posterior.Length / Count;

    /// <summary>Encodes sketches and pictures; the model's ranks share the work, and all get the result.</summary>
    /// <param name="loaded">The model; the caller keeps ownership.</param>
    /// <param name="inputs">N sketches and pictures, at least one.</param>
    /// <param name="encoded">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="InputException">A sketch cannot be drawn.</exception>
    public static SketchCodes Of(
        LoadedModel loaded, IReadOnlyList<EncoderInput> inputs, Action<int>? encoded = null, CancellationToken cancellationToken = default)
    {
        Pix2SeqModel model = loaded.Model;
        RasterOptions pictures = loaded.Config.PictureOptions();
        int codes = model.Shape.CodeSize, components = model.Mixture.Components;
        SketchCodes all = new(
            codes, new float[inputs.Count * codes], new float[inputs.Count * codes], new long[inputs.Count],
            new float[inputs.Count * components]);
        foreach ((int number, EncoderInput[] part) in inputs.Chunk(CodeSource.EncoderBatch).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            int start = number * CodeSource.EncoderBatch;
            if (loaded.Ranks.Has(number))
            {
                using IDisposable scope = NewDisposeScope();
                (Tensor mean, Tensor variance) = CodeSource.EncodeGaussians(model, EncoderPictures.Images(part, pictures, model.Type));
                Tensor posterior = CodeSource.Posterior(model, mean);
                Copy(mean, all.Mean, start * codes);
                Copy(variance, all.Variance, start * codes);
                Copy(posterior, all.Posterior, start * components);
                CodeSource.ComponentsOf(model, mean).Select(k => (long)k).ToArray().CopyTo(all.Component, start);
            }

            encoded?.Invoke(start + part.Length);
        }

        loaded.Ranks.Share(all.Mean.AsSpan(), codes, CodeSource.EncoderBatch);
        loaded.Ranks.Share(all.Variance.AsSpan(), codes, CodeSource.EncoderBatch);
        loaded.Ranks.Share(all.Component.AsSpan(), 1, CodeSource.EncoderBatch);
        loaded.Ranks.Share(all.Posterior.AsSpan(), components, CodeSource.EncoderBatch);
        return all;
    }

    private static void Copy(Tensor source, float[] target, int start) => source.Floats().CopyTo(target, start);
}
