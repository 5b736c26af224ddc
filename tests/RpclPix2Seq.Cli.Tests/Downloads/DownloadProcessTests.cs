using System.Diagnostics;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>What can only be seen from outside the process: its environment, its signals, the libraries that it loads.</summary>
public sealed class DownloadProcessTests
{
    [Fact]
    public void A_proxy_of_the_environment_is_used()
    {
        using TemporaryFolder folder = new();
        using TestServer proxy = new();
        TestFile file = new(20_000);

        // No such server exists: only a proxy can answer for it.
        proxy.Has("http://sketches.invalid/sketchrnn/cat.npz", file);
        using Process process = Start(folder, proxy.Url, "cat", "--base-url", "http://sketches.invalid/");
        Assert.Equal("", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Equal(file.Content, File.ReadAllBytes(folder.File("cat.npz")));
        Assert.Equal("sketches.invalid", Assert.Single(proxy.Requests).Headers["host"]);
    }

    [Fact]
    public void A_proxy_is_left_aside_for_servers_that_the_environment_excepts()
    {
        using TemporaryFolder folder = new();
        using TestServer proxy = new(), server = new();
        server.Has("/sketchrnn/cat.npz", new TestFile(1000));
        using Process process = Start(folder, proxy.Url, "cat", "--base-url", server.Url);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Empty(proxy.Requests);
        Assert.Single(server.Requests);
    }

    [Fact]
    public void Control_C_keeps_what_has_arrived()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such signals");
        using TemporaryFolder folder = new();
        using TestServer server = new();
        TestFile file = new(50_000);
        server.Has("/sketchrnn/cat.npz", file).ThenStall(file, 20_000);
        using Process process = Start(folder, "", "cat", "--base-url", server.Url);
        string part = folder.File("cat.npz.part");
        while (!process.HasExited && !(File.Exists(part) && new FileInfo(part).Length == 20_000))
            Thread.Sleep(10);
        using (Process signal = Process.Start("kill", ["-INT", $"{process.Id}"]))
            signal.WaitForExit();
        Assert.EndsWith("rpcl: interrupted\n", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        process.WaitForExit();
        Assert.Equal(130, process.ExitCode);
        Assert.Equal(file.Content[..20_000], File.ReadAllBytes(part));
        Assert.True(File.Exists(part + ".json"));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--list")]
    public void Help_and_list_run_where_the_libraries_for_downloads_are_absent(string option)
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            string name = Path.GetFileName(file);
            if (name is "rpcl.dll" or "rpcl.runtimeconfig.json" or "System.CommandLine.dll"
                or "RpclPix2Seq.dll" or "RpclPix2Seq.Sketches.dll")
                File.Copy(file, folder.File(name));
        }

        ProcessStartInfo start = new("dotnet", [folder.File("rpcl.dll"), "data", "download", option])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        Assert.NotEmpty(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal((0, ""), (process.ExitCode, error));
    }

    private static Process Start(TemporaryFolder folder, string proxy, params string[] arguments)
    {
        string[] quiet = proxy.Length > 0 ? ["--quiet"] : [];
        string program = Path.Combine(AppContext.BaseDirectory, "rpcl.dll");

        // Background processes of a shell ignore Ctrl-C, and so would their children, this process among them.
        string[] awake = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        ProcessStartInfo start = new(awake[0], [.. awake[1..], program, "data", "download", .. arguments, .. quiet, "--out", folder.Path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in new[] { "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
            "NO_PROXY" })
            start.Environment.Remove(name);
        start.Environment["HTTP_PROXY"] = proxy;
        start.Environment["NO_PROXY"] = "127.0.0.1";
        return Process.Start(start)!;
    }
}
