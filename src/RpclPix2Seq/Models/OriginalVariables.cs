using static TorchSharp.torch;

namespace RpclPix2Seq.Models;

/// <summary>
/// Maps the original program's variables to this model's (docs/original.md §14): the same names after <c>RPCL-pix2seq/</c>, filters as [k,
/// k, in, out] instead of [out, in, k, k] (transposed ones as [k, k, out, in] instead of [in, out, k, k]), and the mixture's weights as a
/// column.
/// </summary>
internal static class OriginalVariables
{
    /// <summary>The prefix of all the original's variable names.</summary>
    public const string Prefix = "RPCL-pix2seq/";

    private const string FilterSuffix = "/filter";
    private const string WeightName = "latent_alpha";

    /// <summary>The original's name of one of this model's tensors.</summary>
    public static string NameOf(string name) => Prefix + name;

    /// <summary>One of the original's values in this model's layout. A view if the layout allows it.</summary>
    /// <param name="name">This model's name for it.</param>
    /// <param name="original">The value in the original's layout.</param>
    public static Tensor FromOriginal(string name, Tensor original)
    {
        if (name.EndsWith(FilterSuffix, StringComparison.Ordinal))
            return original.permute(3, 2, 0, 1);
        return name == WeightName ? original.squeeze(1) : original;
    }

    /// <summary>The inverse of <see cref="FromOriginal"/>: one of this model's tensors in the original's layout, a view of it.</summary>
    public static Tensor ToOriginal(string name, Tensor own)
    {
        if (name.EndsWith(FilterSuffix, StringComparison.Ordinal))
            return own.permute(2, 3, 1, 0);
        return name == WeightName ? own.unsqueeze(1) : own;
    }
}
