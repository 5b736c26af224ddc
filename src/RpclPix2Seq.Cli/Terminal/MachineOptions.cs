using System.CommandLine;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The options for where and with what a verb computes: short forms of configuration keys.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string> _device = new("--device") { Description = "Where to compute: cpu or cuda; short for --set device=…", HelpName = "DEVICE" };
    private readonly Option<string> _threads = new("--threads") { Description = "Threads to compute with, 0 for one per core; short for --set threads=…", HelpName = "N" };

    private readonly Option<string> _precision = new("--precision")
    {
        Description = "What products read: float32 or bfloat16; short for --set precision=…",
        HelpName = "PRECISION",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_threads);
        command.Add(_precision);
    }

    /// <summary>What was chosen.</summary>
    public MachineChoice Read(ParseResult options) => new(options.GetValue(_device), options.GetValue(_threads), options.GetValue(_precision));
}
