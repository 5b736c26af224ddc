using CsCheck;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files.Arrays;

public sealed class NumericArrayTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("?", "C", 1)]
    [InlineData("i1", "C", 1)]
    [InlineData(">i2", "F", 1)]
    [InlineData("<i4", "F", 2)]
    [InlineData(">i8", "C", 3)]
    [InlineData("u1", "F", 1)]
    [InlineData("<u2", "C", 2)]
    [InlineData(">u4", "F", 1)]
    [InlineData("<u8", "C", 1)]
    [InlineData(">f2", "F", 2)]
    [InlineData("<f4", "F", 1)]
    [InlineData(">f8", "C", 3)]
    public void Npy_files_of_numpy_are_read(string type, string order, int version)
    {
        string path = _folder.File("a.npy");
        const string script = """
            t = np.dtype(sys.argv[2])
            a = (np.arange(24) % (2 if t.kind == 'b' else 99)).reshape(2, 3, 4).astype(t)
            with open(sys.argv[1], 'wb') as f:
                np.lib.format.write_array(f, np.asarray(a, order=sys.argv[3]), version=(int(sys.argv[4]), 0))
            """;
        Python.Run(script, path, type, order, $"{version}");
        NpyArray array = NpyReader.Read(path).WithShape(2, -1, 4);
        int modulus = type == "?" ? 2 : 99;
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => (double)(i % modulus))], array.ToArray<double>());
        Assert.Equal([2, 3, 4], array.Shape.ToArray());
    }

    [Fact]
    public void Npy_files_are_read_by_numpy()
    {
        string path = _folder.File("a.npy");
        NpyWriter.Write<float>(path, new[] { 1.5f, -2, 3, 4, 5, 6 }, 2, 3);
        Assert.Equal("float32 [[1.5, -2.0, 3.0], [4.0, 5.0, 6.0]]\n",
            Python.Run("a = np.load(sys.argv[1])\nprint(a.dtype, a.tolist())", path));
    }

    [Theory]
    [InlineData(nameof(NpzCompression.Stored))]
    [InlineData(nameof(NpzCompression.Fastest))]
    [InlineData(nameof(NpzCompression.Optimal))]
    public void Named_arrays_are_read_by_numpy_without_pickle(string compression)
    {
        string path = _folder.File("a.npz");
        NpzWriter.Write(path, writer =>
        {
            writer.Add<float>("codes", new[] { 0.5f, 1, 2, 3 }, 2, 2);
            writer.Add<long>("labels", new[] { 1L, -7 });
            writer.Add<byte>("none", Array.Empty<byte>(), 0, 48, 48);
            writer.Add<double>("one", new[] { 2.5 }, 1, 1, 1);
        }, Enum.Parse<NpzCompression>(compression));
        const string script = "z = np.load(sys.argv[1])\nfor k in z.files: print(k, z[k].dtype, z[k].shape, z[k].tolist())";
        Assert.Equal(
            """
            codes float32 (2, 2) [[0.5, 1.0], [2.0, 3.0]]
            labels int64 (2,) [1, -7]
            none uint8 (0, 48, 48) []
            one float64 (1, 1, 1) [[[2.5]]]

            """,
            Python.Run(script, path));
        using NpzReader reader = new(path);
        Assert.Equal(["codes", "labels", "none", "one"], reader.Names);
        Assert.Equal([0.5f, 1, 2, 3], reader.Read("codes").AsSpan<float>().ToArray());
        Assert.Equal([1, -7], reader.Read("labels").ToArray<int>());
        Assert.Contains(
            "expected a member x.npy, found the members codes, labels",
            Assert.Throws<InputException>(() => reader.Read("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrays_of_several_pieces_come_back_the_same_and_equal_data_give_equal_files()
    {
        Gen.Byte.Array[3_000_000].ForAll(data =>
        {
            // Runs of equal values, so that there is something to compress.
            for (int i = 0; i < data.Length; i++)
                data[i] = data[i / 1000];
            string one = _folder.File("one.npz"), two = _folder.File("two.npz");
            NpzWriter.Write(one, writer => writer.Add<byte>("a", data));
            NpzWriter.Write(two, writer => writer.Add("a", NpyDtype.Of<byte>(), [3_000, 1_000],
                (offset, piece) => data.AsSpan((int)offset, piece.Length).CopyTo(piece)));
            using NpzReader first = new(one);
            using NpzReader second = new(two);
            Assert.True(first.Read("a").AsSpan<byte>().SequenceEqual(data));
            Assert.True(second.Read("a").AsSpan<byte>().SequenceEqual(data));
            byte[] before = File.ReadAllBytes(one);
            NpzWriter.Write(one, writer => writer.Add<byte>("a", data));
            Assert.Equal(before, File.ReadAllBytes(one));
            Assert.True(before.Length < data.Length / 10);
        }, count: 3);
    }

    [Fact]
    public void Conversions_to_integers_keep_the_value_or_are_refused()
    {
        string path = _folder.File("a.npy");
        NpyWriter.Write<double>(path, new[] { 1.0, 2, 2.5 });
        InputException refused = Assert.Throws<InputException>(() => NpyReader.Read(path).ToArray<int>());
        Assert.Contains("element 2: expected a value that <i4 can hold, found 2.5", refused.Message, StringComparison.Ordinal);
        NpyWriter.Write<long>(path, new[] { 300L });
        Assert.Throws<InputException>(() => NpyReader.Read(path).ToArray<byte>());
        NpyWriter.Write<double>(path, new[] { double.NaN });
        Assert.Throws<InputException>(() => NpyReader.Read(path).ToArray<long>());
        Assert.Throws<InputException>(() => NpyReader.Read(path).AsSpan<float>().Length);
        Assert.Throws<InputException>(() => NpyReader.Read(path).WithShape(2));
    }

    [Fact]
    public void A_failure_while_filling_leaves_no_file_and_keeps_its_type()
    {
        string path = _folder.File("a.npz");
        Assert.Throws<InputException>(() => NpzWriter.Write(path, writer => writer.Add("a", NpyDtype.Of<byte>(), [10_000_000],
            (offset, _) => throw new InputException("picture", "", "one", "none"))));
        Assert.Empty(Directory.GetFiles(_folder.Path));
        Assert.Throws<ArgumentException>(() => NpzWriter.Write(path, writer => writer.Add<byte>("a", new byte[5], 2, 3)));
        Assert.Throws<ArgumentException>(() => NpzWriter.Write(path, writer =>
        {
            writer.Add<byte>("a", new byte[5]);
            writer.Add<byte>("a", new byte[5]);
        }));
    }
}
