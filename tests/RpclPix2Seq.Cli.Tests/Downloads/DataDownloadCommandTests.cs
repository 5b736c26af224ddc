using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Downloads;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Downloads;

public sealed class DataDownloadCommandTests : IDisposable
{
    private readonly TestHost _test = new();
    private readonly TestServer _server = new();
    private readonly TemporaryFolder _folder = new();
    private readonly TestFile _cat = new(120_000);
    private readonly TestFile _clock = new(30_000, seed: 2);

    public DataDownloadCommandTests()
    {
        Dictionary<string, string> environment = new() { ["RPCL_DATA_URL"] = _server.Url };
        _test.Host = _test.Host with { Time = new HastyTime(TimeSpan.FromSeconds(60)), Environment = environment };
        _server.Has("/sketchrnn/cat.npz", _cat).Has("/sketchrnn/alarm%20clock.npz", _clock);
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Files_are_fetched_into_the_folder_with_a_notice_of_whose_they_are()
    {
        Assert.Equal(ExitCode.Done, Run("cat", "alarm_Clock", "cat"));
        Assert.Equal([Target("alarm clock.npz"), Target("cat.npz")], _test.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal(_cat.Content, File.ReadAllBytes(Target("cat.npz")));
        Assert.Equal(_clock.Content, File.ReadAllBytes(Target("alarm clock.npz")));
        Assert.Equal(["LICENCE.txt", "alarm clock.npz", "cat.npz"], Names());
        Assert.Contains("CC BY 4.0", File.ReadAllText(Target("LICENCE.txt")), StringComparison.Ordinal);
        Assert.Equal(2, _test.Error.Split("CC BY 4.0").Length);
        Assert.Matches(@"(?m)^cat\.npz: 120 kB, length, CRC-32C verified$", _test.Error);
    }

    [Theory]
    [InlineData("/sketchrnn/The%20Eiffel%20Tower.full.npz", "The Eiffel Tower.full.npz", "--full")]
    [InlineData("/full/simplified/The%20Eiffel%20Tower.ndjson", "The Eiffel Tower.ndjson", "--format", "ndjson")]
    [InlineData("/full/raw/The%20Eiffel%20Tower.ndjson", "The Eiffel Tower.raw.ndjson", "--format", "raw")]
    [InlineData("/full/binary/The%20Eiffel%20Tower.bin", "The Eiffel Tower.bin", "--format", "bin")]
    public void Each_format_has_its_address_and_its_name(string path, string name, params string[] options)
    {
        _server.Has(path, _cat);
        Assert.Equal(ExitCode.Done, Run(["the eiffel tower", .. options]));
        Assert.Equal(_cat.Content, File.ReadAllBytes(Target(name)));
    }

    [Fact]
    public void The_option_goes_before_the_environment_and_a_slash_at_the_end_is_optional()
    {
        _server.Has("/mirror/of/sketchrnn/cat.npz", _clock);
        Assert.Equal(ExitCode.Done, Run("cat", "--base-url", _server.Url + "mirror/of"));
        Assert.Equal(_clock.Content, File.ReadAllBytes(Target("cat.npz")));
    }

    [Fact]
    public void Existing_files_are_kept_unless_forced()
    {
        Assert.Equal(ExitCode.Done, Run("cat"));
        File.WriteAllBytes(Target("cat.npz"), new byte[_cat.Content.Length]);
        Assert.Equal(ExitCode.Done, Run("cat"));
        Assert.Single(_server.Requests);
        Assert.Contains("cat.npz: already present (120 kB)\n", _test.Error, StringComparison.Ordinal);
        Assert.Equal(0, File.ReadAllBytes(Target("cat.npz"))[0]);

        Assert.Equal(ExitCode.Done, Run("cat", "--force"));
        Assert.Equal(_cat.Content, File.ReadAllBytes(Target("cat.npz")));
    }

    [Fact]
    public void One_that_fails_does_not_keep_the_others()
    {
        Assert.Equal(ExitCode.Failed, Run("dog", "cat"));
        Assert.Equal(["LICENCE.txt", "cat.npz"], Names());
        string error = Assert.Single(_test.Error.Split('\n'), line => line.StartsWith("rpcl: error: ", StringComparison.Ordinal));
        Assert.StartsWith(
            $"rpcl: error: dog: {_server.Url}sketchrnn/dog.npz: expected the file, found 404 Not Found; ", error, StringComparison.Ordinal);
        Assert.Equal(Target("cat.npz") + "\n", _test.Out);
    }

    [Fact]
    public void A_server_that_cannot_be_reached_is_told_of_once_for_all_files()
    {
        string url;
        using (TestServer gone = new())
            url = gone.Url;
        Assert.Equal(ExitCode.Failed, Run("--all", "--base-url", url, "--retries", "0"));
        string error = Assert.Single(_test.Error.Split('\n'), line => line.StartsWith("rpcl: error: ", StringComparison.Ordinal));
        Assert.Contains("expected the whole file, found no connection (", error, StringComparison.Ordinal);
        Assert.Equal(["LICENCE.txt"], Names());
    }

    [Fact]
    public void Results_are_written_as_json_in_the_order_asked_for()
    {
        Assert.Equal(ExitCode.Failed, Run("dog", "cat", "--json"));
        using JsonDocument json = JsonDocument.Parse(_test.Out);
        Assert.Equal(
            ["dog failed", "cat downloaded"],
            json.RootElement.EnumerateArray().Select(file => $"{Text(file, "category")} {Text(file, "status")}"));
        Assert.Contains("404 Not Found", Text(json.RootElement[0], "error"), StringComparison.Ordinal);
        Assert.Equal(120_000, json.RootElement[1].GetProperty("bytes").GetInt64());
        Assert.Equal($"{_server.Url}sketchrnn/cat.npz", Text(json.RootElement[1], "url"));
        Assert.Equal(Target("cat.npz"), Text(json.RootElement[1], "file"));
    }

    [Fact]
    public void Quiet_leaves_only_results_and_the_license_in_the_folder()
    {
        Assert.Equal(ExitCode.Done, Run("cat", "--quiet"));
        Assert.Empty(_test.Error);
        Assert.Equal(["LICENCE.txt", "cat.npz"], Names());
    }

    [Fact]
    public void An_interruption_is_code_130_and_the_same_command_resumes()
    {
        using CancellationTokenSource source = new();
        _server.ThenStall(_cat, 50_000, () =>
        {
            SpinWait.SpinUntil(() => File.Exists(Target("cat.npz.part")) && new FileInfo(Target("cat.npz.part")).Length == 50_000);
            source.Cancel();
        });
        Assert.Equal(
            ExitCode.Interrupted,
            CliApplication.Run(Arguments("cat"), _test.Host, () => CliRoot.Create(DataCommand.Create()), source.Token));
        Assert.EndsWith(
            "what has arrived is kept; the same command resumes there if the server's files have not changed\nrpcl: interrupted\n",
            _test.Error, StringComparison.Ordinal);
        Assert.Equal(["LICENCE.txt", "cat.npz.part", "cat.npz.part.json"], Names());

        Assert.Equal(ExitCode.Done, Run("cat"));
        Assert.Equal(50_000, _server.Requests.Last().From);
        Assert.Equal(_cat.Content, File.ReadAllBytes(Target("cat.npz")));
    }

    [Fact]
    public void No_more_files_are_fetched_at_a_time_than_asked_for()
    {
        string[] names = [.. QuickDrawCategories.All.Take(12)];
        foreach (string name in names)
            _server.Has($"/sketchrnn/{Uri.EscapeDataString(name)}.npz", new TestFile(400_000));
        Assert.Equal(ExitCode.Done, Run([.. names, "--parallel", "3"]));
        Assert.Equal(names.Length + 1, Names().Length);
        Assert.InRange(_server.MostAtOnce, 1, 3);
    }

    [Fact]
    public void A_dry_run_shows_addresses_and_asks_and_writes_nothing()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["data", "download", "cat", "dog", "--dry-run"], DataCommand.Create()));
        Assert.Equal(
            ["cat.npz", $"{_server.Url}sketchrnn/cat.npz"], _test.Out.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("2 files; nothing was fetched\n", _test.Error);
        Assert.Empty(_server.Requests);
        Assert.Empty(Names());
    }

