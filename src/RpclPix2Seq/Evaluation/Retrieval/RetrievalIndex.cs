using System.Numerics;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>
/// Finds the exact rank of each query's own code in a gallery, by Euclidean distance. Distances come from products of blocks in double
/// precision; pairs of distances that these cannot tell apart for certain are measured again, one difference at a time, so that every rank
/// is the one that measuring all pairs that way would give (the original needs some 8 GB for 12,500 codes and leaves out a remainder,
/// defect D-23). Takes O(N) memory in addition to a block.
/// </summary>
internal sealed class RetrievalIndex
{
    // Number of pairs whose distances are computed at a time: 8 MB, which partly fits into caches.
    private const int BlockSize = 1 << 20;

    // Half the distance from 1 to the next number.
    private const double Unit = 1.0 / (1L << 53);

    private readonly float[] _queries, _gallery;
    private readonly int _size;
    private readonly double[] _norms, _squares;
    private readonly List<int> _nearest = [];
    private double _largest, _radius, _best;

    private RetrievalIndex(float[] queries, float[] gallery, int size)
    {
        (_queries, _gallery, _size) = (queries, gallery, size);
        _norms = new double[gallery.Length / size];
        _squares = new double[size];
    }

    /// <summary>Ranks every query's own code.</summary>
    /// <param name="queries">[N, Z].</param>
    /// <param name="gallery">[N, Z]; query i's own code is code i.</param>
    /// <param name="size">Z.</param>
    /// <param name="ranks">The processes that share the queries, and all get the ranks of their codes; null for this one alone.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="ArgumentException">There are no codes, not as many queries as codes, or one is incomplete or not
    /// finite.</exception>
    public static RetrievalRanks Rank(
        float[] queries, float[] gallery, int size, ICollective? ranks = null, CancellationToken cancellationToken = default)
    {
        int count = CodeArrays.Count(gallery, size);
        if (CodeArrays.Count(queries, size) != count)
            throw new ArgumentException($"{queries.Length / size} queries for {count} codes", nameof(queries));
        return new RetrievalIndex(queries, gallery, size).Run(count, ranks ?? new SingleCollective(), cancellationToken);
    }

