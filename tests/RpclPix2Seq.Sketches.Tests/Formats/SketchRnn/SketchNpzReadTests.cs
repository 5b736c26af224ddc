using System.Globalization;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

public sealed class SketchNpzReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("python2.npz")]
    [InlineData("python3-protocol2.npz")]
    [InlineData("python3-protocol3.npz")]
    [InlineData("python3-protocol4.npz")]
    [InlineData("python3-protocol5.npz")]
    [InlineData("numpy2.npz")]
    [InlineData("stored-float64-big-endian.npz")]
    [InlineData("lists.npz")]
    public void Reads_every_dialect(string fixture) =>
        TestSketches.AssertEqual(TestSketches.OfFixtures, SketchNpz.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", fixture)));

    [Theory]
    [InlineData("quickdraw/airplane.npz", 912, 113, 113)]
    [InlineData("quickdraw/butterfly.npz", 1447, 180, 180)]
    [InlineData("quickdraw/cake.npz", 1630, 200, 200)]
    [InlineData("quickdraw/cat.npz", 5022, 200, 200)]
    [InlineData("quickdraw/duck.npz", 2042, 200, 200)]
    [InlineData("quickdraw/flamingo.npz", 1801, 200, 200)]
    [InlineData("quickdraw/pig.npz", 673, 84, 84)]
    [InlineData("quickdraw/snowman.npz", 1659, 200, 200)]
    [InlineData("quickdraw/teapot.npz", 3581, 200, 200)]
    [InlineData("npz-samples/omniglot.npz", 30000, 1000, 1000)]
    public void Real_files_have_the_counts_that_are_known(string file, int train, int valid, int test)
    {
        SketchSplits splits = SketchNpz.Read(SharedFolder.Require(file));
        Assert.Equal((train, valid, test), (splits.Train.Length, splits.Valid.Length, splits.Test.Length));
    }

    [Theory]
    [InlineData("quickdraw/pig.npz")]
    [InlineData("quickdraw/cat.npz")]
    [InlineData("npz-samples/omniglot.npz")]
    public void Real_files_have_the_sums_that_numpy_finds(string file)
    {
        string path = SharedFolder.Require(file);
        const string script = """
            z = np.load(sys.argv[1], allow_pickle=True, encoding='latin1')
            for k in ('train', 'valid', 'test'):
                a = np.concatenate(list(z[k])).astype(np.int64); w = np.arange(1, len(a) + 1)
                print(len(z[k]), len(a), *a.sum(0), *(a * w[:, None]).sum(0))
            """;
        string expected = Python.Run(script, path);
        SketchSplits splits = SketchNpz.Read(path);
        Assert.Equal(expected.TrimEnd(), string.Join("\n", Sums(splits.Train), Sums(splits.Valid), Sums(splits.Test)));
    }

    /// <summary>Counts, sums, and sums weighted by position, so that the order matters too.</summary>
    private static string Sums(Sketch[] sketches)
    {
        StrokePoint[] points = [.. sketches.SelectMany(sketch => sketch.Points.ToArray())];
        long[] sums = new long[6];
        for (int i = 0; i < points.Length; i++)
        {
            long[] row = [(long)points[i].Dx, (long)points[i].Dy, points[i].PenUp ? 1 : 0];
            for (int c = 0; c < 3; c++)
            {
                sums[c] += row[c];
                sums[c + 3] += row[c] * (i + 1);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sketches.Length} {points.Length} {string.Join(' ', sums)}");
    }

    [Theory]
    [InlineData("i1")]
    [InlineData("u1")]
    [InlineData("<i2")]
    [InlineData(">i2")]
    [InlineData("<u2")]
    [InlineData(">i4")]
    [InlineData("<u4")]
    [InlineData("<i8")]
    [InlineData(">u8")]
    [InlineData("<f2")]
    [InlineData(">f4")]
    [InlineData("<f8")]
    [InlineData("O")]
    public void Items_and_grids_of_any_number_type_and_order_are_read(string type)
    {
        string path = _folder.File("a.npz");
        const string script = """
            grid = np.array([[[1, 2, 0], [3, 4, 1]], [[5, 6, 1], [7, 8, 0]]])
            t = np.dtype(sys.argv[2])
            items = np.empty(2, object)
            items[0] = grid[0].astype(t); items[1] = np.asfortranarray(grid[1].astype(t))
            np.savez(sys.argv[1], train=items, valid=grid.astype(t), test=np.asfortranarray(grid.astype(t)))
            """;
        Python.Run(script, path, type);
        Sketch[] expected = [new([new(1, 2, false), new(3, 4, true)]), new([new(5, 6, true), new(7, 8, false)])];
        TestSketches.AssertEqual(new SketchSplits(expected, expected, expected), SketchNpz.Read(path));
    }

    [Fact]
    public void Rows_of_five_are_cut_at_the_end_row()
    {
        const string header = "{'descr': '|i1', 'fortran_order': False, 'shape': (1, 4, 5), }";
        byte[] rows = [1, 2, 1, 0, 0, 3, 4, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
        SketchSplits splits = Read(("train.npy", ZipBuilder.Npy(header, rows)));
        TestSketches.AssertEqual([new Sketch([new(1, 2, false), new(3, 4, true)])], splits.Train);
        Assert.Empty(splits.Valid);
    }

    [Theory]
    [InlineData("(1, 1, 5)", new byte[] { 1, 2, 1, 1, 0 }, "sketch 0, row 0: expected one 1 and two 0 for the pen, found (1, 1, 0)")]
    [InlineData("(1, 1, 5)", new byte[] { 1, 2, 0, 0, 1 }, "sketch 0, row 0: expected a sketch of at least one row, found its end")]
    [InlineData("(1, 2, 3)", new byte[] { 1, 2, 0, 1, 2, 7 }, "train.npy, sketch 0, row 1: expected 0 or 1 for the pen, found 7")]
    [InlineData("(1, 0, 3)", new byte[0], "sketch 0: expected rows of 3 numbers (or 5), at least one, found the shape (0, 3)")]
    [InlineData(
        "(1, 1, 4)", new byte[] { 1, 2, 0, 1 }, "sketch 0: expected rows of 3 numbers (or 5), at least one, found the shape (1, 4)")]
    [InlineData("(2, 3)", new byte[] { 1, 2, 0, 1, 2, 1 }, "found |u1 of shape [2, 3]")]
    public void Wrong_values_are_reported_with_their_place(string shape, byte[] data, string message)
    {
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}";
        Assert.Contains(message, Refused(("train.npy", ZipBuilder.Npy(header, data))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "∞")]
    [InlineData(1e300, "1E+300")]
    public void Offsets_that_are_not_finite_are_reported_with_their_place(double value, string shown)
    {
        double[] rows = [1, 2, 0, 3, value, 1];
        byte[] data = [.. rows.SelectMany(BitConverter.GetBytes)];
        byte[] npy = ZipBuilder.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), }", data);
        string message = Refused(("train.npy", npy));
        Assert.Contains(
            "train.npy, sketch 0, row 1: expected finite offsets that fit in float32, found (3, ", message, StringComparison.Ordinal);
        Assert.Contains(value > 1e299 && double.IsFinite(value) ? shown : value.ToString(CultureInfo.InvariantCulture), message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_split_is_told_with_the_members_that_are_there()
    {
        byte[] npy = ZipBuilder.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 3), }", [1, 2, 1]);
        string path = Save(("train.npy", npy), ("tset.npy", npy));
        InputException refused = Assert.Throws<InputException>(() => SketchNpz.Read(path));
        Assert.Contains("expected a split valid with sketches, found none; there are the members train, tset", refused.Message,
            StringComparison.Ordinal);
        Assert.Single(SketchNpz.Read(path, SplitRequirement.Train).Train);
    }

    [Fact]
    public void An_empty_split_counts_as_missing_only_where_it_is_required()
    {
        byte[] one = ZipBuilder.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 3), }", [1, 2, 1]);
        byte[] none = ZipBuilder.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 1, 3), }", []);
        string path = Save(("train.npy", one), ("valid.npy", none), ("test.npy", one));
        Assert.Contains("found an empty one", Assert.Throws<InputException>(() => SketchNpz.Read(path)).Message, StringComparison.Ordinal);
        Assert.Empty(SketchNpz.Read(path, SplitRequirement.Train | SplitRequirement.Test).Valid);
    }

    [Fact]
    public void A_file_without_any_split_is_refused_even_if_none_is_required()
    {
        byte[] npy = ZipBuilder.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [1]);
        string path = Save(("points.npy", npy));
        InputException refused = Assert.Throws<InputException>(() => SketchNpz.Read(path, SplitRequirement.None));
        Assert.Contains("found the members points", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(0, 0, 2)]
    [InlineData(0, 9, 2)]
    [InlineData(1, 1, 2)]
    [InlineData(0, -1, 2)]
    [InlineData(0, long.MinValue, 2)]
    [InlineData(0, long.MaxValue, 2)]
    public void Offsets_that_do_not_ascend_to_the_points_are_refused(long a, long b, long c)
    {
        string path = _folder.File("a.npz");
        NpzWriter.Write(path, writer =>
        {
            writer.Add<float>("train_points", new float[6], 2, 3);
            writer.Add<long>("train_offsets", new[] { a, b, c });
        });
        Assert.Throws<InputException>(() => SketchNpz.Read(path, SplitRequirement.None));
    }

    private SketchSplits Read(params (string, byte[])[] members) => SketchNpz.Read(Save(members), SplitRequirement.None);

    private string Refused(params (string, byte[])[] members) =>
        Assert.Throws<InputException>(() => Read(members)).Message;

    private string Save(params (string, byte[])[] members)
    {
        string path = _folder.File("a.npz");
        File.WriteAllBytes(path, ZipBuilder.Zip(members));
        return path;
    }
}