    [Fact]
    public void A_dry_run_writes_json()
    {
        Assert.Equal(ExitCode.Done, Run("cat", "dog", "--dry-run", "--json"));
        using JsonDocument json = JsonDocument.Parse(_test.Out);
        Assert.Equal([false, false], json.RootElement.EnumerateArray().Select(file => file.GetProperty("is_present").GetBoolean()));
        Assert.Equal((Target("dog.npz"), "npz"), (Text(json.RootElement[1], "file"), Text(json.RootElement[1], "format")));
    }

    [Fact]
    public void All_categories_are_listed()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["data", "download", "--list"], DataCommand.Create()));
        string[] names = _test.Out.TrimEnd().Split('\n');
        Assert.Equal(345, names.Length);
        Assert.Equal(("aircraft carrier", "zigzag"), (names[0], names[^1]));
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData("cat\ncrab", "ct", "crab")]
    [InlineData("alarm clock\nclock", "clock")]
    [InlineData("The Eiffel Tower", "eiffel_")]
    public void Categories_like_the_ones_named_are_listed(string expected, params string[] typed)
    {
        Assert.Equal(ExitCode.Done, _test.Run(["data", "download", "--list", .. typed], DataCommand.Create()));
        Assert.Equal(expected, _test.Out.TrimEnd());
    }

    [Fact]
    public void A_list_without_a_similar_category_says_so()
    {
        Assert.Equal(ExitCode.Usage, _test.Run(["data", "download", "--list", "qqqqqq"], DataCommand.Create()));
        Assert.Contains("no category is like 'qqqqqq'", _test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void All_categories_are_listed_as_json()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["data", "download", "--list", "--json"], DataCommand.Create()));
        Assert.Equal(QuickDrawCategories.All, JsonSerializer.Deserialize<string[]>(_test.Out)!);
    }

    [Theory]
    [InlineData("unknown category 'flamigo'; did you mean flamingo? (rpcl data download --list)", "flamigo")]
    [InlineData("unknown category 'ct'; did you mean cat? (rpcl data download --list)", "cat", "ct")]
    [InlineData(
        "unknown category 'alrm_clock'; did you mean alarm clock?; unknown category 'qqqqq' (rpcl data download --list)", "alrm_clock",
        "qqqqq")]
    [InlineData("unknown category '../cat' (rpcl data download --list)", "../cat")]
    [InlineData("expected --all or categories, found both (rpcl data download --help)", "cat", "--all")]
    [InlineData(
        "expected categories, such as rpcl data download cat flamingo --out sketches, or --all; "
        + "--list shows their names (rpcl data download --help)")]
    [InlineData(
        "--full: expected --format npz, found bin, which always holds all drawings (rpcl data download --help)", "cat", "--full",
        "--format", "bin")]
    [InlineData(
        "--format: expected npz or ndjson or raw or bin, found png; for example --format npz (rpcl data download --help)", "cat",
        "--format", "png")]
    [InlineData(
        "--parallel: expected a whole number from 1 to 8, found 9; for example --parallel 2 (rpcl data download --help)", "cat",
        "--parallel", "9")]
    [InlineData(BadUrl + "found 'ftp://a/b'; " + GoodUrl, "cat", "--base-url", "ftp://a/b")]
    [InlineData(BadUrl + "found 'here'; " + GoodUrl, "cat", "--base-url", "here")]
    [InlineData(BadUrl + "found 'http://me:secret@a/'; " + GoodUrl, "cat", "--base-url", "http://me:secret@a/")]
    public void Wrong_usage_is_one_line_and_code_2(string message, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, Run(arguments));
        Assert.Equal($"rpcl: error: {message}\n", _test.Error);
        Assert.Empty(Names());
    }

    [Fact]
    public void The_folder_must_be_named_and_be_a_folder()
    {
        Assert.Equal(ExitCode.Usage, _test.Run(["data", "download", "cat"], DataCommand.Create()));
        Assert.Contains("--out is missing", _test.Error, StringComparison.Ordinal);
        File.WriteAllText(Target("file"), "");
        Assert.Equal(ExitCode.Failed, _test.Run(["data", "download", "cat", "--out", Target("file")], DataCommand.Create()));
        Assert.EndsWith(
            $"rpcl: error: --out: expected a folder, found the file {Target("file")}; for example --out sketches\n", _test.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_a_bar_is_drawn()
    {
        using WatchedWriter error = new("kB of 120 kB");
        _test.Host = _test.Host with { Error = error, ErrorIsTerminal = true, Width = 120 };
        _server.Then(async (request, stream) =>
        {
            // The bar is redrawn when bytes arrive, but not too often: they go on arriving until it was.
            int sent = 30_000;
            await TestServer.AnswerAsync(request, stream, _cat, most: sent);
            for (; !error.Seen.IsCompleted && sent < _cat.Content.Length; sent++)
            {
                await Task.WhenAny(error.Seen, Task.Delay(ProgressReport.LiveInterval, _server.End));
                await stream.WriteAsync(_cat.Content.AsMemory(sent, 1));
            }

            await stream.WriteAsync(_cat.Content.AsMemory(sent));
        });
        Assert.Equal(ExitCode.Done, Run("cat"));
        Assert.Contains("cat.npz", error.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"\d%.* kB of 120 kB", error.ToString());
        Assert.Contains("length, CRC-32C verified", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(Target("cat.npz") + "\n", _test.Out);
    }

    private const string BadUrl = "--base-url: expected an http or https address without user name, query and fragment, ";
    private const string GoodUrl = "for example https://storage.googleapis.com/quickdraw_dataset/ (rpcl data download --help)";

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private string Target(string name) => _folder.File(name);

    private string[] Names() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private string[] Arguments(params string[] arguments) => ["data", "download", .. arguments, "--out", _folder.Path];

    private int Run(params string[] arguments) => _test.Run(Arguments(arguments), DataCommand.Create());

    // Reports when a text has been written.
    private sealed class WatchedWriter(string text) : StringWriter
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Seen => _seen.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true)
                _seen.TrySetResult();
        }
    }
}