    /// <summary>Number of codes that are equal to an earlier one.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="size">Z.</param>
    public static int Duplicates(float[] codes, int size)
    {
        int count = CodeArrays.Count(codes, size);
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => Code(codes, size, a).SequenceCompareTo(Code(codes, size, b)));
        int duplicates = 0;
        for (int i = 1; i < count; i++)
            duplicates += Code(codes, size, order[i]).SequenceEqual(Code(codes, size, order[i - 1])) ? 1 : 0;
        return duplicates;
    }

    private RetrievalRanks Run(int count, ICollective processes, CancellationToken cancellationToken)
    {
        RetrievalRanks ranks = new(new int[count], new int[count], new double[count], new bool[count]);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        (Tensor asked, double[] queryNorms, Tensor transposed) = Center(count);
        int rows = Math.Clamp(BlockSize / count, 1, count);
        for (int start = 0; start < count; start += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!processes.Has(start / rows))
                continue;
            using IDisposable inner = NewDisposeScope();
            int length = Math.Min(rows, count - start);
            Tensor products = mm(asked.narrow(0, start, length), transposed);
            ReadOnlySpan<double> numbers = Numbers(products);
            for (int i = 0; i < length; i++)
                Place(start + i, queryNorms[start + i], numbers.Slice(i * count, count), ranks);
        }

        processes.Share(ranks.Rank.AsSpan(), 1, rows);
        processes.Share(ranks.Nearest.AsSpan(), 1, rows);
        processes.Share(ranks.Distance.AsSpan(), 1, rows);
        processes.Share(ranks.IsTied.AsSpan(), 1, rows);
        return ranks;
    }

    /// <summary>Subtracts the mean of the codes, so that products can still distinguish codes that are all similar.</summary>
    /// <returns>The queries [N, Z], their squared lengths [N], and the codes [Z, N], the mean of the codes subtracted from all.</returns>
    private (Tensor Asked, double[] QueryNorms, Tensor Transposed) Center(int count)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor codes = tensor(_gallery, [count, _size]).to(float64), asked = tensor(_queries, [count, _size]).to(float64),
            mean = codes.mean([0L], keepdim: true);
        _largest = Math.Sqrt(Math.Max(SquaredLengths(codes).Max(), SquaredLengths(asked).Max()));
        codes.sub_(mean);
        asked.sub_(mean);
        SquaredLengths(codes).CopyTo(_norms, 0);
        _radius = Math.Sqrt(_norms.Max());
        return (asked.MoveToOuterDisposeScope(), SquaredLengths(asked), codes.t().contiguous().MoveToOuterDisposeScope());
    }

    private static double[] SquaredLengths(Tensor rows)
    {
        using IDisposable scope = NewDisposeScope();
        return rows.Squared().sum([1L]).Doubles();
    }

    /// <summary>
    /// Ranks the query's own code among the products of one row: |q|² + |g|² − 2q·g is the distance up to an error below the tolerance.
    /// </summary>
    private void Place(int query, double queryNorm, ReadOnlySpan<double> products, RetrievalRanks ranks)
    {
        double own = Measure(query, query), tolerance = Tolerance(Math.Sqrt(queryNorm));
        Row row = new(query, own, (own * _size) - queryNorm, tolerance);
        ReadOnlySpan<double> norms = _norms.AsSpan(0, products.Length);
        Vector<long> nearer = Vector<long>.Zero;
        Vector<double> surely = new(row.Surely), threshold = new(row.Threshold), within = new(tolerance);
        int j = 0, changed = 0;
        _best = double.PositiveInfinity;
        for (; j <= products.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            // A nearer code gives −1.
            Vector<double> values = new Vector<double>(norms[j..]) - (2 * new Vector<double>(products[j..]));
            nearer -= Vector.LessThan(values, surely);
            if (!Vector.LessThanOrEqualAny(Vector.Abs(values - threshold), within)
                && !Vector.LessThanOrEqualAny(values, new Vector<double>(_best + tolerance)))
                continue;
            for (int lane = 0; lane < Vector<double>.Count; lane++)
                changed += Look(row, j + lane, values[lane], ranks);
        }

        for (; j < products.Length; j++)
        {
            double value = norms[j] - (2 * products[j]);
            changed += (value < row.Surely ? 1 : 0) + Look(row, j, value, ranks);
        }

        (ranks.Rank[query], ranks.Distance[query], ranks.Nearest[query]) =
            (checked((int)Vector.Sum(nearer)) + changed, own, NearestOf(query));
    }

    /// <summary>Measures a code that the products cannot distinguish from the query's own, and keeps one that may be the nearest.</summary>
    /// <returns>The change of the number of nearer codes.</returns>
    private int Look(Row row, int code, double value, RetrievalRanks ranks)
    {
        if (value <= _best + row.Tolerance)
        {
            if (value < _best - row.Tolerance)
                _nearest.Clear();
            _nearest.Add(code);
            _best = Math.Min(_best, value);
        }

        if (code == row.Query || Math.Abs(value - row.Threshold) > row.Tolerance)
            return 0;
        double other = Measure(row.Query, code);
        ranks.IsTied[row.Query] |= other == row.Own;
        bool nearer = other < row.Own || (other == row.Own && code < row.Query);
        return (nearer ? 1 : 0) - (value < row.Surely ? 1 : 0);
    }

    private int NearestOf(int query)
    {
        int nearest = _nearest[0];
        if (_nearest.Count > 1)
        {
            double least = Measure(query, nearest);
            foreach (int code in _nearest.Skip(1))
            {
                double distance = Measure(query, code);
                if (distance < least)
                    (nearest, least) = (code, distance);
            }
        }

        _nearest.Clear();
        return nearest;
    }

    private double Measure(int query, int code) => MeanSquare.Of(Code(_queries, _size, query), Code(_gallery, _size, code), _squares);

    /// <summary>
    /// More than twice the rounding errors of a value and of the measured distance that it is compared with: sums of Z products (Higham,
    /// 2002, §3.1), and the differences to the mean.
    /// </summary>
    private double Tolerance(double queryNorm)
    {
        double reach = queryNorm + _radius, shift = 4 * Unit * _largest;
        return (4 * (_size + 8) * Unit * reach * reach) + (4 * shift * reach) + (shift * shift);
    }

    /// <summary>A query, the distance of its own code, and its place among the values of its row.</summary>
    private readonly record struct Row(int Query, double Own, double Threshold, double Tolerance)
    {
        /// <summary>Below it a code is certainly nearer than the query's own.</summary>
        public double Surely => Threshold - Tolerance;
    }

    private static ReadOnlySpan<float> Code(float[] codes, int size, int index) => codes.AsSpan(index * size, size);

    /// <summary>The numbers of a tensor that a scope holds.</summary>
    private static unsafe ReadOnlySpan<double> Numbers(Tensor tensor) => TensorMemory.IsAvailable
        ? new ReadOnlySpan<double>(TensorMemory.Doubles(tensor).First, checked((int)tensor.numel()))
        : tensor.Doubles();
}

/// <summary>Where each query found its own code.</summary>
/// <param name="Rank">How many codes of the gallery are nearer to query i than its own, code i; of equally near ones those with a lower
/// index count as nearer [N].</param>
/// <param name="Nearest">The nearest code of the gallery, the lowest index of equally near ones [N].</param>
/// <param name="Distance">The mean squared difference of query i and its own code [N].</param>
/// <param name="IsTied">Whether another code is exactly as near to query i as its own [N].</param>
internal sealed record RetrievalRanks(int[] Rank, int[] Nearest, double[] Distance, bool[] IsTied)
{
    /// <summary>N.</summary>
    public int Count => Rank.Length;
}
