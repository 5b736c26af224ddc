using CsCheck;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

public sealed class SketchNpzWriteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(SketchNpzLayout.Pickled), nameof(NpzCompression.Optimal))]
    [InlineData(nameof(SketchNpzLayout.Pickled), nameof(NpzCompression.Stored))]
    [InlineData(nameof(SketchNpzLayout.Plain), nameof(NpzCompression.Fastest))]
    [InlineData(nameof(SketchNpzLayout.Plain), nameof(NpzCompression.Stored))]
    public void What_is_written_is_read_back_exactly(string layout, string compression)
    {
        SketchNpzOptions options = new()
        {
            Layout = Enum.Parse<SketchNpzLayout>(layout),
            Compression = Enum.Parse<NpzCompression>(compression),
        };
        Gen<Sketch[]> splits = Gen.OneOf(TestSketches.GenInteger.Array[0, 8], TestSketches.GenReal.Array[0, 8]);
        Gen.Select(splits, splits, splits).ForAll((train, valid, test) =>
        {
            SketchSplits written = new(train, valid, test);
            string path = _folder.File($"{Interlocked.Increment(ref _count)}.npz");
            SketchNpz.Write(path, written, options);
            TestSketches.AssertEqual(written, SketchNpz.Read(path, SplitRequirement.None));
            File.Delete(path);
        }, count: 100);
    }

    [Fact]
    public void Long_splits_pass_the_batches_of_a_pickle()
    {
        Sketch[] many = [.. Enumerable.Range(0, 2001).Select(i => new Sketch([new(i, -i, true)]))];
        SketchSplits written = new(many, many[..1000], many[..1001]);
        string path = _folder.File("a.npz");
        SketchNpz.Write(path, written);
        TestSketches.AssertEqual(written, SketchNpz.Read(path));
        Assert.Equal("2001 1000 1001 2000\n", Python.Run(
            "z = np.load(sys.argv[1], allow_pickle=True)\nprint(*(len(z[k]) for k in z.files), z['train'][-1][0, 0])", path));
    }

    [Theory]
    [InlineData("latin1", 1f, "int16")]
    [InlineData("ASCII", 0.5f, "float32")]
    public void Numpy_reads_object_arrays_in_any_encoding(string encoding, float unit, string type)
    {
        string path = _folder.File("a.npz");
        SketchNpz.Write(path, Scaled(unit));
        string script = "z = np.load(sys.argv[1], allow_pickle=True, encoding=sys.argv[2])\n" + Describe;
        Assert.Equal(Expected(unit, type), Python.Run(script, path, encoding));
    }

    [Theory]
    [InlineData(1f, "int16")]
    [InlineData(0.5f, "float32")]
    public void Numpy_reads_plain_arrays_without_pickle(float unit, string type)
    {
        string path = _folder.File("a.npz");
        SketchNpz.Write(path, Scaled(unit), new SketchNpzOptions { Layout = SketchNpzLayout.Plain });
        string script = """
            p = np.load(sys.argv[1])
            z = {k: np.split(p[k + '_points'], p[k + '_offsets'][1:-1]) for k in ('train', 'valid', 'test')}

            """ + Describe;
        Assert.Equal(Expected(unit, type), Python.Run(script, path));
    }

    [Fact]
    public void The_number_type_follows_the_values_unless_it_is_given()
    {
        Sketch wide = new([new(40000, 0, true)]);
        string path = _folder.File("a.npz");
        SketchNpzOptions plain = new() { Layout = SketchNpzLayout.Plain };
        SketchNpz.Write(path, new SketchSplits([wide], [], []), plain);
        Assert.Equal("<f4", TypeOfTrain(path));
        SketchNpz.Write(path, Scaled(1), plain with { ItemType = SketchItemType.Float32 });
        Assert.Equal("<f4", TypeOfTrain(path));
        SketchNpz.Write(path, Scaled(1), plain with { ItemType = SketchItemType.Int16 });
        Assert.Equal("<i2", TypeOfTrain(path));
        Assert.Throws<InputException>(() => SketchNpz.Write(path, Scaled(0.5f), plain with { ItemType = SketchItemType.Int16 }));
        Assert.Equal("<i2", TypeOfTrain(path));
    }

    [Fact]
    public void Sketches_that_no_reader_accepts_are_not_written()
    {
        string path = _folder.File("a.npz");
        SketchSplits empty = new([new Sketch([])], [], []);
        Assert.Contains(
            "train, sketch 0", Assert.Throws<InputException>(() => SketchNpz.Write(path, empty)).Message, StringComparison.Ordinal);
        SketchSplits broken = new([], [new Sketch([new(0, float.NaN, true)])], []);
        Assert.Contains("valid, sketch 0, row 0", Assert.Throws<InputException>(() => SketchNpz.Write(path, broken)).Message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    private const string Describe = """
        print(z['train'][0].dtype)
        for k in ('train', 'valid', 'test'):
            print(k, [[float(v) for v in r] for s in z[k] for r in s])
        """;

    private static SketchSplits Scaled(float unit) => new(
        Scaled(TestSketches.OfFixtures.Train, unit), Scaled(TestSketches.OfFixtures.Valid, unit),
        Scaled(TestSketches.OfFixtures.Test, unit));

    private static Sketch[] Scaled(Sketch[] sketches, float unit) =>
        [.. sketches.Select(sketch => sketch.Map(point => point with { Dx = point.Dx * unit, Dy = point.Dy * unit }))];

    private static string Expected(float unit, string type)
    {
        SketchSplits splits = Scaled(unit);
        return $"{type}\ntrain {Text(splits.Train)}\nvalid {Text(splits.Valid)}\ntest {Text(splits.Test)}\n";
    }

    private static string Text(Sketch[] sketches) => "[" + string.Join(", ", sketches.SelectMany(sketch => sketch.Points.ToArray())
        .Select(p => $"[{p.Dx:0.0###}, {p.Dy:0.0###}, {(p.PenUp ? "1.0" : "0.0")}]")) + "]";

    private static string TypeOfTrain(string path)
    {
        using NpzReader reader = new(path);
        return reader.ReadHeader("train_points").Dtype.ToString();
    }
}
