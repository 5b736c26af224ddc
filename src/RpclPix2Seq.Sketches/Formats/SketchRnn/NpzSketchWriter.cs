using System.Buffers;
using System.Buffers.Binary;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Arranges sketches for a .npz file.</summary>
internal static class NpzSketchWriter
{
    public const string PointsSuffix = "_points";
    public const string OffsetsSuffix = "_offsets";

    /// <summary>True if int16 represents every offset exactly; throws for sketches that no reader would accept.</summary>
    public static bool FitsInt16(string path, Sketch[][] splits)
    {
        bool fits = true;
        for (int s = 0; s < splits.Length; s++)
        {
            for (int i = 0; i < splits[s].Length; i++)
            {
                ReadOnlySpan<StrokePoint> points = splits[s][i].Points;
                if (points.Length == 0)
                    throw new InputException(path, $"{SplitNames.All[s].Name}, sketch {i}", "at least one row", "none", "leave it out");
                for (int r = 0; r < points.Length; r++)
                {
                    (float dx, float dy, _) = points[r];
                    if (!float.IsFinite(dx) || !float.IsFinite(dy))
                    {
                        throw new InputException(path, $"{SplitNames.All[s].Name}, sketch {i}, row {r}", "finite offsets",
                            $"({dx}, {dy})", "leave the sketch out");
                    }

                    fits &= dx is >= short.MinValue and <= short.MaxValue && dy is >= short.MinValue and <= short.MaxValue
                        && dx == MathF.Truncate(dx) && dy == MathF.Truncate(dy);
                }
            }
        }

        return fits;
    }

    /// <summary>The .npy file, header included, of an object array of [n, 3] arrays.</summary>
    public static ReadOnlyMemory<byte> ToPickledNpy(Sketch[] sketches, bool asInt16)
    {
        NpyDtype dtype = DtypeOf(asInt16);
        long points = sketches.Sum(sketch => (long)sketch.Length);
        ArrayBufferWriter<byte> output = new(checked((int)((points * 3 * dtype.Size) + (sketches.Length * 48L) + 1024)));
        output.Write(NpyHeader.Write(new NpyDtype('O', 8, false), [sketches.Length]));
        PickleWriter pickle = new(output, dtype);
        pickle.Begin(sketches.Length);
        foreach (Sketch sketch in sketches)
            pickle.WriteItem(sketch.Length, 3, (destination, _) => WriteRows(destination, sketch.Points, asInt16));
        pickle.End();
        return output.WrittenMemory;
    }

    /// <summary>Adds the two numeric members of a split.</summary>
    public static void AddPlain(NpzWriter writer, string name, Sketch[] sketches, bool asInt16)
    {
        long[] offsets = new long[sketches.Length + 1];
        for (int i = 0; i < sketches.Length; i++)
            offsets[i + 1] = offsets[i] + sketches[i].Length;
        NpyDtype dtype = DtypeOf(asInt16);
        int rowSize = 3 * dtype.Size;
        byte[] data = new byte[checked((int)(offsets[^1] * rowSize))];
        for (int i = 0; i < sketches.Length; i++)
            WriteRows(data.AsSpan((int)offsets[i] * rowSize), sketches[i].Points, asInt16);
        writer.Add(name + PointsSuffix, dtype, [offsets[^1], 3], data);
        writer.Add<long>(name + OffsetsSuffix, offsets);
    }

    private static NpyDtype DtypeOf(bool asInt16) => asInt16 ? new NpyDtype('i', 2, false) : new NpyDtype('f', 4, false);

    private static void WriteRows(Span<byte> destination, ReadOnlySpan<StrokePoint> points, bool asInt16)
    {
        int size = asInt16 ? 2 : 4;
        foreach ((float dx, float dy, bool penUp) in points)
        {
            if (asInt16)
            {
                BinaryPrimitives.WriteInt16LittleEndian(destination, (short)dx);
                BinaryPrimitives.WriteInt16LittleEndian(destination[2..], (short)dy);
                BinaryPrimitives.WriteInt16LittleEndian(destination[4..], penUp ? (short)1 : (short)0);
            }
            else
            {
                BinaryPrimitives.WriteSingleLittleEndian(destination, dx);
                BinaryPrimitives.WriteSingleLittleEndian(destination[4..], dy);
                BinaryPrimitives.WriteSingleLittleEndian(destination[8..], penUp ? 1 : 0);
            }

            destination = destination[(3 * size)..];
        }
    }
}
