using CsCheck;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Files.Zip;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

/// <summary>Pickles made to run code, to exhaust memory, or damaged: each must end in one <see cref="InputException"/>.</summary>
public sealed class PickleHostileTests : IDisposable
{
    private const string Dtype = "cnumpy\ndtype\n(X\u0002\0\0\0i2\u0089\u0088tR";
    private const string NewArray = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\u0085U\u0001btR";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cos\nsystem\n(X\u0002\0\0\0id\u0085R.", "the global 'os.system'", 2)]
    [InlineData("\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0002id\u0085R.", "the global 'posix.system'", 17)]
    [InlineData("c__builtin__\neval\n)R.", "the global '__builtin__.eval'", 2)]
    [InlineData("cnumpy\nload\n)R.", "the global 'numpy.load'", 2)]
    [InlineData("cnumpy.core.multiarray\nscalar\n)R.", "the global 'numpy.core.multiarray.scalar'", 2)]
    [InlineData("(X\u0002\0\0\0idios\nsystem\n.", "the opcode INST", 10)]
    [InlineData("(cnumpy\ndtype\no.", "the opcode OBJ", 16)]
    [InlineData("cnumpy\nndarray\n)\u0081.", "the opcode NEWOBJ", 18)]
    [InlineData("cnumpy\nndarray\n)}\u0092.", "the opcode EMPTY_DICT", 18)]
    [InlineData("P0\n.", "the opcode PERSID", 2)]
    [InlineData("K\0Q.", "the opcode BINPERSID", 4)]
    [InlineData("\u0082\u0001.", "the opcode EXT1", 2)]
    [InlineData("\u0083\u0001\0.", "the opcode EXT2", 2)]
    [InlineData("\u0084\u0001\0\0\0.", "the opcode EXT4", 2)]
    [InlineData("\u0097.", "the opcode NEXT_BUFFER", 2)]
    [InlineData("N0.", "the opcode POP", 3)]
    [InlineData("N2.", "the opcode DUP", 3)]
    [InlineData("\u00ff.", "the byte 0xff", 2)]
    [InlineData("NNR.", "None and None", 4)]
    [InlineData("cnumpy\nndarray\n)R.", "numpy's NdArray with 0 arguments", 18)]
    [InlineData("cnumpy\ndtype\n)R.", "numpy's Dtype with 0 arguments", 16)]
    [InlineData("c_codecs\nencode\n(X\u0001\0\0\0aX\u0003\0\0\0rottR.", "numpy's Encode with 2 arguments", 34)]
    [InlineData("cnumpy\nndarray\n)b.", "a tuple for numpy's NdArray", 18)]
    [InlineData("]Nb.", "None for a list", 4)]
    [InlineData("K\u0001K\u0002\u0093.", "an integer and an integer", 6)]
    [InlineData("K\u0001a.", "0", 4)]
    [InlineData("NNa.", "None", 4)]
    [InlineData("h\0.", "the empty memo entry 0", 2)]
    [InlineData("N\u0072\u00ff\u00ff\u00ff\u007f.", "2147483647", 3)]
    [InlineData("t.", "none", 2)]
    [InlineData("R.", "0", 2)]
    [InlineData("N(a.", "0", 4)]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff.", "1", 7)]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "1", 11)]
    [InlineData("\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff.", "2147483647", 2)]
    [InlineData("\u008a\u0009123456789.", "9 bytes", 2)]
    [InlineData("N.", "None", 3)]
    [InlineData("NN.", "2 values", 4)]
    [InlineData(".", "0 values", 2)]
    [InlineData("N.N", "1 more bytes", 4)]
    [InlineData("N", "the end of the data", 3)]
    [InlineData("cos", "the end of the data", 3)]
    public void Anything_but_numpy_arrays_is_named_with_its_offset(string pickle, string found, int offset)
    {
        byte[] npy = ZipBuilder.Objects(1, ZipBuilder.Latin("\u0080\u0002" + pickle));
        int headerLength = npy.Length - pickle.Length - 2;
        InputException refused = Assert.Throws<InputException>(() => Read(npy));
        Assert.Contains($"train.npy, byte {headerLength + offset}: expected", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"found {found}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(K\u0001K\u0001\u0085" + Dtype + "\u0089]tb", "a list")]
    [InlineData("(K\u0001J\u00ff\u00ff\u00ff\u00ff\u0085" + Dtype + "\u0089U\0tb", "an integer -1")]
    [InlineData("(K\u0001)" + Dtype + "\u0089U\0t", "1")]
    [InlineData("(K\u0001)" + Dtype + "\u0089tb", "4 parts")]
    [InlineData("(K\u0001K\u0001\u0085" + Dtype + "\u0089U\0tb(K\u0001)" + Dtype + "\u0089U\0tb", "a second state")]
    [InlineData("(K\u0001(K\u0001K\u0001K\u0001K\u0001t" + Dtype + "\u0089U\0tb", "a tuple of 4")]
    public void States_that_numpy_does_not_write_are_refused(string state, string found)
    {
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002" + NewArray + state + (state.EndsWith('b') ? "." : ""));
        InputException refused = Assert.Throws<InputException>(() => Read(ZipBuilder.Objects(1, pickle)));
        if (state.EndsWith('b'))
            Assert.Contains(found, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("V8")]
    [InlineData("i3")]
    [InlineData("M8")]
    [InlineData("S5")]
    public void Element_types_that_are_not_numbers_are_refused(string type)
    {
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002cnumpy\ndtype\n(X\u0002\0\0\0" + type + "\u0089\u0088tR.");
        InputException refused = Assert.Throws<InputException>(() => Read(ZipBuilder.Objects(1, pickle)));
        Assert.Contains($"'{type}'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("N", 1 << 21, "values on the stack")]
    [InlineData("(", 100, "nested marks")]
    public void Stack_and_depth_are_bounded(string opcode, int times, string message)
    {
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002" + string.Concat(Enumerable.Repeat(opcode, times)) + ".");
        InputException refused = Assert.Throws<InputException>(() => Read(ZipBuilder.Objects(1, pickle)));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_holds_itself_is_refused()
    {
        string outer = NewArray + "(K\u0001K\u0001\u0085cnumpy\ndtype\n(X\u0002\0\0\0O8\u0089\u0088tR\u0089]";
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002" + outer + "]q\0h\0aatb.");
        Assert.Throws<InputException>(() => Read(ZipBuilder.Objects(1, pickle)));
    }

    [Fact]
    public void One_array_referred_to_many_times_is_decoded_once()
    {
        string outer = NewArray + "(K\u0001M\u00e8\u0003\u0085cnumpy\ndtype\n(X\u0002\0\0\0O8\u0089\u0088tR\u0089](";
        string inner = NewArray + "(K\u0001K\u0001K\u0003\u0086" + Dtype + "\u0089U\u0006\u0001\0\u0002\0\u0001\0tbq\0";
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002" + outer + inner + string.Concat(Enumerable.Repeat("h\0", 999)) + "etb.");
        Sketch[] sketches = Read(ZipBuilder.Objects(1000, pickle)).Train;
        Assert.Equal(1000, sketches.Length);
        Assert.All(sketches, sketch => Assert.Same(sketches[0], sketch));
    }

    [Fact]
    public void Arrays_that_share_their_bytes_cannot_be_larger_than_the_file()
    {
        string outer = NewArray + "(K\u0001K\u00c8\u0085cnumpy\ndtype\n(X\u0002\0\0\0O8\u0089\u0088tR\u0089](";
        string array = NewArray + "(K\u0001M\u00e8\u0003K\u0003\u0086" + Dtype + "\u0089";
        string first = array + "T\u0070\u0017\0\0" + new string('\0', 6000) + "q\u0001tb", other = array + "h\u0001tb";
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002" + outer + first + string.Concat(Enumerable.Repeat(other, 199)) + "etb.");
        Assert.Contains(
            "arrays that share their bytes", Assert.Throws<InputException>(() => Read(ZipBuilder.Objects(200, pickle))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NewArray + "(K\u0001K\u0001K\u0003\u0086" + Dtype + "\u0089U\u0006\u0001\0\u0002\0\u0009\0tb")]
    [InlineData("]](K\u0001K\u0002K\u0009ea")]
    public void A_bad_sketch_referred_to_many_times_is_decoded_once(string bad)
    {
        string outer = NewArray + "(K\u0001M\u00e8\u0003\u0085cnumpy\ndtype\n(X\u0002\0\0\0O8\u0089\u0088tR\u0089](";
        byte[] pickle = ZipBuilder.Latin("\u0080\u0002" + outer + bad + "q\0" + string.Concat(Enumerable.Repeat("h\0", 999)) + "etb.");
        InputPlace place = new("file", "train.npy");
        PickleMachine machine = new(pickle, pickle.Length, place, 0);
        SketchFaults faults = new();
        Sketch?[] sketches = new NpzSketchReader(place, faults)
            .FromPickle(machine, machine.Run(), new NpyHeader(new NpyDtype('O', 8, false), false, [1000], 0));
        Assert.All(sketches, Assert.Null);
        Assert.Equal("0 or 1 for the pen", faults.Of(0).Expected);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Same(faults.Of(0), faults.Of(i)));
    }

    [Theory]
    [InlineData("python2.npz")]
    [InlineData("python3-protocol2.npz")]
    [InlineData("python3-protocol5.npz")]
    [InlineData("lists.npz")]
    public void A_changed_pickle_is_refused_or_read_but_never_breaks(string fixture)
    {
        byte[] original = Pickle(fixture);
        Gen<(int At, byte Value)[]> changes = Gen.Select(Gen.Int[0, original.Length - 1], Gen.Byte).Array[1, 4];
        changes.ForAll(list =>
        {
            byte[] changed = [.. original];
            foreach ((int at, byte value) in list)
                changed[at] = value;
            RunOrRefuse(changed);
        }, count: 20_000);
    }

    [Theory]
    [InlineData("python2.npz")]
    [InlineData("python3-protocol2.npz")]
    [InlineData("python3-protocol5.npz")]
    public void A_pickle_cut_anywhere_is_refused(string fixture)
    {
        byte[] original = Pickle(fixture);
        for (int length = 0; length < original.Length; length++)
            Assert.False(RunOrRefuse(original[..length]), $"cut at {length}");
        Assert.True(RunOrRefuse(original));
    }

    private static bool RunOrRefuse(byte[] pickle)
    {
        try
        {
            InputPlace place = new("file", "train.npy");
            PickleMachine machine = new(pickle, pickle.Length, place, 0);
            new NpzSketchReader(place).FromPickle(machine, machine.Run(), new NpyHeader(new NpyDtype('O', 8, false), false, [3], 0));
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static byte[] Pickle(string fixture)
    {
        using NpzReader reader = new(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture));
        using ZipMemberStream stream = reader.Open("train");
        NpyHeader.Read(stream, stream.Place);
        return stream.ReadRest();
    }

    private SketchSplits Read(byte[] npy)
    {
        string path = _folder.File("a.npz");
        File.WriteAllBytes(path, ZipBuilder.Zip(("train.npy", npy)));
        return SketchNpz.Read(path, SplitRequirement.None);
    }
}
