using System.IO.Compression;
using System.Text;
using CsCheck;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Cli.Tests.Commands.Data;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Every error is reported in one clear line with the right exit code, and nothing is left behind. Here: data files.</summary>
[Collection(TorchTests.Name)]
public sealed partial class BadInputTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file()
    {
        string file = _folder.File("absent.npz");
        string line = $"{file}: expected a file, found none there; check the path";
        AssertSays(Refuse(ExitCode.Failed, "data", "info", file), file, "expected a file, a folder or a pattern", "found nothing there");
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file));
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file, "--out", _folder.File("pictures")));
        Assert.Equal(line, Refuse(ExitCode.Failed, "sample", run.Folder, "--out", _folder.File("out"), "--input", file));
        Assert.Equal($"{file}: expected a configuration file, found none", Refuse(ExitCode.Failed, Train(run.Data, "--config", file)));
    }

    [Fact]
    public void A_folder_where_a_file_should_be_and_the_other_way_round()
    {
        string line = $"{_folder.Path}: expected a file, found a folder; name a file in it";
        AssertSays(Refuse(ExitCode.Failed, "data", "info", _folder.Path), _folder.Path, "expected files of drawings", "found none");
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", _folder.Path, "--out", _folder.File("pictures")));
        Assert.Equal(
            $"{run.Bee}: expected a folder of CATEGORY.npz files, found a file; name the folder with --data",
            Refuse(ExitCode.Failed, Train(run.Bee)));
        Assert.Equal(
            $"--out: expected a folder, found the file {run.Bee}; for example --out pictures",
            Refuse(ExitCode.Failed, "data", "prepare", run.Bee, "--out", run.Bee));
    }

    [Fact]
    public void A_missing_data_folder_and_an_unknown_category()
    {
        string absent = _folder.File("absent");
        Assert.Equal(
            $"{absent}: expected a folder of CATEGORY.npz files, found nothing; name the folder with --data",
            Refuse(ExitCode.Failed, Train(absent)));
        string owl = Path.Combine(run.Data, "owl.npz");
        Assert.Equal(
            $"{owl}: expected the sketches of category 'owl', found no such file; the folder has bee, bus, flower, giraffe, pig",
            Refuse(ExitCode.Failed, Train(run.Data, "--set", "categories=bee,owl")));
    }

    [Fact]
    public void A_folder_that_has_its_data_inside_and_the_folder_of_a_run()
    {
        Directory.CreateDirectory(_folder.File("quickstart/data"));
        File.Copy(run.Bee, _folder.File("quickstart/data/bee.npz"));
        Assert.Equal(
            $"{_folder.File("quickstart")}: expected a dataset, or a folder of CATEGORY.npz files, found a folder without sketches; "
            + $"name {_folder.File("quickstart/data")}, which has some",
            Refuse(ExitCode.Failed, "train", "--data", _folder.File("quickstart"), "--out", _folder.File("out")));
        Assert.Equal(
            $"{run.Folder}: expected a dataset, or a folder of CATEGORY.npz files, found the folder of a run; it learned from {run.Data}",
            Refuse(ExitCode.Failed, "train", "--data", run.Folder, "--out", _folder.File("out")));
    }

    // Wherever a file was cut off, no remainder of it is taken for sketches.
    [Fact]
    public void A_truncated_file()
    {
        byte[] whole = File.ReadAllBytes(run.Bee);
        string file = _folder.File("bee.npz");
        Gen.Int[0, whole.Length - 1].ForAll(
            length =>
            {
                File.WriteAllBytes(file, whole[..length]);
                Assert.StartsWith(file, Refuse(ExitCode.Failed, "data", "info", file), StringComparison.Ordinal);
            },
            count: 50);
        Assert.Contains("expected", Refuse(ExitCode.Failed, Train(_folder.Path, "--set", "categories=bee")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_array_in_a_whole_zip()
    {
        byte[] npy = Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 5, 3), }", new byte[60]);
        string file = Zip("bee.npz", ("train.npy", npy));
        string line = Refuse(ExitCode.Failed, "data", "info", file);
        AssertSays(line, file, "train.npy, byte", "120 bytes", "60", "truncated");
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file));
    }

    [Fact]
    public void A_pickle_that_would_run_code()
    {
        byte[] pickle = Encoding.Latin1.GetBytes("\u0080\u0002cos\nsystem\n(X\u0002\0\0\0id\u0085R.");
        string file = Zip("bee.npz", ("train.npy", Npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", pickle)));
        string line = Refuse(ExitCode.Failed, "data", "info", file);
        AssertSays(line, file, "train.npy, byte", "found the global 'os.system'");
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file));
        Assert.Equal(line, Refuse(ExitCode.Failed, Train(_folder.Path, "--set", "categories=bee")));
    }

    [Fact]
    public void Pictures_where_sketches_should_be()
    {
        Rpcl.Do("data", "prepare", run.Bee, "--out", _folder.Path, "--quiet");
        string file = _folder.File("bee_png.npz");
        string line = Refuse(ExitCode.Failed, "data", "info", file);
        AssertSays(line, file, "train.npy, sketch 0", "expected rows of 3 numbers (or 5)", "found the shape (48, 48)");
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file));
    }

    [Fact]
    public void Sketches_with_four_columns_or_of_no_numbers()
    {
        string file = _folder.File("bee.npz");
        NpzWriter.Write(file, writer => writer.Add<float>("train", new float[40], 2, 5, 4));
        AssertSays(
            Refuse(ExitCode.Failed, "data", "info", file), file, "train.npy, sketch 0", "expected rows of 3 numbers (or 5)",
            "found the shape (5, 4)");
        NpzWriter.Write(file, writer => writer.Add<float>("train", new float[30], 10, 3));
        AssertSays(Refuse(ExitCode.Failed, "data", "info", file), file, "train.npy", "numbers [N, n, 3]", "[10, 3]");
        Zip("bee.npz", ("train.npy", Npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2, 3), }", new byte[48])));
        AssertSays(Refuse(ExitCode.Failed, "data", "info", file), file, "train.npy", "found", "c8");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("valid")]
    public void An_empty_split(string split)
    {
        Sketch[] some = [Line()];
        string file = _folder.File("bee.npz");
        SketchNpz.Write(file, new SketchSplits(split == "train" ? [] : some, split == "valid" ? [] : some, some));
        string line = $"{file}: expected a split {split} with sketches, found an empty one; there are the members train, valid, test; "
            + "make the file with the splits train, valid and test";
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file));
        Assert.Equal(line, Refuse(ExitCode.Failed, Train(_folder.Path, "--set", "categories=bee")));
        Rpcl.Do("data", "info", file);
    }

    [Fact]
    public void A_missing_split()
    {
        string file = _folder.File("bee.npz");
        NpzWriter.Write(file, writer => writer.Add<float>("train", new float[30], 2, 5, 3));
        string line = $"{file}: expected a split valid with sketches, found none; there are the members train; "
            + "make the file with the splits train, valid and test";
        Assert.Equal(line, Refuse(ExitCode.Failed, "data", "prepare", file));
        Assert.Equal(line, Refuse(ExitCode.Failed, Train(_folder.Path, "--set", "categories=bee")));
        NpzWriter.Write(file, writer => writer.Add<float>("other", new float[30], 2, 5, 3));
        AssertSays(
            Refuse(ExitCode.Failed, "data", "info", file), file, "expected sketches in the splits train, valid or test",
            "found the members other");
    }

    [Theory]
    [InlineData(float.NaN, "(NaN, 2)")]
    [InlineData(float.PositiveInfinity, "(Infinity, 2)")]
    [InlineData(float.NegativeInfinity, "(-Infinity, 2)")]
    public void A_coordinate_that_is_no_number(float bad, string found)
    {
        string file = _folder.File("bee.npz");
        float[] rows = [1, 2, 0, bad, 2, 1];
        NpzWriter.Write(file, writer =>
        {
            foreach (string split in (string[])["train", "valid", "test"])
                writer.Add<float>(split, split == "valid" ? rows : new float[6], 1, 2, 3);
        });
        string line = Refuse(ExitCode.Failed, "data", "prepare", file, "--out", _folder.File("pictures"));
        AssertSays(line, file, "valid.npy", "sketch 0, row 1", "expected finite offsets", $"found {found}", "leave it out");
        Assert.Equal(line, Refuse(ExitCode.Failed, Train(_folder.Path, "--set", "categories=bee")));
        Assert.Equal(line, Refuse(ExitCode.Failed, "sample", run.Folder, "--out", _folder.File("out"), "--input", file));
        AssertSays(
            Refuse(ExitCode.Failed, "data", "import", file, "--out", _folder.File("data"), "--strict"), file, "sketch 0 of valid",
            "finite offsets", found);
        string warning = DataFiles.Do("info", file).Error;
        AssertSays(warning, file, "drawings that cannot be read: 1 not finite offsets", "sketch 0 of valid", found);
    }

    [Fact]
    public void Sketches_of_one_row_are_counted_drawn_and_trained_on()
    {
        Sketch dot = new([new StrokePoint(3, 4, PenUp: true)]);
        string file = _folder.File("bee.npz");
        SketchNpz.Write(file, new SketchSplits([dot, Line(), dot], [dot], [dot]));
        Assert.Contains("\"longest\": 1", Rpcl.Do("data", "info", "--json", file).Out, StringComparison.Ordinal);
        Rpcl.Do("data", "prepare", file);
        Assert.True(ImageNpz.Read(_folder.File("bee_png.npz")).Train[0].IndexOfAnyExcept(byte.MaxValue) < 0); // a move leaves no ink
        Rpcl.Do(Train(_folder.Path, "--set", "categories=bee", "--set", "learning_rate=1e-5")); // three sketches: nothing to be learned
        Rpcl.Do("sample", _folder.File("out"), "--input", file, "--out", _folder.File("samples"), "--quiet");
    }

    [Fact]
    public void Sketches_that_are_all_one_and_the_same_row_teach_nothing()
    {
        Sketch[] dots = [new([new StrokePoint(4, 4, PenUp: true)])];
        SketchNpz.Write(_folder.File("bee.npz"), new SketchSplits(dots, dots, dots));
        AssertSays(
            Refuse(ExitCode.Failed, Train(_folder.Path, "--set", "categories=bee")),
            "the training split", "expected offsets that differ", "found a standard deviation of 0", "nothing to learn");
    }

    [Fact]
    public void All_sketches_too_long()
    {
        AssertSays(
            Refuse(ExitCode.Failed, Train(run.Data, "--set", "max_seq_len=1")), run.Data, "split train", "expected at least one sketch",
            "none of at most 1 rows; 24 are longer (bee 12, bus 12)", "raise max_seq_len");
    }

    [Fact]
    public void Two_sketch_files_for_one_picture_file()
    {
        string other = Path.Combine(_folder.Path, "more", "bee.npz");
        Directory.CreateDirectory(Path.GetDirectoryName(other)!);
        File.Copy(run.Bee, other);
        AssertSays(
            Refuse(ExitCode.Usage, "data", "prepare", run.Bee, other, "--out", _folder.File("pictures")),
            "expected one sketch file for", "bee_png.npz", $"found {run.Bee} and {other}");
    }

    [Fact]
    public void A_loss_that_is_no_number_is_foreseen()
    {
        TestHost test = new();
        Assert.Equal(
            ExitCode.Failed,
            test.Run(
                ["fail"],
                new System.CommandLine.Command("fail")
                    .Runs((_, _, _) => throw new DivergedException(7, "the weights are not finite", "run/last"))));
        Assert.StartsWith(
            "rpcl: error: training diverged after 7 steps: the weights are not finite; run/last is untouched", test.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("RPCL_DEBUG", test.Error, StringComparison.Ordinal);
    }

    /// <summary>Must be refused in one line, leaving everything in the test's folder as it was.</summary>
    private string Refuse(int code, params string[] arguments)
    {
        Dictionary<string, string> before = Snapshot();
        string line = Rpcl.Refuse(code, arguments);
        Assert.Equal(before, Snapshot());
        return line;
    }

    private Dictionary<string, string> Snapshot() =>
        Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(
            path => path,
            path => Directory.Exists(path)
                ? "folder"
                : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));

    /// <summary>Trains the tiny model, into a new folder.</summary>
    private string[] Train(string data, params string[] more) =>
        ["train", "--data", data, "--out", _folder.File("out"), "--quiet", "--hparams", TrainedRun.Tiny, .. more];

    private string Zip(string name, params (string Name, byte[] Data)[] members)
    {
        string file = _folder.File(name);
        using FileStream stream = File.Create(file);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create);
        foreach ((string member, byte[] data) in members)
        {
            using Stream entry = archive.CreateEntry(member).Open();
            entry.Write(data);
        }

        return file;
    }

    private static byte[] Npy(string dictionary, byte[] data)
    {
        byte[] text = Encoding.Latin1.GetBytes(dictionary + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)text.Length), .. text, .. data];
    }

    private static Sketch Line() => new([new(10, 20, false), new(30, 5, false), new(-8, 14, true)]);

    private static void AssertSays(string line, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
}
