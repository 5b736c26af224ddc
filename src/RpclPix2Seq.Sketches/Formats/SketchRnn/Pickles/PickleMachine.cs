using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using Op = RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles.PickleOpcodes;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>
/// Reads the pickles that numpy writes for object arrays of sketches (protocols 2 to 5, by Python 2 or 3), and nothing else. It cannot
/// execute anything: names and opcodes outside a short list are errors, and the few "calls" on the list are carried out here as plain data
/// structures. Bytes stay in the input and are referenced, so that each opcode costs only a few moves.
/// </summary>
internal sealed partial class PickleMachine
{
    private const int MaxStack = 1 << 20;
    private const int MaxMarks = 64;
    private const int MaxMemo = 1 << 24;
    private const int MaxCells = 1 << 26;
    private const int MaxLists = 1 << 24;
    private const int MaxArrays = 1 << 22;
    private const int MaxDtypes = 1 << 20;

    private readonly byte[] _input;
    private readonly int _length;
    private readonly Func<int, int> _require;
    private readonly InputPlace _place;
    private readonly int _baseOffset;
    private readonly int[] _marks = new int[MaxMarks];
    private readonly List<PickleValue> _memo = [];
    private readonly List<PickleValue> _cells = [];
    private readonly List<PickleList> _lists = [];
    private readonly List<PickleArray> _arrays = [];
    private readonly List<(NpyDtype Type, bool Built)> _dtypes = [];
    private PickleValue[] _stack = new PickleValue[256];
    private int _top;
    private int _markCount;
    private int _at;
    private int _there;
    private int _opcodeAt;

    /// <param name="input">Starts with the pickle; must stay unchanged while values are read.</param>
    /// <param name="length">The pickle's length in bytes.</param>
    /// <param name="place">The member it comes from.</param>
    /// <param name="baseOffset">Where in the member the pickle starts.</param>
    /// <param name="require">Waits until the given number of input bytes is available, and returns how many are; null if all are.</param>
    public PickleMachine(byte[] input, int length, InputPlace place, int baseOffset, Func<int, int>? require = null)
    {
        _input = input;
        _length = length;
        _require = require ?? (_ => length);
        _place = place;
        _baseOffset = baseOffset;

        // The capacity that sketches of usual length need: growing step by step would copy everything several times. Never more than the
        // size of the input.
        _memo.EnsureCapacity(Math.Min(MaxMemo, length / 48));
        _cells.EnsureCapacity(Math.Min(MaxCells, length / 32));
        _arrays.EnsureCapacity(Math.Min(MaxArrays, length / 256));
    }

    /// <summary>The pickle's length in bytes.</summary>
    public int Length => _length;

    /// <summary>The arrays found, by number.</summary>
    public ReadOnlySpan<PickleArray> Arrays => CollectionsMarshal.AsSpan(_arrays);

    /// <summary>The items of a tuple or list.</summary>
    public ReadOnlySpan<PickleValue> ItemsOf(PickleValue container) => container.Kind == PickleKind.List
        ? _lists[(int)container.Payload].Items
        : CollectionsMarshal.AsSpan(_cells).Slice((int)container.Payload, container.Count);

    /// <summary>The element type of an array.</summary>
    public NpyDtype DtypeOf(in PickleArray array) => _dtypes[array.Dtype].Type;

    /// <summary>The raw bytes of a value, decoded into <paramref name="scratch"/> if they were written as text.</summary>
    public ReadOnlySpan<byte> BytesOf(PickleValue value, ref byte[] scratch)
    {
        ReadOnlySpan<byte> raw = _input.AsSpan((int)value.Payload, value.Count);
        if (value.Kind != PickleKind.LatinBytes)
            return raw;
        if (scratch.Length < raw.Length)
            scratch = new byte[Math.Max(raw.Length, Math.Min(2L * scratch.Length, Array.MaxLength))];
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            byte b = raw[i];
            if (b >= 0x80)
            {
                // Characters 128 to 255 take two bytes: 110000xx 10xxxxxx.
                if (b is not (0xc2 or 0xc3) || i + 1 >= raw.Length || (raw[i + 1] & 0xc0) != 0x80)
                    throw Error((int)value.Payload + i, "text of characters 0 to 255", $"the byte 0x{b:x2}");
                b = (byte)((b << 6) | (raw[++i] & 0x3f));
            }

            scratch[length++] = b;
        }

