using System.Numerics;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// Lines one pixel wide as a graph: branches are runs of pixels between nodes, which are ends and junctions. Pixels that share a corner are
/// linked only if no pixel next to both already links them, so that the steps of a staircase are not junctions.
/// </summary>
internal sealed class SkeletonGraph
{
    private readonly byte[] _mask;
    private readonly byte[] _walked;
    private readonly int[] _offsets;
    private readonly int _width;

    private SkeletonGraph(byte[] mask, int width)
    {
        _mask = mask;
        _width = width;
        _walked = new byte[mask.Length];
        _offsets = [-width, 1 - width, 1, width + 1, width, width - 1, -1, -width - 1];
    }

    /// <summary>The branches, each as pixels from node to node; a closed line without a node begins and ends at the same pixel.</summary>
    public List<int[]> Branches { get; } = [];

    /// <summary>Pixels without a neighbor.</summary>
    public List<int> Dots { get; } = [];

    /// <summary>Follows all lines.</summary>
    /// <param name="mask">1 on lines one pixel wide, else 0; the outermost rows and columns are 0.</param>
    /// <param name="width">Pixels per row.</param>
    public static SkeletonGraph Of(byte[] mask, int width)
    {
        SkeletonGraph graph = new(mask, width);
        graph.FollowAll(fromNodes: true);
        graph.FollowAll(fromNodes: false);
        return graph;
    }

    private void FollowAll(bool fromNodes)
    {
        for (int at = 0; at < _mask.Length; at++)
        {
            if (_mask[at] == 0)
                continue;
            int links = Links(at), count = BitOperations.PopCount((uint)links);
            if (count == 0 && fromNodes)
                Dots.Add(at);
            if (count != 2 != fromNodes)
                continue;
            for (int direction = 0; direction < 8; direction++)
            {
                if (((links & ~_walked[at]) >> direction & 1) != 0)
                    Branches.Add(Follow(at, direction));
            }
        }
    }

    private int[] Follow(int start, int direction)
    {
        List<int> branch = [start];
        int at = start;
        while (true)
        {
            _walked[at] |= (byte)(1 << direction);
            at += _offsets[direction];
            int back = 1 << ((direction + 4) & 7);
            _walked[at] |= (byte)back;
            branch.Add(at);
            int links = Links(at);
            if (at == start || BitOperations.PopCount((uint)links) != 2)
                return [.. branch];
            direction = BitOperations.TrailingZeroCount(links & ~back);
        }
    }

    /// <summary>The linked neighbors as bits, clockwise from the one above.</summary>
    private int Links(int at)
    {
        int all = Thinning.Neighbors(_mask, at, _width);
        int sides = all & 0b01010101;
        int besideSides = (sides << 1) | (sides >> 1) | (sides << 7 & 0x80) | (sides >> 7);
        return sides | (all & 0b10101010 & ~besideSides);
    }
}
