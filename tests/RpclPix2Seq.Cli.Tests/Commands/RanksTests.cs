using System.Diagnostics;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Verbs that mpirun starts as two processes.</summary>
[Collection(TorchTests.Name)]
public sealed class RanksTests(TrainedRun run) : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "rpcl.dll");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_processes_train_to_the_bits_of_one_and_one_of_them_speaks()
    {
        using Process job = Mpirun.Start(2, Command("two", "--json"));
        (string output, string error) = Read(job);
        Assert.True(job.ExitCode == ExitCode.Done, error);
        using JsonDocument summary = JsonDocument.Parse(output);
        Assert.Equal(6, summary.RootElement.GetProperty("steps").GetInt32());
        Assert.Single(error.Split('\n'), line => line.StartsWith("24 sketches for training", StringComparison.Ordinal));
        Rpcl.Do(Arguments("one"));
        Assert.Equal(Checkpoint.Hashes(_folder.File("one/last")), Checkpoint.Hashes(_folder.File("two/last")));
        Assert.Equal(Files("one"), Files("two"));
        Assert.Equal(4, ModelConfig.Load(_folder.File("two/config.json")).Shards);
    }

    [Fact]
    public void A_job_that_is_asked_to_stop_writes_a_checkpoint()
    {
        using Process job = Mpirun.Start(2, Command("run", "--set", "num_steps=1000000", "--set", "patience=1000000"));
        RunFolder folder = RunFolder.At(_folder.File("run"));
        while (!job.HasExited && !(RunCheckpoints.List(folder) is [var newest, ..] && newest.Step >= 3))
            Thread.Sleep(10);
        using (Process signal = Process.Start("kill", ["-USR1", $"{job.Id}"]))
            signal.WaitForExit();
        (_, string error) = Read(job);
        Assert.True(job.ExitCode == ExitCode.Interrupted, error);
        Assert.Contains($"stopped after {RunCheckpoints.List(folder)[0].Step} steps", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_said_once()
    {
        using Process job = Mpirun.Start(2, Command("run", "--set", "shards=1"));
        (_, string error) = Read(job);
        Assert.Equal(ExitCode.Failed, job.ExitCode);
        Assert.StartsWith(
            "rpcl: error: shards: expected at least as many as the 2 ranks",
            Assert.Single(error.Split('\n'), line => line.StartsWith("rpcl:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    // Ranks without a number of threads divide the cores between them, which changes no bit of a drawing.
    [Theory]
    [InlineData("sample", "--count", "70", "--out", "OUT")]
    [InlineData("evaluate", "--data", "DATA", "--best-of", "4", "--heal", "0.3", "--threads", "1", "--out", "OUT")]
    [InlineData("encode", "BEES", "--threads", "1", "--out", "OUT.npz")]
    public void Two_processes_write_what_one_writes(string verb, params string[] rest)
    {
        Rpcl done = Rpcl.Do(Fill("one"));
        using Process job = Mpirun.Start(2, ["env", "-u", "OMP_NUM_THREADS", "dotnet", Program, .. Fill("two")]);
        (string output, string error) = Read(job);
        Assert.True(job.ExitCode == ExitCode.Done, error);
        Assert.Equal(done.Out.Replace(_folder.File("one"), _folder.File("two"), StringComparison.Ordinal), output);
        if (verb == "encode")
        {
            Assert.Equal(File.ReadAllBytes(_folder.File("one.npz")), File.ReadAllBytes(_folder.File("two.npz")));
            return;
        }

        Assert.Equal(Files("one"), Files("two"));
        Assert.All(
            Files("one"),
            file => Assert.Equal(File.ReadAllBytes(_folder.File($"one/{file}")), File.ReadAllBytes(_folder.File($"two/{file}"))));

        // More bees than an encoder's batch.
        string[] Fill(string name) =>
        [
            verb, run.Folder,
            .. rest.SelectMany(word => word == "BEES"
                ? Enumerable.Repeat(run.Bee, 12)
                : [word.Replace("OUT", _folder.File(name), StringComparison.Ordinal).Replace("DATA", run.Data, StringComparison.Ordinal)]),
        ];
    }

    [Fact]
    public async Task A_killed_drawing_goes_on_where_it_was()
    {
        string output = _folder.File("two"), parts = output + ".parts";
        string[] words = ["sample", run.Folder, "--count", "1500", "--only", "npz", "--threads", "1", "--out"];
        using (Process killed = Mpirun.Start(2, ["dotnet", Program, .. words, output]))
        {
            while (!Directory.Exists(parts) || Directory.GetFiles(parts).Length < 2)
            {
                Assert.False(killed.HasExited, "the drawing was over before it could be killed");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            killed.Kill(entireProcessTree: true);
            await killed.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.False(Directory.Exists(output));
        using Process job = Mpirun.Start(2, ["dotnet", Program, .. words, output]);
        (_, string error) = Read(job);
        Assert.True(job.ExitCode == ExitCode.Done, error);
        Assert.False(Directory.Exists(parts));
        Rpcl.Do([.. words, _folder.File("one")]);
        Assert.Equal(Files("one"), Files("two"));
        Assert.All(
            Files("one"),
            file => Assert.Equal(File.ReadAllBytes(_folder.File($"one/{file}")), File.ReadAllBytes(_folder.File($"two/{file}"))));
    }

    [Fact]
    public void Two_processes_import_what_one_imports()
    {
        string[] sources = [_folder.File("files"), run.Bee];
        Directory.CreateDirectory(sources[0]);
        string[] cats = [.. Enumerable.Range(1, 2000).Select(i => $"{{\"word\":\"cat\",\"drawing\":[[[0,{i % 256}],[{i / 256},{i}]]]}}")];
        File.WriteAllLines(_folder.File("files/a.ndjson"), cats[..1900]);
        File.WriteAllLines(_folder.File("files/b.ndjson"), cats[500..]);
        Rpcl done = Rpcl.Do(["data", "import", .. sources, "--out", _folder.File("one/data"), "--json"]);
        string[] command = ["dotnet", Program, "data", "import", .. sources, "--out", _folder.File("two/data"), "--json"];
        using Process job = Mpirun.Start(2, command);
        (string output, string error) = Read(job);
        Assert.True(job.ExitCode == ExitCode.Done, error);
        Assert.Equal(done.Out, output);
        Assert.Equal(Files("one/data"), Files("two/data"));
        Assert.All(
            Files("one/data"),
            file => Assert.Equal(File.ReadAllBytes(_folder.File($"one/data/{file}")), File.ReadAllBytes(_folder.File($"two/data/{file}"))));
        Assert.Equal(["data"], Files("two"));

        using Process again = Mpirun.Start(2, command);
        Assert.StartsWith(
            $"rpcl: error: {_folder.File("two/data")}: expected a new folder",
            Assert.Single(Read(again).Error.Split('\n'), line => line.StartsWith("rpcl:", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(ExitCode.Failed, again.ExitCode);
    }

    [Theory]
    [InlineData("'$RUN' --seed $OMPI_COMM_WORLD_RANK", "the launcher: expected the same command in all ranks")]
    [InlineData("absent", "absent: expected")]
    public void An_error_of_all_ranks_is_said_once(string arguments, string expected)
    {
        string command = $"dotnet '{Program}' sample {arguments} --count 2 --out '{_folder.File("samples")}'";
        using Process job = Mpirun.Start(2, "sh", "-c", command.Replace("$RUN", run.Folder, StringComparison.Ordinal));
        (_, string error) = Read(job);
        Assert.Equal(ExitCode.Failed, job.ExitCode);
        Assert.StartsWith(
            $"rpcl: error: {expected}", Assert.Single(error.Split('\n'), line => line.StartsWith("rpcl:", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("samples")));
    }

    [Fact]
    public void A_launcher_without_its_library_is_explained_in_one_line()
    {
        Assert.SkipWhen(MpiLibrary.Find(MpiKind.Mpich) is not null, "MPICH is installed");
        TestHost test = new();
        test.Host = test.Host with { Environment = new Dictionary<string, string> { ["PMI_RANK"] = "0", ["PMI_SIZE"] = "2" } };
        Assert.Equal(ExitCode.Failed, test.Run(Arguments("run"), [.. Cli.Commands.Verbs.CreateRoot().Subcommands]));
        Assert.StartsWith(
            "rpcl: error: mpirun of MPICH: expected MPICH's libmpich.so.12", Assert.Single(test.Error.TrimEnd('\n').Split('\n')),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("run")));
    }

    private string[] Arguments(string name, params string[] more) =>
    [
        "train", "--data", run.Data, "--out", _folder.File(name), "--hparams", TrainedRun.Tiny, "--set", "threads=1",
        .. more.Contains("shards=1") ? [] : (string[])["--set", "shards=4"], .. more,
    ];

    private string[] Command(string name, params string[] more) => ["dotnet", Program, .. Arguments(name, more)];

    private string[] Files(string name) =>
        [.. Directory.EnumerateFileSystemEntries(_folder.File(name)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static (string Output, string Error) Read(Process job)
    {
        Task<string> error = job.StandardError.ReadToEndAsync();
        string output = job.StandardOutput.ReadToEnd();
        job.WaitForExit();
        return (output, error.Result);
    }
}
