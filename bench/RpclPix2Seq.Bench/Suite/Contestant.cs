using System.Diagnostics;
using System.Text.Json;

namespace RpclPix2Seq.Bench.Suite;

/// <summary>
/// A measurement in a process of its own, which waits between rounds without using a processor (see <see cref="Rounds"/>).
/// </summary>
internal sealed class Contestant : IDisposable
{
    private readonly string _what;
    private readonly Process _process;

    /// <summary>Starts it; returns when it is warm.</summary>
    /// <exception cref="InputException">It cannot be started, or ends by itself; its messages are on the standard error stream.</exception>
    private Contestant(string program, IEnumerable<string> arguments)
    {
        _what = string.Join(' ', arguments);
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InputException(program, "", "a program", "one that does not start");
        if (!Next().ContainsKey(Rounds.Ready))
            throw Fault("ready first", "a measurement");
    }

    /// <summary>One of our own verbs.</summary>
    public static Contestant Ours(params ReadOnlySpan<string> arguments) => new(Environment.ProcessPath!, Own(arguments));

    /// <summary>The port.</summary>
    public static Contestant Port(string python, string peers, params ReadOnlySpan<string> arguments) =>
        new(python, [Path.Combine(peers, "pix2seq_port.py"), .. arguments, "--threads", $"{Machine.Threads}"]);

    /// <summary>Runs one of our own verbs to its end and returns its output lines.</summary>
    /// <exception cref="InputException">It failed.</exception>
    public static string[] RunOurs(params ReadOnlySpan<string> arguments)
    {
        string what = string.Join(' ', arguments);
        using Process process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, Own(arguments)) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InputException(what, "", "a measurement", $"exit status {process.ExitCode}", "see the messages above");
    }

    /// <summary>One measurement.</summary>
    public Dictionary<string, double> Measure()
    {
        _process.StandardInput.WriteLine();
        _process.StandardInput.Flush();
        return Next();
    }

    public static Dictionary<string, double> Parse(string line) => JsonSerializer.Deserialize<Dictionary<string, double>>(line)!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }

    private static List<string> Own(ReadOnlySpan<string> arguments)
    {
        bool isHosted = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return isHosted ? [typeof(Contestant).Assembly.Location, .. arguments] : [.. arguments];
    }

    private Dictionary<string, double> Next()
    {
        string line = _process.StandardOutput.ReadLine() ?? throw Fault("a measurement", "the end of its output");
        try
        {
            return Parse(line);
        }
        catch (JsonException)
        {
            throw Fault("one line of JSON", $"'{line}'");
        }
    }

    private InputException Fault(string expected, string found) => new(_what, "", expected, found, "see the messages above");
}
