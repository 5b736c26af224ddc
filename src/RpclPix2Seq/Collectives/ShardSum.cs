using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Collectives;

/// <summary>
/// Adds an array of numbers over all shards of a batch, in the order of <see cref="ShardPlan"/>: the bits are those that one rank gets. A
/// rank adds its own shards, then every rank gets a part of the array from all others, adds it, and gives the sum to all. That moves
/// 2·(R − 1)/R arrays per rank, which is the least there is, where R divides the shards into whole blocks.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ShardSum<T>
    where T : unmanaged, INumber<T>
{
    private readonly ICollective _ranks;
    private readonly ShardPlan _plan;
    private readonly List<(ShardBlock Block, T[] Values)> _open = [];
    private readonly Stack<T[]> _free = [];
    private T[] _sent = [], _received = [];
    private int _next;

    /// <param name="ranks">The ranks.</param>
    /// <param name="plan">Who has which shards.</param>
    /// <param name="length">Numbers in the array.</param>
    public ShardSum(ICollective ranks, ShardPlan plan, int length)
    {
        (_ranks, _plan, Length) = (ranks, plan, length);
        _next = plan.FirstOf(ranks.Rank);
    }

    /// <summary>Numbers in the array.</summary>
    public int Length { get; }

    /// <summary>Adds the next shard of this rank.</summary>
    /// <param name="fill">Writes its numbers, all of them.</param>
    public void Add(Action<T[]> fill)
    {
        T[] values = _free.TryPop(out T[]? used) ? used : new T[Length];
        fill(values);
        _open.Add((new ShardBlock(_next++, 1), values));
        while (_open is [.., var left, var right] && left.Block.IsFollowedBy(right.Block))
        {
            AddTo(left.Values, right.Values);
            _free.Push(right.Values);
            _open.RemoveRange(_open.Count - 2, 2);
            _open.Add((new ShardBlock(left.Block.First, 2 * left.Block.Length), left.Values));
        }
    }

    /// <summary>The sum, when every rank has added all of its shards; valid until the next one is added.</summary>
    public T[] Total()
    {
        if (_open.Count != _plan.BlocksOf(_ranks.Rank).Count || _next != _plan.FirstOf(_ranks.Rank + 1))
            throw new InvalidOperationException("a rank adds each of its shards once");
        T[] total = _open[0].Values;
        if (_ranks.Size > 1)
            AddRanks(total);
        foreach ((_, T[] values) in _open)
            _free.Push(values);
        _open.Clear();
        _next = _plan.FirstOf(_ranks.Rank);
        return total;
    }

    private void AddRanks(T[] total)
    {
        int size = _ranks.Size, mine = PartOf(_ranks.Rank);
        int[] sent = new int[size], received = new int[size], parts = new int[size];
        Dictionary<ShardBlock, int> places = [];
        int place = 0;
        for (int rank = 0; rank < size; rank++)
        {
            IReadOnlyList<ShardBlock> blocks = _plan.BlocksOf(rank);
            foreach (ShardBlock block in blocks)
            {
                places[block] = place;
                place += mine;
            }

            parts[rank] = Bytes(PartOf(rank));
            (sent[rank], received[rank]) = (_open.Count * parts[rank], blocks.Count * Bytes(mine));
        }

        if (_received.Length < place)
            _received = new T[place];
        _ranks.Exchange(AsBytes(Packed()), sent, AsBytes(_received.AsSpan(0, place)), received);
        Span<T> sum = _received.AsSpan(Add(places, new ShardBlock(0, _plan.Shards), mine), mine);
        _ranks.Gather(AsBytes(sum), AsBytes(total.AsSpan()), parts);
    }

    /// <summary>What the other ranks get: for each the part of the array that it adds, of every block.</summary>
    private ReadOnlySpan<T> Packed()
    {
        if (_open.Count == 1)
            return _open[0].Values;
        if (_sent.Length == 0)
            _sent = new T[_open.Count * Length];
        int written = 0;
        for (int rank = 0; rank < _ranks.Size; rank++)
        {
            foreach ((_, T[] values) in _open)
            {
                values.AsSpan(StartOf(rank), PartOf(rank)).CopyTo(_sent.AsSpan(written));
                written += PartOf(rank);
            }
        }

        return _sent;
    }

    /// <summary>Adds the received parts of a block, in place; returns where the sum is.</summary>
    private int Add(Dictionary<ShardBlock, int> places, ShardBlock block, int length)
    {
        if (places.TryGetValue(block, out int place))
            return place;
        int left = Add(places, block.Left, length), right = Add(places, block.Right, length);
        AddTo(_received.AsSpan(left, length), _received.AsSpan(right, length));
        return left;
    }

    private int StartOf(int rank) => (int)((long)rank * Length / _ranks.Size);

    private int PartOf(int rank) => StartOf(rank + 1) - StartOf(rank);

    private static int Bytes(int count) => checked(count * Unsafe.SizeOf<T>());

    private static Span<byte> AsBytes(Span<T> values) => MemoryMarshal.AsBytes(values);

    private static ReadOnlySpan<byte> AsBytes(ReadOnlySpan<T> values) => MemoryMarshal.AsBytes(values);

    private static void AddTo(Span<T> target, ReadOnlySpan<T> values)
    {
        Span<Vector<T>> wide = MemoryMarshal.Cast<T, Vector<T>>(target);
        ReadOnlySpan<Vector<T>> wideValues = MemoryMarshal.Cast<T, Vector<T>>(values);
        for (int i = 0; i < wide.Length; i++)
            wide[i] += wideValues[i];
        for (int i = wide.Length * Vector<T>.Count; i < target.Length; i++)
            target[i] += values[i];
    }
}
