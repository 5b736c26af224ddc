using System.Buffers.Binary;
using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Files.Zip;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>Reads numpy's .npy files: formats 1.0 to 3.0, numbers of either byte order, C or Fortran order.</summary>
internal static class NpyReader
{
    /// <summary>Reads the one array of a .npy file.</summary>
    /// <exception cref="InputException">The file cannot be read, is not a .npy file, is damaged, or holds Python objects.</exception>
    public static NpyArray Read(string path)
    {
        using InputFile file = new(path);
        using FileRangeStream stream = new(file, 0, file.Length);
        return Read(
            stream, file.Place, () => file.ReadExactly(stream.Position, checked((int)(file.Length - stream.Position)), "the array"));
    }

    internal static NpyArray Read(ZipMemberStream stream)
    {
        NpyArray array = Read(stream, stream.Place, stream.ReadRest);
        stream.Finish();
        return array;
    }

    private static NpyArray Read(Stream stream, InputPlace place, Func<byte[]> readRest) =>
        ReadBody(NpyHeader.Read(stream, place), stream, place, readRest);

    internal static NpyArray ReadBody(NpyHeader header, Stream stream, InputPlace place, Func<byte[]> readRest)
    {
        if (header.Dtype.IsObject)
            throw place.Error(10, "an array of numbers", "Python objects", "only sketches may be stored as objects");
        long rest = stream.Length - header.Length;
        long needed = header.Count * header.Dtype.Size;
        if (needed != rest || needed > Array.MaxLength)
        {
            throw place.Error(header.Length,
                $"{needed} bytes for the shape ({string.Join(", ", header.Shape)}) of {header.Dtype} (and at most {Array.MaxLength})",
                $"{rest}", "the array is truncated or damaged");
        }

        byte[] data = readRest();
        NpyDtype native = header.Dtype with { BigEndian = header.Dtype.Size > 1 && !BitConverter.IsLittleEndian };
        if (native != header.Dtype)
            ReverseBytes(data, header.Dtype.Size);
        if (header.FortranOrder && header.Shape.Length > 1 && data.Length > 0)
            data = ToCOrder(data, header.Dtype.Size, header.Shape);
        return new NpyArray(native, header.Shape, data, place);
    }

    /// <summary>Reverses the bytes of every element in place.</summary>
    internal static void ReverseBytes(Span<byte> data, int size)
    {
        switch (size)
        {
            case 2:
                Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(data);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 4:
                Span<uint> doubles = MemoryMarshal.Cast<byte, uint>(data);
                BinaryPrimitives.ReverseEndianness(doubles, doubles);
                break;
            case 8:
                Span<ulong> quads = MemoryMarshal.Cast<byte, ulong>(data);
                BinaryPrimitives.ReverseEndianness(quads, quads);
                break;
            default:
                break;
        }
    }

    private static byte[] ToCOrder(byte[] data, int size, long[] shape)
    {
        byte[] result = GC.AllocateUninitializedArray<byte>(data.Length);
        long[] strides = new long[shape.Length];
        long stride = size;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        long[] index = new long[shape.Length];
        long from = 0;
        for (int to = 0; to < result.Length; to += size)
        {
            data.AsSpan((int)from, size).CopyTo(result.AsSpan(to));
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                    break;
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
