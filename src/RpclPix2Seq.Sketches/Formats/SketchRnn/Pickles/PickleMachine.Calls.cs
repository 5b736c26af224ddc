using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>
/// The part that knows numpy: which names are allowed, and what "calling" them and setting a state means. The code that runs for every
/// sketch is optimized from the first call, like <see cref="Step"/>.
/// </summary>
internal sealed partial class PickleMachine
{
    private const string Harmful = "the file is damaged, or made to run code; nothing was run";
    private const int MaxNameBytes = 64;

    private void ReadGlobal()
    {
        string module = TakeLine();
        string name = TakeLine();
        PushGlobal(module, name);
    }

    private void ResolveStackGlobal()
    {
        ReadOnlySpan<PickleValue> names = Pop(2);
        if (names[0].Kind != PickleKind.Text || names[1].Kind != PickleKind.Text)
            throw Error(_opcodeAt, "the name of a module and of something in it", $"{Name(names[0])} and {Name(names[1])}", Harmful);
        PushGlobal(TextOf(names[0]), TextOf(names[1]));
    }

    private void PushGlobal(string module, string name)
    {
        PickleGlobal? global = (module, name) switch
        {
            ("numpy.core.multiarray" or "numpy._core.multiarray", "_reconstruct") => PickleGlobal.Reconstruct,
            ("numpy", "ndarray") => PickleGlobal.NdArray,
            ("numpy", "dtype") => PickleGlobal.Dtype,
            ("numpy.core.numeric" or "numpy._core.numeric", "_frombuffer") => PickleGlobal.FromBuffer,
            ("_codecs", "encode") => PickleGlobal.Encode,
            ("builtins" or "__builtin__", "bytes") => PickleGlobal.Bytes,
            _ => null,
        };
        if (global is not { } known)
        {
            throw Error(_opcodeAt, "only the names that numpy object arrays need",
                $"the global {InputPlace.Quote($"{module}.{name}")}", Harmful);
        }

        Push(new PickleValue(PickleKind.Global, 0, (long)known));
    }

