using RpclPix2Seq.Cli.Downloads;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>One file fetched from the test server into a separate folder, without waiting between attempts.</summary>
internal sealed class Fetching : IDisposable
{
    public const string Path = "/sketchrnn/cat.npz";

    private static readonly TimeSpan Watch = TimeSpan.FromHours(1);

    private readonly TemporaryFolder _folder = new();

    public Fetching() => Settings = new DownloadSettings(Time, Parallel: 2, Retries: 3, StallTimeout: Watch) { AnswerTimeout = Watch };

    public TestServer Server { get; } = new();

    /// <summary>Its watchdogs are the timeouts for silent servers.</summary>
    public HastyTime Time { get; } = new(Watch);

    public DownloadSettings Settings { get; set; }

    public List<string> Remarks { get; } = [];

    public string? Address { get; set; }

    public string Target => _folder.File("cat.npz");

    public string Part => Target + PartialFile.Suffix;

    public string Sidecar => Part + ".json";

    public TestRequest[] Requests => [.. Server.Requests];

    public DownloadResult Run(CancellationToken cancellationToken = default)
    {
        using FileDownloader downloader = new(Settings);
        Uri server = new(Address ?? Server.Url);
        QuickDrawFile file = QuickDrawFile.Of("cat", QuickDrawFormat.Npz, isFull: false, server, _folder.Path);
        return downloader.FetchAsync(file, (_, _) => { }, Remarks.Add, cancellationToken).GetAwaiter().GetResult();
    }

    /// <summary>Fetches the file, which must arrive unchanged.</summary>
    public DownloadResult RunFor(TestFile file)
    {
        DownloadResult result = Run();
        Assert.True(file.Content.AsSpan().SequenceEqual(File.ReadAllBytes(Target)), "the file that arrived is another");
        Assert.Equal(file.Content.Length, result.Bytes);
        Assert.Equal(["cat.npz"], Names());
        return result;
    }

    /// <summary>Fetches the file, which must fail; returns the message, which is one line.</summary>
    public string Fail()
    {
        string message = Assert.Throws<InputException>(() => Run()).Message;
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        return message;
    }

    /// <summary>Waits until the given number of bytes of the file has arrived.</summary>
    public async Task Arrived(long length)
    {
        while (!File.Exists(Part) || new FileInfo(Part).Length < length)
            await Task.Delay(5);
    }

    /// <summary>The files in the folder.</summary>
    public string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => System.IO.Path.GetFileName(path)).Order()];

    public void Dispose()
    {
        Server.Dispose();
        _folder.Dispose();
    }
}
