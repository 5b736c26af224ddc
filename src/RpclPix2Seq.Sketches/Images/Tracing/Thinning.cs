namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// Peels lines layer by layer until they are one pixel wide: the first algorithm of Guo and Hall, "Parallel thinning with two-subiteration
/// algorithms" (1989). Connected parts stay connected, and ends stay ends.
/// </summary>
internal static class Thinning
{
    private static readonly bool[][] Removable = [Table(first: true), Table(first: false)];

    /// <summary>Thins lines in place.</summary>
    /// <param name="mask">1 where there is a line, else 0; its outermost rows and columns are 0.</param>
    /// <param name="width">Pixels per row.</param>
    public static void Thin(byte[] mask, int width)
    {
        List<int> lines = [];
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != 0)
                lines.Add(i);
        }

        List<int> removed = [];
        int idle = 0;
        for (int round = 0; idle < 2; round ^= 1)
        {
            removed.Clear();
            bool[] removable = Removable[round];
            foreach (int at in lines)
            {
                if (removable[Neighbors(mask, at, width)])
                    removed.Add(at);
            }

            foreach (int at in removed)
                mask[at] = 0;
            idle = removed.Count == 0 ? idle + 1 : 0;
            if (removed.Count > 0)
                lines.RemoveAll(at => mask[at] == 0);
        }
    }

    /// <summary>The eight neighbors of a pixel as bits, clockwise from the one above.</summary>
    public static int Neighbors(byte[] mask, int at, int width) =>
        mask[at - width] | (mask[at - width + 1] << 1) | (mask[at + 1] << 2) | (mask[at + width + 1] << 3)
        | (mask[at + width] << 4) | (mask[at + width - 1] << 5) | (mask[at - 1] << 6) | (mask[at - width - 1] << 7);

    /// <summary>For every neighborhood, whether its center is removed; conditions (a), (b) and (c) of algorithm A1.</summary>
    private static bool[] Table(bool first)
    {
        bool[] table = new bool[256];
        for (int bits = 0; bits < 256; bits++)
        {
            // Sides are the even directions, corners the odd ones.
            int runs = 0, pairs = 0, otherPairs = 0;
            for (int side = 0; side < 8; side += 2)
            {
                runs += !Has(bits, side) && (Has(bits, side + 1) || Has(bits, side + 2)) ? 1 : 0;
                pairs += Has(bits, side) || Has(bits, side + 7) ? 1 : 0;
                otherPairs += Has(bits, side) || Has(bits, side + 1) ? 1 : 0;
            }

            int neighbors = Math.Min(pairs, otherPairs);
            bool held = first
                ? (Has(bits, 4) || Has(bits, 5) || !Has(bits, 7)) && Has(bits, 6)
                : (Has(bits, 0) || Has(bits, 1) || !Has(bits, 3)) && Has(bits, 2);
            table[bits] = runs == 1 && neighbors is (2 or 3) && !held;
        }

        return table;
    }

    private static bool Has(int bits, int direction) => ((bits >> (direction & 7)) & 1) != 0;
}
