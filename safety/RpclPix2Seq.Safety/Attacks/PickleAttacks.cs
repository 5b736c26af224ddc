using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Targets;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Pickles that would run code or exhaust memory, and arrays that lie.</summary>
internal static class PickleAttacks
{
    private const string Objects = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\u0085U\u0001btR";
    private const string ObjectType = "cnumpy\ndtype\n(X\u0002\0\0\0O8\u0089\u0088tR\u0089";

    public static IReadOnlyList<Attack> All { get; } =
    [
        Pickle("pickle-global-reduce", "calls os.system by GLOBAL and REDUCE", "the global 'os.system'",
            "cos\nsystem\n(X\u0002\0\0\0id\u0085R."),
        Pickle("pickle-stack-global", "the same by STACK_GLOBAL, as newer protocols do", "the global 'posix.system'",
            "\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0002id\u0085R."),
        Pickle("pickle-inst", "the same by INST, as the oldest protocol does", "the opcode INST", "(X\u0002\0\0\0idios\nsystem\n."),
        Pickle("pickle-obj", "the same by OBJ", "the global 'os.system'", "(cos\nsystem\nX\u0002\0\0\0ido."),
        Pickle("pickle-setstate", "gives an object a __setstate__ and calls it by BUILD", "the global '__builtin__.object'",
            "c__builtin__\nobject\n)\u0081}U\u000c__setstate__cos\nsystem\nsbU\u0002idb."),
        Pickle("pickle-build", "sets the state of a class instead of an array", "a tuple for numpy's NdArray", "cnumpy\nndarray\n)b."),
        Pickle("pickle-load", "has numpy load a further file", "the global 'numpy.load'", "cnumpy\nload\n(X\u0006\0\0\0/a.npytR."),
        Pickle("pickle-persistent", "asks the reader to fetch something by PERSID", "the opcode PERSID", "P0\n."),
        Pickle("pickle-extension", "calls what a registry of extensions names", "the opcode EXT1", "\u0082\u0001."),
        Pickle("pickle-marks", "nests without end", "nested marks", new string('(', 100) + "."),
        Pickle("pickle-memo", "writes far beyond the end of the memo", "a memo entry below", "N\u0072\u00ff\u00ff\u00ff\u007f."),
        Pickle("pickle-doubling", "a tuple of two of a tuple of two, a thousand times", "one numpy array", ")q\0" + string.Concat(
            Enumerable.Repeat("h\0h\0\u0086q\0", 1000)) + "."),
        Pickle("pickle-circle", "a list that holds itself", "expected", Objects + "(K\u0001K\u0001\u0085" + ObjectType + "]]q\0h\0aatb."),
        Pickle("pickle-length", "claims bytes that are not there", "more bytes", "\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f."),
        Pickle("pickle-frame", "claims a frame that is not there", "a frame of at most",
            "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f."),
        new("pickle-no-rows.npz", "an empty array that claims two billion sketches without rows", AttackOutcome.Refused,
            "rows of 3 numbers",
            () => Npz(
                [.. NpyHeader.Write(new NpyDtype('O', 8, false), [0]), .. Seed.Latin(
                    "\u0080\u0002" + Objects + "(K\u0001J\u00ff\u00ff\u00ff\u007fK\0K\u0003\u0087" + ObjectType + "]tb.")])),
        new("pickle.npy", "Python objects where numbers are wanted", AttackOutcome.Refused, "Python objects",
            () => [.. NpyHeader.Write(new NpyDtype('O', 8, false), [1]), .. Seed.Latin(
                "\u0080\u0002cos\nsystem\n(X\u0002\0\0\0id\u0085R.")]),
        Array("npy-code", "a header that is code", "'{' in the header", "__import__('os').system('id')\n"),
        Array("npy-shape-overflow", "sizes whose product is beyond 64 bits", "less than 2^63 bytes",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807), }\n"),
        Array("npy-shape-huge", "a shape of terabytes with no data", "bytes for the shape",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }\n"),
        Array("npy-shape-negative", "a negative size", "a dimension below 2^63",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n"),
        Array("npy-shape-twice", "two shapes, of which readers may take either", "once each",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (0,), 'shape': (9,), }\n"),
        new("npy-header-length.npy", "a header of 4 GiB", AttackOutcome.Refused, "a header of at most 65536 bytes", () => Seed.Latin(
            "\u0093NUMPY\u0002\0\u00ff\u00ff\u00ff\u00ff{}")),
        new("npy-no-rows.npz", "an empty array of two billion sketches without rows", AttackOutcome.Refused, "rows of 3 numbers",
            () => Npz(NpyHeader.Write(new NpyDtype('i', 2, false), [2_000_000_000, 0, 3]))),
    ];

    private static Attack Pickle(string name, string tries, string says, string pickle) => new(
        name + ".npz", tries, AttackOutcome.Refused, says,
        () => Npz([.. NpyHeader.Write(new NpyDtype('O', 8, false), [1]), .. Seed.Latin("\u0080\u0002" + pickle)]));

    private static Attack Array(string name, string tries, string says, string header) => new(
        name + ".npy", tries, AttackOutcome.Refused, says,
        () => [.. Seed.Latin("\u0093NUMPY\u0001\0"), (byte)header.Length, 0, .. Seed.Latin(header)]);

    private static byte[] Npz(byte[] npy) => ZipEnvelope.Stored(("train.npy", npy));
}
