using System.Numerics;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// Joins the branches of a skeleton into long lines: drops the short branches that grow where the outline of a thick line is rough, and
/// continues lines straight across junctions, as a pen does.
/// </summary>
internal sealed class BranchJoiner
{
    /// <summary>A branch with a free end that is shorter than this share of the line width does not stick out of its line.</summary>
    private const double SpurLength = 0.75;

    /// <summary>
    /// A branch between two junctions that is shorter than this many line widths is the middle of a crossing, which thinning pulls apart.
    /// </summary>
    private const double BridgeLength = 1.25;

    // The most ends that meet in a merged junction: no drawing's lines do, but those of a honeycomb all would.
    private const int MostEnds = 64;

    /// <summary>Two branches form one line where they turn by less than 50 degrees.</summary>
    private const float StraightOn = -0.64f;

    private readonly List<int[]> _branches;
    private readonly int _width;
    private readonly int _look;
    private readonly Dictionary<int, List<int>> _endsAt = [];
    private readonly int[] _partner;

    private BranchJoiner(List<int[]> branches, int width, double lineWidth)
    {
        _branches = branches;
        _width = width;
        _look = Math.Max(3, (int)Math.Round(lineWidth));
        _partner = new int[2 * branches.Count];
        Array.Fill(_partner, -1);
        for (int end = 0; end < _partner.Length; end++)
        {
            int node = NodeOf(end);
            if (!_endsAt.TryGetValue(node, out List<int>? ends))
                _endsAt[node] = ends = [];
            ends.Add(end);
        }
    }

    /// <summary>The lines, in the order of their first branches.</summary>
    /// <param name="branches">Pixels from node to node.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="lineWidth">Width of the lines before they were thinned, in pixels.</param>
    /// <returns>The pixels of each line; a closed one ends where it begins.</returns>
    public static List<int[]> Join(List<int[]> branches, int width, double lineWidth)
    {
        BranchJoiner joiner = new(branches, width, lineWidth);
        bool[] done = joiner.Spurs(SpurLength * lineWidth);
        joiner.Bridges(BridgeLength * lineWidth, done);
        foreach (List<int> ends in joiner._endsAt.Values.Distinct())
            joiner.Pair(ends);
        List<int[]> lines = [];
        for (int closed = 0; closed < 2; closed++)
        {
            for (int end = 0; end < joiner._partner.Length; end++)
            {
                if (!done[end / 2] && (closed == 1 || joiner._partner[end] < 0))
                    lines.Add(joiner.Follow(end, done));
            }
        }

        return lines;
    }

    // End 2b is where branch b begins, end 2b + 1 where it ends.
    private int NodeOf(int end) => (end & 1) == 0 ? _branches[end / 2][0] : _branches[end / 2][^1];

    private bool[] Spurs(double longest)
    {
        bool[] removed = new bool[_branches.Count];
        (int Branch, double Length)[] candidates =
            [.. Enumerable.Range(0, _branches.Count).Select(b => (b, Length(_branches[b]))).Where(c => c.Item2 < longest)
                .OrderBy(c => c.Item2)];
        foreach ((int branch, _) in candidates)
        {
            List<int> first = _endsAt[NodeOf(2 * branch)], last = _endsAt[NodeOf((2 * branch) + 1)];
            if (!((first.Count == 1 && last.Count > 2) || (last.Count == 1 && first.Count > 2)))
                continue;
            removed[branch] = true;
            first.Remove(2 * branch);
            last.Remove((2 * branch) + 1);
        }

        return removed;
    }

    /// <summary>Merges the two junctions at the ends of each bridge, shortest first, and drops the bridge.</summary>
    private void Bridges(double longest, bool[] removed)
    {
        (int Branch, double Length)[] candidates =
            [.. Enumerable.Range(0, _branches.Count).Where(b => !removed[b]).Select(b => (b, Length(_branches[b])))
                .Where(c => c.Item2 < longest).OrderBy(c => c.Item2)];
        foreach ((int branch, _) in candidates)
        {
            List<int> first = _endsAt[NodeOf(2 * branch)], last = _endsAt[NodeOf((2 * branch) + 1)];
            if (first == last || first.Count < 3 || last.Count < 3 || first.Count + last.Count > MostEnds)
                continue;
            removed[branch] = true;
            first.Remove(2 * branch);
            last.Remove((2 * branch) + 1);
            foreach (int end in last)
                _endsAt[NodeOf(end)] = first;
            first.AddRange(last);
        }
    }

    private double Length(int[] branch)
    {
        double length = 0;
        for (int i = 1; i < branch.Length; i++)
        {
            int step = Math.Abs(branch[i] - branch[i - 1]);
            length += step == 1 || step == _width ? 1 : Math.Sqrt(2);
        }

        return length;
    }

    private void Pair(List<int> ends)
    {
        if (ends.Count == 2)
        {
            (_partner[ends[0]], _partner[ends[1]]) = (ends[1], ends[0]);
            return;
        }

        Vector2[] directions = [.. ends.Select(Direction)];
        while (true)
        {
            (int a, int b, float straightest) = (-1, -1, StraightOn);
            for (int i = 0; i < ends.Count; i++)
            {
                for (int k = i + 1; k < ends.Count; k++)
                {
                    float turn = Vector2.Dot(directions[i], directions[k]);
                    if (_partner[ends[i]] < 0 && _partner[ends[k]] < 0 && turn < straightest)
                        (a, b, straightest) = (i, k, turn);
                }
            }

            if (a < 0)
                return;
            (_partner[ends[a]], _partner[ends[b]]) = (ends[b], ends[a]);
        }
    }

    /// <summary>The direction in which a branch leaves the node at one of its ends, measured where the node no longer bends it.</summary>
    private Vector2 Direction(int end)
    {
        int[] branch = _branches[end / 2];
        int far = Math.Min(2 * _look, branch.Length - 1), near = Math.Min(_look / 2, far / 2);
        int from = (end & 1) == 0 ? branch[near] : branch[^(near + 1)], to = (end & 1) == 0 ? branch[far] : branch[^(far + 1)];
        Vector2 way = new((to % _width) - (from % _width), (to / _width) - (from / _width));
        return way == default ? default : Vector2.Normalize(way);
    }

    private int[] Follow(int end, bool[] done)
    {
        List<int> line = [];
        while (end >= 0 && !done[end / 2])
        {
            done[end / 2] = true;
            int[] branch = _branches[end / 2];
            for (int i = line.Count == 0 ? 0 : 1; i < branch.Length; i++)
                line.Add((end & 1) == 0 ? branch[i] : branch[^(i + 1)]);
            end = _partner[end ^ 1];
        }

        return [.. line];
    }
}
