using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Lab.Retrieval;

/// <summary>
/// Synthetic codes to test retrieval: queries are their own codes with noise. A hundredth of the codes are copies of others, a hundredth of
/// the queries equal their own code exactly, and for a hundredth another code is as near as their own, up to single-precision rounding.
/// </summary>
/// <param name="CodeSize">Z.</param>
/// <param name="Queries">[N, Z].</param>
/// <param name="Gallery">[N, Z].</param>
internal sealed record RetrievalCodes(int CodeSize, float[] Queries, float[] Gallery)
{
    private const int Every = 100;

    // About half of the queries find their own code first.
    private const double Noise = 2.6;

    /// <summary>Draws them.</summary>
    /// <param name="count">N ≥ 1.</param>
    /// <param name="size">Z ≥ 1.</param>
    /// <param name="seed">The seed.</param>
    public static RetrievalCodes Draw(int count, int size, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        CounterRandom random = new(RandomPurpose.SyntheticCodes, seed, count, size);
        float[] gallery = new float[count * size], queries = new float[count * size];
        for (int i = 0; i < gallery.Length; i++)
            gallery[i] = (float)random.NextNormal();
        for (int i = 0; i < count / Every; i++)
            Code(gallery, random.NextInt(count)).CopyTo(Code(gallery, random.NextInt(count)));
        for (int i = 0; i < queries.Length; i++)
            queries[i] = (float)(gallery[i] + (Noise * random.NextNormal()));
        for (int i = 0; i < count / Every; i++)
        {
            int exact = random.NextInt(count), rivalled = random.NextInt(count), rival = random.NextInt(count);
            Code(gallery, exact).CopyTo(Code(queries, exact));
            Span<float> query = Code(queries, rivalled), own = Code(gallery, rivalled), other = Code(gallery, rival);
            for (int d = 0; rival != rivalled && d < size; d++)
                other[d] = query[d] + (query[d] - own[d]);
        }

        return new RetrievalCodes(size, queries, gallery);

        Span<float> Code(float[] codes, int index) => codes.AsSpan(index * size, size);
    }
}
