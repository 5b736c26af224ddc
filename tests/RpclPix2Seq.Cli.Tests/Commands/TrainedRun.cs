using System.Text.Json;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Built-in sketches and a tiny model trained on them by the program itself; made once for all tests that need it.</summary>
public sealed class TrainedRun : IDisposable
{
    /// <summary>24 training sketches in 3 batches per epoch, 2 epochs; the mixture starts from the codes in the first.</summary>
    public const string Tiny = "categories=[bee,bus],dec_model=lstm,dec_rnn_size=16,z_size=8,num_decoder_mixture=2,num_mixture=2,num_sub=2,"
        + "batch_size=10,num_steps=6,save_steps=0,rpcl_start=2,png_width=32";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _data, _summary;

    public TrainedRun()
    {
        // One thread, whatever a command asks for: tests share their cores, and sums must not depend on the number of cores.
        Environment.SetEnvironmentVariable("OMP_NUM_THREADS", "1");
        TorchRuntime.Configure(new TorchRuntimeOptions { Threads = 1 });
        TorchRuntime.EnsureLoaded();
        _data = new(MakeData);
        _summary = new(Train);
    }

    /// <summary>A folder of CATEGORY.npz files.</summary>
    public string Data => _data.Value;

    /// <summary>bee.npz: 12 sketches for training, 5 for validation, 6 for testing.</summary>
    public string Bee => Path.Combine(Data, "bee.npz");

    /// <summary>The run folder.</summary>
    public string Folder => Summary.Length > 0 ? _folder.File("run") : "";

    /// <summary>The output of the training with --json.</summary>
    public string Summary => _summary.Value;

    /// <summary>The alive components of its mixture.</summary>
    public IReadOnlyList<int> Components
    {
        get
        {
            using JsonDocument summary = JsonDocument.Parse(Summary);
            return [.. summary.RootElement.GetProperty("components").EnumerateArray().Select(k => k.GetInt32())];
        }
    }

    /// <summary>A copy of the run that a test may damage; links stay links.</summary>
    public string Copy(TemporaryFolder folder)
    {
        string copy = folder.File("run");
        Copy(new DirectoryInfo(Folder), copy);
        return copy;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        if (from.LinkTarget is { } target)
        {
            Directory.CreateSymbolicLink(to, target);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (DirectoryInfo inner in from.EnumerateDirectories())
            Copy(inner, Path.Combine(to, inner.Name));
    }

    public void Dispose() => _folder.Dispose();

    private string MakeData()
    {
        string data = _folder.File("data");
        Rpcl.Do("data", "procedural", "--out", data, "--train", "12", "--valid", "5", "--test", "6", "--seed", "3");
        return data;
    }

    private string Train() =>
        Rpcl.Do("train", "--data", Data, "--out", _folder.File("run"), "--hparams", Tiny, "--json", "--quiet").Out;
}
