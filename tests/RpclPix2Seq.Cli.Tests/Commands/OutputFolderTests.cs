using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Verbs that write a new folder, on a disk that is full after its first file.</summary>
[Collection(TorchTests.Name)]
public sealed class OutputFolderTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_full_disk_leaves_nothing_under_any_verb()
    {
        string drawing = $"{run.Bee}#0", report = Path.Combine(_folder.Path, "evaluation");
        Rpcl.Do("evaluate", run.Folder, "--data", run.Data, "--count", "2", "--out", report, "--quiet");
        string[][] lines =
        [
            ["data", "procedural", "--train", "5", "--valid", "5", "--test", "5"],
            ["sample", run.Folder, "--count", "2"],
            ["interpolate", run.Folder, drawing, drawing, "--steps", "2"],
            ["analogy", run.Folder, drawing, drawing, drawing, "--count", "1"],
            ["vary", run.Folder, drawing, "--count", "1"],
            ["complete", run.Folder, drawing, "--count", "1"],
            ["reconstruct", run.Folder, "--data", run.Data],
            ["reconstruct", run.Folder, drawing],
            ["components", run.Folder, "--data", run.Data],
            ["map", run.Folder, "--data", run.Data],
            ["history", run.Folder],
            ["evaluate", run.Folder, "--data", run.Data, "--count", "2"],
            ["evaluate", "compare", report],
            ["evaluate", "classifier", "train", "--data", run.Data, "--epochs", "1"],
        ];
        foreach (string[] line in lines)
        {
            string above = _folder.File("above"), output = Path.Combine(above, "out");
            Directory.CreateDirectory(above);
            Rpcl done;
            using (DiskFaults.Use(new FullDisk(above)))
                done = Rpcl.Run([.. line, "--out", output, "--quiet"]);
            string said = $"{string.Join(' ', line)}: {done.Error}";
            Assert.True(done.Code == ExitCode.Failed, said);
            Assert.True(
                done.Error.StartsWith($"rpcl: error: {output}", StringComparison.Ordinal) && done.Error.Count(c => c == '\n') == 1, said);
            Assert.True(
                done.Error.Contains("No space left on device", StringComparison.Ordinal)
                    && !done.Error.Contains(".tmp", StringComparison.Ordinal), said);
            Assert.True(Directory.EnumerateFileSystemEntries(above).All(entry => entry == output + ".parts"), said);
        }
    }

    [Fact]
    public void A_classifier_that_was_interrupted_is_finished_by_the_same_command()
    {
        string above = _folder.File("above"), output = Path.Combine(above, "classifier");
        string[] line = ["evaluate", "classifier", "train", "--data", run.Data, "--epochs", "2", "--out", output];
        using (DiskFaults.Use(new FullDisk(above)))
            Assert.Equal(ExitCode.Failed, Rpcl.Run(line).Code);
        Assert.Equal([output + ".parts"], Directory.EnumerateFileSystemEntries(above));
        Rpcl finished = Rpcl.Do(line);
        Assert.Contains("continuing an interrupted training after 1 epoch\n", finished.Error, StringComparison.Ordinal);
        Assert.Contains("2 epochs in", finished.Error, StringComparison.Ordinal);
        Assert.Equal([output], Directory.EnumerateFileSystemEntries(above));
    }

    [Fact]
    public void Parts_lie_beside_the_folder_however_it_is_named()
    {
        string parts = _folder.File("made.parts"), made = _folder.File("made");
        Assert.Equal(parts, OutputFolder.PartsOf(made));
        Assert.Equal(parts, OutputFolder.PartsOf(made + "/"));
        Assert.Equal(parts, OutputFolder.PartsOf(made + "/."));
        Assert.Equal(parts, OutputFolder.PartsOf(made + "/below/.."));
    }

    /// <summary>There is room for one file below a folder.</summary>
    private sealed class FullDisk(string root) : IDiskFaults
    {
        private int _files;

        public bool PowerIsOff => false;

        public void Before(DiskOperation operation, string path)
        {
            if (operation == DiskOperation.Create && path.StartsWith(root, StringComparison.Ordinal) && ++_files > 1)
                throw new IOException("No space left on device");
        }

        public int Written(string path, int length) => length;
    }
}
