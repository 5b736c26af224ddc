using RpclPix2Seq.Codes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <content>The best of several drawings of a code.</content>
internal sealed partial class SketchGenerator
{
    /// <summary>
    /// Draws a sketch from each code: the best of <see cref="SamplingOptions.BestOf"/>, which are encoded again. That is the one whose code
    /// is nearest to the requested one, or, for a code from a component, the likeliest of that component.
    /// </summary>
    /// <param name="sampler">Draws.</param>
    /// <param name="codes">[N, Z].</param>
    /// <param name="components">The component that each code comes from [N], or null for codes of drawings.</param>
    /// <param name="beginnings">The first rows of each sketch; empty for none.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    private Sketch[] DrawBest(
        SketchSampler sampler, Tensor codes, int[]? components, IReadOnlyList<Sketch> beginnings, Action<int>? drawn,
        CancellationToken cancellationToken)
    {
        int tries = _options.BestOf, count = (int)codes.shape[0];
        if (tries == 1)
            return sampler.Draw(codes, beginnings, drawn, cancellationToken);
        Sketch[] all = sampler.Draw(
            codes.repeat(tries, 1), [.. Enumerable.Repeat(beginnings, tries).SelectMany(each => each)], done => drawn?.Invoke(done / tries),
            cancellationToken);
        double[] worth = Worth(all, codes, components);
        return
        [
            .. Enumerable.Range(0, count).Select(
                i => all[Enumerable.Range(0, tries).Select(n => (n * count) + i).MaxBy(k => worth[k])]),
        ];
    }

    /// <summary>
    /// How near the code of each drawing is to the one that it was drawn from: minus the squared distance, −∞ without ink.
    /// </summary>
    /// <param name="drawings">N drawings.</param>
    /// <param name="codes">[N, Z].</param>
    public double[] Nearness(Sketch[] drawings, float[] codes)
    {
        using IDisposable scope = NewDisposeScope();
        return Worth(drawings, TensorOf(codes), components: null);
    }

    /// <summary>How good each drawing is; those without ink are the worst.</summary>
    private double[] Worth(Sketch[] all, Tensor codes, int[]? components)
    {
        double[] worth = new double[all.Length];
        Array.Fill(worth, double.NegativeInfinity);
        EncoderInput[] inputs = Inputs(all);
        int[] visible = [.. Enumerable.Range(0, all.Length).Where(i => EncoderPictures.HasInk(inputs[i], Pictures))];
        if (visible.Length == 0)
            return worth;
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor again = Encode([.. visible.Select(i => inputs[i])]);
        int count = (int)codes.shape[0];
        Tensor values = components is null
            ? (again - codes.index_select(0, Index(i => i % count))).Squared().sum([1L]).neg()
            : _model.Mixture.LogDensities(again).gather(1, Index(i => components[i % count]).unsqueeze(1)).squeeze(1);
        float[] numbers = values.Floats();
        for (int i = 0; i < visible.Length; i++)
            worth[visible[i]] = numbers[i];
        return worth;

        Tensor Index(Func<int, int> of) => tensor([.. visible.Select(i => (long)of(i))], int64).to(codes.device);
    }
}
