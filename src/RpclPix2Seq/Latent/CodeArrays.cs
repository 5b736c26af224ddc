namespace RpclPix2Seq.Latent;

/// <summary>Arrays of concatenated codes.</summary>
internal static class CodeArrays
{
    /// <summary>The number of codes.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="size">Z ≥ 1.</param>
    /// <exception cref="ArgumentException">The array is empty, ends in a partial code, or has a number that is not finite.</exception>
    public static int Count(ReadOnlySpan<float> codes, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        if (codes.Length == 0 || codes.Length % size != 0)
            throw new ArgumentException($"{codes.Length} numbers are not one or more codes of {size}", nameof(codes));
        for (int i = 0; i < codes.Length; i++)
        {
            if (!float.IsFinite(codes[i]))
                throw new ArgumentException($"number {i % size} of code {i / size} is {codes[i]}", nameof(codes));
        }

        return codes.Length / size;
    }
}
