using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Sorts the slots of a pixel row in all of its sub-rows at once: the exchanges are the same for any data, so no branch depends on the
/// data. Batcher's merge exchange (D. E. Knuth, The Art of Computer Programming, volume 3, 5.2.2, algorithm M).
/// </summary>
internal static unsafe class SortingNetwork
{
    // Longer networks are seldom needed; storing them would cost more memory than it saves time.
    private static readonly Exchange[]?[] Networks = new Exchange[256][];

    /// <summary>Sorts each lane of <paramref name="slots"/> [<paramref name="count"/>, <see cref="CrossingRow.Lanes"/>].</summary>
    public static void Sort(int* slots, int count)
    {
        if (count < Networks.Length)
        {
            foreach (Exchange exchange in Networks[count] ??= MakeNetwork(count))
                Apply(slots, exchange);
        }
        else
        {
            foreach (Exchange exchange in new Exchanges(count))
                Apply(slots, exchange);
        }
    }

    private static Exchange[] MakeNetwork(int count)
    {
        List<Exchange> network = [];
        foreach (Exchange exchange in new Exchanges(count))
            network.Add(exchange);
        return [.. network];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply(int* slots, Exchange exchange)
    {
        int* low = slots + exchange.Low;
        int* high = slots + exchange.High;
        Order(low, high);
        Order(low + Vector256<int>.Count, high + Vector256<int>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order(int* low, int* high)
    {
        Vector256<int> a = Vector256.LoadAligned(low);
        Vector256<int> b = Vector256.LoadAligned(high);
        Vector256.Min(a, b).StoreAligned(low);
        Vector256.Max(a, b).StoreAligned(high);
    }

    // Where the exchanged slots begin; the smaller value goes to the lower one.
    private readonly record struct Exchange(int Low, int High);

    /// <summary>The exchanges of a network, one after the other; p, q, r and d are those of algorithm M.</summary>
    private struct Exchanges
    {
        private readonly int _count;
        private readonly int _half;
        private int _p;
        private int _q;
        private int _r;
        private int _d;
        private int _i;

        public Exchanges(int count)
        {
            _count = count;
            _half = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 2)) / 2;
            Begin(_half);
        }

        public readonly Exchange Current => new(_i * CrossingRow.Lanes, (_i + _d) * CrossingRow.Lanes);

        public readonly Exchanges GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_p > 0)
            {
                for (_i++; _i < _count - _d; _i++)
                {
                    if ((_i & _p) == _r)
                        return true;
                }

                if (_q == _p)
                    Begin(_p / 2);
                else
                    (_d, _r, _q, _i) = (_q - _p, _p, _q / 2, -1);
            }

            return false;
        }

        private void Begin(int p) => (_p, _q, _r, _d, _i) = (p, _half, 0, p, -1);
    }
}
