using CsCheck;

#pragma warning disable RS0030 // The one place from which CsCheck is called.

namespace RpclPix2Seq.TestKit;

/// <summary>
/// Properties that hold for generated cases. CsCheck's own sampling takes the clock as its seed and fixes at most the first case. Here
/// every case follows from one seed, so that each run tries the same cases. The environment variable <c>CsCheck_Seed</c> sets another seed:
/// that of a failure, which is then the first case, or a new one to explore with (<c>runs/roam.sh</c>).
/// </summary>
public static class Property
{
    private const string UsualSeed = "000000000010";

    /// <summary>Tries a property on one case after the other.</summary>
    /// <param name="cases">Makes a case from a seed.</param>
    /// <param name="property">Throws where the property does not hold.</param>
    /// <param name="count">The number of cases.</param>
    /// <exception cref="CsCheckException">The property does not hold; the message has the smallest failing case that was found, and its
    /// seed.</exception>
    public static void ForAll<T>(this Gen<T> cases, Action<T> property, int count = 100)
    {
        string seed = Check.Seed ?? UsualSeed;
        PCG seeds = PCG.Parse(seed);
        for (int i = 0; i < count; i++)
        {
            try
            {
                cases.Sample(property, seed: seed, iter: 1, threads: 1);
            }
            catch (CsCheckException)
            {
                // The same case again, then others that are smaller.
                cases.Sample(property, seed: seed, iter: count, threads: 1);
                throw;
            }

            seed = new PCG(0, seeds.Next64()).ToString();
        }
    }

    /// <summary>Like <see cref="ForAll{T}"/>, for pairs.</summary>
    public static void ForAll<T1, T2>(this Gen<(T1, T2)> cases, Action<T1, T2> property, int count = 100) =>
        cases.ForAll(c => property(c.Item1, c.Item2), count);

    /// <summary>Like <see cref="ForAll{T}"/>, for three values.</summary>
    public static void ForAll<T1, T2, T3>(this Gen<(T1, T2, T3)> cases, Action<T1, T2, T3> property, int count = 100) =>
        cases.ForAll(c => property(c.Item1, c.Item2, c.Item3), count);

    /// <summary>Like <see cref="ForAll{T}"/>, for four values.</summary>
    public static void ForAll<T1, T2, T3, T4>(this Gen<(T1, T2, T3, T4)> cases, Action<T1, T2, T3, T4> property, int count = 100) =>
        cases.ForAll(c => property(c.Item1, c.Item2, c.Item3, c.Item4), count);

    /// <summary>Like <see cref="ForAll{T}"/>, for five values.</summary>
    public static void ForAll<T1, T2, T3, T4, T5>(
        this Gen<(T1, T2, T3, T4, T5)> cases, Action<T1, T2, T3, T4, T5> property, int count = 100) =>
        cases.ForAll(c => property(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5), count);

    /// <summary>Like <see cref="ForAll{T}"/>, for six values.</summary>
    public static void ForAll<T1, T2, T3, T4, T5, T6>(
        this Gen<(T1, T2, T3, T4, T5, T6)> cases, Action<T1, T2, T3, T4, T5, T6> property, int count = 100) =>
        cases.ForAll(c => property(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6), count);
}
