namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>The supported opcodes (Python's <c>pickletools</c> describes them), and the names of the others for messages.</summary>
internal static class PickleOpcodes
{
    public const byte
        Mark = (byte)'(', Stop = (byte)'.', None = (byte)'N', NewTrue = 0x88, NewFalse = 0x89,
        BinInt = (byte)'J', BinInt1 = (byte)'K', BinInt2 = (byte)'M', Long1 = 0x8a, BinFloat = (byte)'G',
        BinString = (byte)'T', ShortBinString = (byte)'U',
        BinBytes = (byte)'B', ShortBinBytes = (byte)'C', BinBytes8 = 0x8e, ByteArray8 = 0x96,
        BinUnicode = (byte)'X', ShortBinUnicode = 0x8c, BinUnicode8 = 0x8d,
        EmptyTuple = (byte)')', Tuple = (byte)'t', Tuple1 = 0x85, Tuple2 = 0x86, Tuple3 = 0x87,
        EmptyList = (byte)']', Append = (byte)'a', Appends = (byte)'e',
        Global = (byte)'c', StackGlobal = 0x93, Reduce = (byte)'R', Build = (byte)'b',
        BinPut = (byte)'q', LongBinPut = (byte)'r', Memoize = 0x94, BinGet = (byte)'h', LongBinGet = (byte)'j',
        Proto = 0x80, Frame = 0x95;

    /// <summary>The name of an unsupported opcode.</summary>
    public static string Describe(byte opcode)
    {
        string? name = opcode switch
        {
            (byte)'i' => "INST",
            (byte)'o' => "OBJ",
            0x81 => "NEWOBJ",
            0x92 => "NEWOBJ_EX",
            (byte)'P' => "PERSID",
            (byte)'Q' => "BINPERSID",
            0x82 => "EXT1",
            0x83 => "EXT2",
            0x84 => "EXT4",
            0x97 => "NEXT_BUFFER",
            0x98 => "READONLY_BUFFER",
            (byte)'}' => "EMPTY_DICT",
            (byte)'d' => "DICT",
            (byte)'s' => "SETITEM",
            (byte)'u' => "SETITEMS",
            0x8f => "EMPTY_SET",
            0x90 => "ADDITEMS",
            0x91 => "FROZENSET",
            (byte)'0' => "POP",
            (byte)'1' => "POP_MARK",
            (byte)'2' => "DUP",
            (byte)'l' => "LIST",
            (byte)'I' => "INT",
            (byte)'L' => "LONG",
            (byte)'F' => "FLOAT",
            (byte)'S' => "STRING",
            (byte)'V' => "UNICODE",
            (byte)'p' => "PUT",
            (byte)'g' => "GET",
            0x8b => "LONG4",
            _ => null,
        };
        return name is null ? $"the byte 0x{opcode:x2}" : $"the opcode {name}";
    }
}
