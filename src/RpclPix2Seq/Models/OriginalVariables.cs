using static TorchSharp.torch;

namespace RpclPix2Seq.Models;

/// <summary>
/// The original program's variables against this model's (docs/original.md §14): the same names behind <c>RPCL-pix2seq/</c>, filters as
/// [k, k, in, out] against [out, in, k, k] (transposed ones as [k, k, out, in] against [in, out, k, k]), and the mixture's weights
/// as a column.
/// </summary>
public static class OriginalVariables
{
    /// <summary>What all the original's variable names begin with.</summary>
    public const string Prefix = "RPCL-pix2seq/";

    private const string FilterSuffix = "/filter";
    private const string WeightName = "latent_alpha";

    /// <summary>The original's name of one of this model's tensors.</summary>
    public static string NameOf(string name) => Prefix + name;

    /// <summary>One of the original's values as this model holds it. A view, where the layout allows.</summary>
    /// <param name="name">This model's name of it.</param>
    /// <param name="original">The value in the original's layout.</param>
    public static Tensor FromOriginal(string name, Tensor original)
    {
        if (name.EndsWith(FilterSuffix, StringComparison.Ordinal))
            return original.permute(3, 2, 0, 1);
        return name == WeightName ? original.squeeze(1) : original;
    }
}
