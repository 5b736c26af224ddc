using System.Buffers;
using System.Buffers.Binary;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>The fields of a Protocol Buffers message (its encoding guide), one after the other.</summary>
internal ref struct ProtoReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;
    private int _wire;

    /// <param name="bytes">The message.</param>
    public ProtoReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>Moves to the next field, whose value must then be read or skipped; false at the end.</summary>
    /// <exception cref="InvalidDataException">There is something else.</exception>
    public bool Next()
    {
        if (_at == _bytes.Length)
            return false;
        int tag = VarInts.Read(_bytes, ref _at, int.MaxValue);
        (Field, _wire) = (tag >> 3, tag & 7);
        return Field > 0 ? true : throw new InvalidDataException("field number 0");
    }

    /// <summary>The field's value, a whole number.</summary>
    public ulong Number()
    {
        Require(0, "a whole number");
        return VarInts.Read(_bytes, ref _at);
    }

    /// <summary>The field's value, four bytes.</summary>
    public uint Fixed32()
    {
        Require(5, "four bytes");
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
    }

    /// <summary>The field's value, a text, bytes or another message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Require(2, "bytes");
        return Take(VarInts.Read(_bytes, ref _at, int.MaxValue));
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip() => _ = _wire switch
    {
        0 => (int)(VarInts.Read(_bytes, ref _at) & 1),
        1 => Take(sizeof(ulong)).Length,
        2 => Take(VarInts.Read(_bytes, ref _at, int.MaxValue)).Length,
        5 => Take(sizeof(uint)).Length,
        _ => throw new InvalidDataException($"field {Field} of the unknown kind {_wire}"),
    };

    private readonly void Require(int wire, string what)
    {
        if (_wire != wire)
            throw new InvalidDataException($"field {Field} of kind {_wire} instead of {what}");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - _at)
            throw new InvalidDataException($"{length} bytes where {_bytes.Length - _at} are left");
        _at += length;
        return _bytes.Slice(_at - length, length);
    }
}

/// <summary>Writes the fields of a Protocol Buffers message. As in its third version, a number of 0 is left out.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The message.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>A whole number.</summary>
    public ProtoWriter Number(int field, long value)
    {
        if (value == 0)
            return this;
        VarInts.Write(_bytes, (ulong)field << 3);
        VarInts.Write(_bytes, (ulong)value);
        return this;
    }

    /// <summary>Four bytes.</summary>
    public ProtoWriter Fixed32(int field, uint value)
    {
        if (value == 0)
            return this;
        VarInts.Write(_bytes, ((ulong)field << 3) | 5);
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A text, bytes or another message.</summary>
    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        VarInts.Write(_bytes, ((ulong)field << 3) | 2);
        VarInts.Write(_bytes, (ulong)value.Length);
        _bytes.Write(value);
        return this;
    }
}
