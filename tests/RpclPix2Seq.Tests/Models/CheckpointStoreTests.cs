using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Tests.Models;

/// <summary>Checkpoints of a few bytes, whose content identifies them.</summary>
public sealed class CheckpointStoreTests : IDisposable
{
    private const int Keep = 2;
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<DiskFault, bool> FaultsAndWaits => new(
        from fault in Enum.GetValues<DiskFault>()
        from waits in (bool[])[true, false]
        select (fault, waits));

    public void Dispose() => _temporary.Dispose();

    // Two checkpoints are there; while the third is written, every operation fails in turn. After each failure an intact one is found, the
    // third or the second, and the next one can be written.
    [Theory]
    [MemberData(nameof(FaultsAndWaits))]
    public void Whatever_operation_fails_a_whole_checkpoint_remains_and_the_next_one_can_be_written(DiskFault fault, bool waits)
    {
        bool failed = true;
        int tried = 0, third = 0;
        for (; failed; tried++)
        {
            RunFolder run = RunFolder.Create(_temporary.File($"run{tried}"));
            FaultyDisk disk = new(fault, tried, run.Path);
            using (CheckpointStore store = new(run, Keep))
            {
                Save(store, 1, waits);
                Save(store, 2, waits);
                using IDisposable faults = DiskFaults.Use(disk);
                try
                {
                    Save(store, 3, waits);
                }
                catch (InputException e) when (fault is not (DiskFault.PowerCut or DiskFault.TornBlock))
                {
                    Assert.Contains(run.Path, e.Message, StringComparison.Ordinal);
                }
                catch (PowerCutException)
                {
                    Assert.Equal(DiskFault.PowerCut, fault);
                }
            }

            failed = disk.HasFailed;
            if (disk.Torn is { } torn)
                Tear(Path.Combine(run.Checkpoints, "step-00000003", torn));
            int found = NewestWhole(run);
            Assert.InRange(found, 2, 3);
            third += found - 2;
            if (!failed)
                Assert.Equal(3, found);
            using (CheckpointStore store = new(run, Keep))
                Save(store, 4, waits);
            Assert.Equal(4, NewestWhole(run));
            Assert.DoesNotContain(
                Directory.EnumerateFileSystemEntries(run.Checkpoints),
                name => name.EndsWith(RunCheckpoints.PartialSuffix, StringComparison.Ordinal));
        }

        Assert.True(tried > 1, "no operation failed");
        Assert.True(third > 0);
    }

    [Fact]
    public void The_newest_and_the_best_are_kept_also_those_that_were_the_best_for_what_is_kept()
    {
        RunFolder run = RunFolder.Create(_temporary.File("run"));
        using CheckpointStore store = new(run, Keep);
        foreach ((int step, long best) in ((int, long)[])[(1, 1), (2, 1), (3, 3), (4, 3)])
            Save(store, step, waits: true, best: best);
        Assert.Equal([3, 4], Steps());
        Save(store, 5, waits: true, best: 5);
        Assert.Equal([3, 4, 5], Steps()); // 4 knows 3 as the best
        Save(store, 6, waits: true, best: 5);
        Assert.Equal([5, 6], Steps());

        IEnumerable<int> Steps() => RunCheckpoints.List(run).Select(c => (int)c.Step).Order();
    }

    // The best checkpoint's manifest cannot be read for a while, and a user has made a copy of a checkpoint.
    [Fact]
    public void Nothing_is_removed_while_a_manifest_cannot_be_read_and_never_what_users_put_there()
    {
        RunFolder run = RunFolder.Create(_temporary.File("run"));
        using CheckpointStore store = new(run, Keep);
        foreach (int step in (int[])[1, 2, 3])
            Save(store, step, waits: true, best: 1);
        string best = Path.Combine(run.Checkpoints, "step-00000001"), copy = best + ".kept", own = Path.Combine(run.Checkpoints, "mine");
        string manifest = Path.Combine(best, CheckpointManifest.FileName);
        Directory.CreateDirectory(copy);
        Directory.CreateDirectory(own);
        File.Move(manifest, manifest + ".hidden");
        Directory.CreateDirectory(manifest); // a folder cannot be read as a file
        Save(store, 4, waits: true, best: 1);
        Assert.True(Directory.Exists(best));
        Directory.Delete(manifest);
        File.Move(manifest + ".hidden", manifest);
        Save(store, 5, waits: true, best: 1);
        Assert.Equal([1, 4, 5], RunCheckpoints.List(run).Select(c => (int)c.Step).Order());
        Assert.True(Directory.Exists(copy) && Directory.Exists(own));
    }

    [Fact]
    public void Two_checkpoints_of_one_step_are_distinguished_by_their_numbers()
    {
        RunFolder run = RunFolder.Create(_temporary.File("run"));
        using CheckpointStore store = new(run, Keep);
        Save(store, 5, waits: true);
        Save(store, 5, waits: true);
        Assert.Equal(
            [(2, "step-00000005-2"), (1, "step-00000005")],
            RunCheckpoints.List(run).Select(c => ((int)c.Number, Path.GetFileName(c.Folder))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"format":2,"number":1,"step":0,"best":0,"files":[{"name":"a","size":1,"sha256":"H"}]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":2,"files":[{"name":"a","size":1,"sha256":"H"}]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":[]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":null}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":[null]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":[{"name":"../a","size":1,"sha256":"H"}]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":[{"name":"..","size":1,"sha256":"H"}]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":[{"name":"a","size":-1,"sha256":"H"}]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"files":[{"name":"a","size":1,"sha256":"00"}]}""")]
    [InlineData(
        """{"format":1,"number":1,"step":0,"best":0,"files":[{"name":"a","size":1,"sha256":"H"},{"name":"a","size":1,"sha256":"H"}]}""")]
    [InlineData("""{"format":1,"number":1,"step":0,"best":0,"more":0,"files":[{"name":"a","size":1,"sha256":"H"}]}""")]
    public void A_file_that_is_not_a_manifest_is_refused(string json)
    {
        string hash = new('0', 64);
        byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text.Replace("\"H\"", $"\"{hash}\"", StringComparison.Ordinal));
        Assert.Equal(
            7, CheckpointManifest.Parse(
                "m", Bytes("""{"format":1,"number":7,"step":0,"best":0,"files":[{"name":"a","size":1,"sha256":"H"}]}""")).Number);
        Assert.StartsWith(
            "m: expected the manifest of a checkpoint",
            Assert.Throws<InputException>(() => CheckpointManifest.Parse("m", Bytes(json))).Message, StringComparison.Ordinal);
    }

    private static void Save(CheckpointStore store, int step, bool waits, long best = 0)
    {
        byte[] bytes = new byte[700];
        Array.Fill(bytes, (byte)step);
        store.Begin(new CheckpointImage(step, [("a.bin", bytes), ("b.bin", bytes), ("c.bin", bytes)]), best, waits);
        store.Collect(wait: true);
    }

    private static int NewestWhole(RunFolder run)
    {
        foreach (RunCheckpoint checkpoint in RunCheckpoints.List(run))
        {
            try
            {
                checkpoint.Check();
            }
            catch (InputException)
            {
                continue;
            }

            Assert.All(
                checkpoint.Manifest!.Files,
                file => Assert.Equal((byte)checkpoint.Step, File.ReadAllBytes(Path.Combine(checkpoint.Folder, file.Name))[^1]));
            return (int)checkpoint.Step;
        }

        return 0;
    }

    private static void Tear(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes.AsSpan(bytes.Length / 512 * 512).Clear();
        File.WriteAllBytes(file, bytes);
    }
}
