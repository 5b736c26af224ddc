namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>The patches of a picture: connected pixels above a low level, at least one of them above a high level.</summary>
internal sealed class InkPatches
{
    private readonly int _width;

    private InkPatches(int width, int height)
    {
        _width = width;
        Labels = new int[width * height];
    }

    /// <summary>For every pixel, 0 or the number of its patch, from 1.</summary>
    public int[] Labels { get; }

    /// <summary>The patches; patch i has the number i + 1.</summary>
    public List<InkPatch> Patches { get; } = [];

    /// <summary>Finds the patches, in the order of their first strong pixel.</summary>
    /// <param name="plane">The amount of ink at each pixel; larger numbers are more ink.</param>
    /// <param name="low">The level that every pixel of a patch reaches.</param>
    /// <param name="high">The level that at least one of them reaches.</param>
    /// <param name="diagonal">Whether pixels that share only a corner are connected.</param>
    public static InkPatches Find(Plane plane, float low, float high, bool diagonal = true)
    {
        InkPatches found = new(plane.Width, plane.Height);
        Stack<int> open = new();
        for (int i = 0; i < plane.Values.Length; i++)
        {
            if (found.Labels[i] == 0 && plane.Values[i] >= high)
                found.Flood(plane, i, low, diagonal, open);
        }

        return found;
    }

    private void Flood(Plane plane, int seed, float low, bool diagonal, Stack<int> open)
    {
        int number = Patches.Count + 1;
        (int area, int left, int top, int right, int bottom) = (0, int.MaxValue, int.MaxValue, 0, 0);
        Labels[seed] = number;
        open.Push(seed);
        while (open.TryPop(out int at))
        {
            int y = Math.DivRem(at, _width, out int x);
            area++;
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            for (int ny = Math.Max(0, y - 1); ny <= Math.Min(plane.Height - 1, y + 1); ny++)
            {
                for (int nx = Math.Max(0, x - 1); nx <= Math.Min(_width - 1, x + 1); nx++)
                {
                    int next = (ny * _width) + nx;
                    if (Labels[next] == 0 && plane.Values[next] >= low && (diagonal || nx == x || ny == y))
                    {
                        Labels[next] = number;
                        open.Push(next);
                    }
                }
            }
        }

        Patches.Add(new InkPatch(area, left, top, right, bottom));
    }
}

/// <summary>A connected patch of pixels.</summary>
/// <param name="Area">The number of its pixels.</param>
/// <param name="Left">The leftmost column.</param>
/// <param name="Top">The uppermost row.</param>
/// <param name="Right">The rightmost column.</param>
/// <param name="Bottom">The lowest row.</param>
internal readonly record struct InkPatch(int Area, int Left, int Top, int Right, int Bottom);
