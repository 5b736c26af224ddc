using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using RpclPix2Seq.Sketches.Files.Arrays;
using Op = RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles.PickleOpcodes;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>Writes an object array of numeric arrays as a protocol 3 pickle, the way Python 3 with numpy 1 writes it.</summary>
internal sealed class PickleWriter(ArrayBufferWriter<byte> output, NpyDtype itemType)
{
    private const byte ReconstructEntry = 0;
    private const byte ArgumentsEntry = 1;
    private const byte DtypeEntry = 2;
    private const int BatchLength = 1000;
    private int _count;

    /// <summary>Writes everything before the first item.</summary>
    /// <param name="count">The number of arrays that will follow.</param>
    public void Begin(int count)
    {
        Write([Op.Proto, 3]);
        WriteGlobal("numpy.core.multiarray", "_reconstruct");
        Write([Op.BinPut, ReconstructEntry]);
        WriteGlobal("numpy", "ndarray");
        Write([Op.BinInt1, 0, Op.Tuple1, Op.ShortBinBytes, 1, (byte)'b', Op.Tuple3, Op.BinPut, ArgumentsEntry, Op.Reduce]);

        // State: (1, (count,), dtype('O'), False, [items])
        Write([Op.Mark, Op.BinInt1, 1]);
        WriteInt(count);
        Write([Op.Tuple1]);
        WriteDtype("O8", "|", 63);
        Write([Op.NewFalse, Op.EmptyList, Op.Mark]);
    }

    /// <summary>Writes one array [rows, columns].</summary>
    /// <param name="rows">The first dimension.</param>
    /// <param name="columns">The second dimension.</param>
    /// <param name="fill">Writes the elements in C order.</param>
    public void WriteItem(int rows, int columns, SpanAction<byte, int> fill)
    {
        // Batches, as in Python, keep the stack of every reader small.
        if (_count > 0 && _count % BatchLength == 0)
            Write([Op.Appends, Op.Mark]);
        Write([Op.BinGet, ReconstructEntry, Op.BinGet, ArgumentsEntry, Op.Reduce, Op.Mark, Op.BinInt1, 1]);
        WriteInt(rows);
        WriteInt(columns);
        Write([Op.Tuple2]);
        if (_count == 0)
        {
            WriteDtype($"{itemType.Kind}{itemType.Size}", itemType.BigEndian ? ">" : "<", 0);
            Write([Op.BinPut, DtypeEntry]);
        }
        else
        {
            Write([Op.BinGet, DtypeEntry]);
        }

        int size = checked(rows * columns * itemType.Size);
        Write([Op.NewFalse, Op.BinBytes]);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), size);
        output.Advance(4);
        fill(output.GetSpan(size)[..size], rows);
        output.Advance(size);
        Write([Op.Tuple, Op.Build]);
        _count++;
    }

    /// <summary>Writes everything after the last item.</summary>
    public void End() => Write([Op.Appends, Op.Tuple, Op.Build, Op.Stop]);

    private void WriteGlobal(string module, string name)
    {
        Write([Op.Global]);
        Write(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    private void WriteInt(int value)
    {
        Write([Op.BinInt]);
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private void WriteText(string text)
    {
        Write([Op.BinUnicode, (byte)text.Length, 0, 0, 0]);
        Write(Encoding.ASCII.GetBytes(text));
    }

    private void WriteDtype(string name, string order, byte flags)
    {
        WriteGlobal("numpy", "dtype");
        WriteText(name);
        Write([Op.NewFalse, Op.NewTrue, Op.Tuple3, Op.Reduce, Op.Mark, Op.BinInt1, 3]);
        WriteText(order);
        Write([Op.None, Op.None, Op.None]);
        WriteInt(-1);
        WriteInt(-1);
        Write([Op.BinInt1, flags, Op.Tuple, Op.Build]);
    }

    private void Write(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