    private string TakeLine()
    {
        ReadOnlySpan<byte> rest = _input.AsSpan(_at, _length - _at);
        int length = -1;
        for (int seen = 0; length < 0 && seen < rest.Length;)
        {
            int more = Math.Min(Math.Max(2 * seen, 2 * MaxNameBytes), rest.Length);
            Await(_at + more);
            int found = rest[seen..more].IndexOf((byte)'\n');
            length = found < 0 ? -1 : seen + found;
            seen = more;
        }

        if (length < 0)
            throw Error(_at, "a name and a line feed", "the end of the data", "the array is truncated");
        string line = Encoding.Latin1.GetString(rest[..Math.Min(length, MaxNameBytes)]);
        _at += length + 1;
        return line;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Reduce()
    {
        ReadOnlySpan<PickleValue> both = Pop(2);
        PickleValue callee = both[0];
        PickleValue arguments = both[1];
        if (callee.Kind != PickleKind.Global || arguments.Kind != PickleKind.Tuple)
            throw Error(_opcodeAt, "one of the known names and a tuple", $"{Name(callee)} and {Name(arguments)}", Harmful);

        ReadOnlySpan<PickleValue> args = ItemsOf(arguments);
        PickleValue result = (PickleGlobal)callee.Payload switch
        {
            PickleGlobal.Reconstruct when args.Length == 3 && IsNdArray(args[0]) && args[1].Kind == PickleKind.Tuple
                => NewArray(new PickleArray { Offset = _opcodeAt, Rows = 1, Columns = 1, Depth = 1 }),
            PickleGlobal.Dtype when args.Length == 3 => NewDtype(args[0]),
            PickleGlobal.Encode when args.Length == 2 && args[0].Kind == PickleKind.Text && args[1].Kind == PickleKind.Text
                && TextOf(args[1]) is "latin1" or "latin-1" => args[0] with { Kind = PickleKind.LatinBytes },
            PickleGlobal.Bytes when args.Length == 0 => new PickleValue(PickleKind.Bytes, 0, _opcodeAt),
            PickleGlobal.FromBuffer when args.Length == 4 => NewArrayFromBuffer(args),
            _ => throw Error(_opcodeAt, "a call as numpy writes it", $"{Name(callee)} with {args.Length} arguments", Harmful),
        };
        Push(result);
    }

    private static bool IsNdArray(PickleValue value) =>
        value.Kind == PickleKind.Global && value.Payload == (long)PickleGlobal.NdArray;

    private PickleValue NewArray(PickleArray array)
    {
        if (_arrays.Count == MaxArrays)
            throw Error(_opcodeAt, $"at most {MaxArrays} arrays", "more");
        _arrays.Add(array);
        return new PickleValue(PickleKind.Array, 0, _arrays.Count - 1);
    }

    private PickleValue NewDtype(PickleValue name)
    {
        if (_dtypes.Count == MaxDtypes)
            throw Error(_opcodeAt, $"at most {MaxDtypes} element types", "more");
        if (name.Kind is not (PickleKind.Text or PickleKind.Bytes) || !NpyDtype.TryParse(TextOf(name), out NpyDtype dtype))
        {
            throw Error(_opcodeAt, "an element type among b1, i1 to i8, u1 to u8, f2, f4, f8 and O",
                name.Kind is PickleKind.Text or PickleKind.Bytes ? InputPlace.Quote(TextOf(name)) : Name(name));
        }

        _dtypes.Add((dtype, false));
        return new PickleValue(PickleKind.Dtype, 0, _dtypes.Count - 1);
    }

    private PickleValue NewArrayFromBuffer(ReadOnlySpan<PickleValue> args)
    {
        PickleArray array = new() { Offset = _opcodeAt, Built = true, Data = args[0] };
        SetDtypeAndShape(ref array, args[1], args[2]);
        bool text = args[3].Kind == PickleKind.Text;
        if (!text || TextOf(args[3]) is not ("C" or "F"))
            throw Error(_opcodeAt, "the order 'C' or 'F'", text ? InputPlace.Quote(TextOf(args[3])) : Name(args[3]));
        array.Fortran = TextOf(args[3]) == "F";
        CheckData(array);
        return NewArray(array);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Build()
    {
        ReadOnlySpan<PickleValue> both = Pop(2);
        PickleValue target = both[0];
        PickleValue state = both[1];
        if (target.Kind is not (PickleKind.Array or PickleKind.Dtype) || state.Kind != PickleKind.Tuple)
            throw Error(_opcodeAt, "the state tuple of an array or element type", $"{Name(state)} for {Name(target)}", Harmful);
        ReadOnlySpan<PickleValue> parts = ItemsOf(state);
        if (target.Kind == PickleKind.Array)
            BuildArray(ref CollectionsMarshal.AsSpan(_arrays)[(int)target.Payload], parts);
        else
            BuildDtype((int)target.Payload, parts);
        Push(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BuildArray(ref PickleArray array, ReadOnlySpan<PickleValue> parts)
    {
        // (version, shape, element type, Fortran order, bytes or list)
        if (array.Built || parts.Length != 5 || !parts[3].TryGetInteger(out long fortran))
            throw Error(_opcodeAt, "one array state of 5 parts", array.Built ? "a second state" : $"{parts.Length} parts", Harmful);
        array.Built = true;
        array.Fortran = fortran != 0;
        array.Data = parts[4];
        SetDtypeAndShape(ref array, parts[2], parts[1]);
        CheckData(array);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetDtypeAndShape(ref PickleArray array, PickleValue dtype, PickleValue shape)
    {
        if (dtype.Kind != PickleKind.Dtype || shape.Kind != PickleKind.Tuple || shape.Count > 3)
        {
            throw Error(_opcodeAt, "an element type and a shape of at most 3 dimensions",
                $"{Name(dtype)} and {Name(shape)} of {shape.Count}");
        }

        array.Dtype = (int)dtype.Payload;
        array.Rank = shape.Count;
        Span<int> dimensions = [1, 1, 1];
        ReadOnlySpan<PickleValue> values = ItemsOf(shape);
        for (int i = 0; i < values.Length; i++)
        {
            if (!values[i].TryGetInteger(out long n) || n is < 0 or > int.MaxValue)
                throw Error(_opcodeAt, "dimensions from 0 to 2147483647", $"{Name(values[i])} {values[i].Payload}");
            dimensions[i] = (int)n;
        }

        (array.Rows, array.Columns, array.Depth) = (dimensions[0], dimensions[1], dimensions[2]);
    }

    private void CheckData(in PickleArray array)
    {
        NpyDtype dtype = _dtypes[array.Dtype].Type;
        bool fits = dtype.IsObject
            ? array.Data.Kind == PickleKind.List
            : array.Data.Kind is PickleKind.Bytes or PickleKind.LatinBytes;
        if (!fits)
            throw Error(_opcodeAt, dtype.IsObject ? "a list of objects" : $"the bytes of an array of {dtype}", Name(array.Data));
    }

    private void BuildDtype(int index, ReadOnlySpan<PickleValue> parts)
    {
        // (3, byte order, None, None, None, -1, -1, flags): no sub-type, no names, no fields.
        (NpyDtype type, bool built) = _dtypes[index];
        string order = parts.Length > 1 && parts[1].Kind is PickleKind.Text or PickleKind.Bytes ? TextOf(parts[1]) : "";
        bool plain = !built && parts.Length == 8 && parts[0] is { Kind: PickleKind.Integer, Payload: 3 } &&
            parts[2].Kind == PickleKind.None && parts[3].Kind == PickleKind.None && parts[4].Kind == PickleKind.None;
        if (!plain || order is not ("<" or ">" or "|" or "="))
            throw Error(_opcodeAt, "the state of a plain element type", $"{parts.Length} parts with order {InputPlace.Quote(order)}");
        bool big = order == ">" || (order != "<" && !BitConverter.IsLittleEndian);
        _dtypes[index] = (type with { BigEndian = big && type.Size > 1 && !type.IsObject }, true);
    }

    private static string Name(PickleValue value) => value.Kind switch
    {
        PickleKind.None => "None",
        PickleKind.Boolean => "a truth value",
        PickleKind.Integer => "an integer",
        PickleKind.Real => "a real number",
        PickleKind.Text => "text",
        PickleKind.Bytes or PickleKind.LatinBytes => "bytes",
        PickleKind.Tuple => "a tuple",
        PickleKind.List => "a list",
        PickleKind.Global => $"numpy's {(PickleGlobal)value.Payload}",
        PickleKind.Dtype => "an element type",
        PickleKind.Array => "an array",
        _ => "nothing",
    };
}

/// <summary>The only names that a pickle may refer to. None is ever called: each has one fixed, harmless meaning.</summary>
internal enum PickleGlobal
{
    /// <summary>numpy's <c>_reconstruct</c>: makes an empty array for BUILD to fill.</summary>
    Reconstruct,

    /// <summary>numpy's <c>ndarray</c>, the class of the array.</summary>
    NdArray,

    /// <summary>numpy's <c>dtype</c>: makes an element type.</summary>
    Dtype,

    /// <summary>numpy's <c>_frombuffer</c>: makes an array from bytes (protocol 5).</summary>
    FromBuffer,

    /// <summary><c>_codecs.encode(text, 'latin1')</c>: how Python 3 writes bytes in protocol 2.</summary>
    Encode,

    /// <summary><c>bytes()</c>: how Python 3 writes empty bytes in protocol 2.</summary>
    Bytes,
}