        return scratch.AsSpan(0, length);
    }

    /// <summary>Runs the pickle to its end.</summary>
    /// <returns>The number of the array it holds.</returns>
    /// <exception cref="InputException">It holds anything but a numpy array of arrays and numbers.</exception>
    public int Run()
    {
        Await(Math.Min(2, _length));
        if (_length < 2 || _input[0] != Op.Proto || _input[1] is < 2 or > 5)
        {
            throw Error(0, "a pickle of protocol 2 to 5",
                _length < 2 ? "nothing" : _input[0] == Op.Proto ? $"protocol {_input[1]}" : $"the byte 0x{_input[0]:x2}");
        }

        _at = 2;
        while (true)
        {
            _opcodeAt = _at;
            if (_at >= _length)
                throw Error(_at, "the end of the pickle (STOP)", "the end of the data", "the array is truncated");
            Await(_at + 1);
            byte opcode = _input[_at++];
            if (opcode == Op.Stop)
                break;
            Step(opcode);
        }

        if (_at != _length)
            throw Error(_at, "the end of the member after the pickle", $"{_length - _at} more bytes", "the array is damaged");
        if (_top != 1 || _markCount != 0 || _stack[0].Kind != PickleKind.Array)
            throw Error(_opcodeAt, "one numpy array", _top == 1 ? Name(_stack[0]) : $"{_top} values");
        return (int)_stack[0].Payload;
    }

    public InputException Error(int at, string expected, string found, string remedy = "") =>
        _place.Error(_baseOffset + (long)at, expected, found, remedy);

    /// <remarks>Optimized from the first call: a program reads its files once, before tiered compilation would optimize this.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Step(byte opcode)
    {
        switch (opcode)
        {
            case Op.BinGet: Push(Recall(TakeByte())); break;
            case Op.LongBinGet: Push(Recall(TakeUInt32())); break;
            case Op.BinPut: Remember(TakeByte()); break;
            case Op.LongBinPut: Remember(TakeUInt32()); break;
            case Op.Memoize: Remember(_memo.Count); break;
            case Op.BinInt1: Push(PickleValue.Of((long)TakeByte())); break;
            case Op.BinInt2: Push(PickleValue.Of((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)))); break;
            case Op.BinInt: Push(PickleValue.Of((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)))); break;
            case Op.Long1: Push(PickleValue.Of(TakeLong())); break;
            case Op.BinFloat: Push(PickleValue.Of(BinaryPrimitives.ReadDoubleBigEndian(Take(8)))); break;
            case Op.None: Push(PickleValue.None); break;
            case Op.NewTrue: Push(PickleValue.Of(true)); break;
            case Op.NewFalse: Push(PickleValue.Of(false)); break;
            case Op.ShortBinString or Op.ShortBinBytes: PushSlice(PickleKind.Bytes, TakeByte()); break;
            case Op.BinString or Op.BinBytes: PushSlice(PickleKind.Bytes, TakeUInt32()); break;
            case Op.BinBytes8 or Op.ByteArray8: PushSlice(PickleKind.Bytes, TakeUInt64()); break;
            case Op.ShortBinUnicode: PushSlice(PickleKind.Text, TakeByte()); break;
            case Op.BinUnicode: PushSlice(PickleKind.Text, TakeUInt32()); break;
            case Op.BinUnicode8: PushSlice(PickleKind.Text, TakeUInt64()); break;
            case Op.Mark: PushMark(); break;
            case Op.EmptyTuple: MakeTuple(0); break;
            case Op.Tuple1: MakeTuple(1); break;
            case Op.Tuple2: MakeTuple(2); break;
            case Op.Tuple3: MakeTuple(3); break;
            case Op.Tuple: MakeTuple(_top - PopMark()); break;
            case Op.EmptyList: MakeList(); break;
            case Op.Append: AppendToList(1); break;
            case Op.Appends: AppendToList(_top - PopMark()); break;
            case Op.Global: ReadGlobal(); break;
            case Op.StackGlobal: ResolveStackGlobal(); break;
            case Op.Reduce: Reduce(); break;
            case Op.Build: Build(); break;
            case Op.Frame: CheckFrame(TakeUInt64()); break;
            default:
                throw Error(_opcodeAt, "only the opcodes of numpy object arrays", Op.Describe(opcode),
                    "the file is damaged, or made to run code; nothing was run");
        }
    }

    private void PushSlice(PickleKind kind, long length)
    {
        if (length > _length - _at)
            throw Error(_at, $"{length} more bytes", $"{_length - _at}", "the array is truncated");
        Await(_at + (int)length);
        Push(new PickleValue(kind, (int)length, _at));
        _at += (int)length;
    }

    private void CheckFrame(long length)
    {
        if (length > _length - _at)
            throw Error(_opcodeAt, $"a frame of at most {_length - _at} bytes", $"{length}", "the array is truncated");
    }

    private void Push(PickleValue value)
    {
        if (_top == _stack.Length)
        {
            if (_top == MaxStack)
                throw Error(_opcodeAt, $"at most {MaxStack} values on the stack", "more");
            Array.Resize(ref _stack, _top * 2);
        }

        _stack[_top++] = value;
    }

    /// <summary>Pops the topmost values; those below the last mark are out of reach.</summary>
    private ReadOnlySpan<PickleValue> Pop(int count)
    {
        int floor = _markCount > 0 ? _marks[_markCount - 1] : 0;
        if (_top - count < floor)
            throw Error(_opcodeAt, $"{count} values on the stack", $"{_top - floor}", "the array is damaged");
        _top -= count;
        return _stack.AsSpan(_top, count);
    }

    private void PushMark()
    {
        if (_markCount == MaxMarks)
            throw Error(_opcodeAt, $"at most {MaxMarks} nested marks", "more");
        _marks[_markCount++] = _top;
    }

    private int PopMark() => _markCount > 0
        ? _marks[--_markCount]
        : throw Error(_opcodeAt, "a mark on the stack", "none", "the array is damaged");

    private PickleValue Recall(long index) => index < _memo.Count && _memo[(int)index].Kind != PickleKind.Unset
        ? _memo[(int)index]
        : throw Error(_opcodeAt, "something stored before", $"the empty memo entry {index}", "the array is damaged");

    private void Remember(long index)
    {
        PickleValue value = Pop(1)[0];
        Push(value);

        // Writers number the entries from 0 or 1 upward and use two bytes for each, so an index beyond the offset is bogus.
        if (index >= MaxMemo || index > _at)
            throw Error(_opcodeAt, $"a memo entry below {Math.Min(MaxMemo, _at)}", $"{index}", "the array is damaged");
        while (_memo.Count <= index)
            _memo.Add(default);
        _memo[(int)index] = value;
    }

    private void MakeTuple(int count)
    {
        ReadOnlySpan<PickleValue> items = Pop(count);
        if (_cells.Count > MaxCells - count)
            throw Error(_opcodeAt, $"at most {MaxCells} values in tuples", "more");
        int first = _cells.Count;
        _cells.AddRange(items);
        Push(new PickleValue(PickleKind.Tuple, count, first));
    }

    private void MakeList()
    {
        if (_lists.Count == MaxLists)
            throw Error(_opcodeAt, $"at most {MaxLists} lists", "more");
        Push(new PickleValue(PickleKind.List, 0, _lists.Count));
        _lists.Add(new PickleList());
    }

    private void AppendToList(int count)
    {
        ReadOnlySpan<PickleValue> items = Pop(count);
        PickleValue list = Pop(1)[0];
        if (list.Kind != PickleKind.List)
            throw Error(_opcodeAt, "a list to append to", Name(list));
        _lists[(int)list.Payload].Append(items);
        Push(list);
    }

    private string TextOf(PickleValue value) => Encoding.UTF8.GetString(_input, (int)value.Payload, Math.Min(value.Count, 256));
}
