using System.CommandLine;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The options for where and with what a verb computes: short forms of configuration keys.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string> _device = new("--device")
    {
        Description = "Where to compute: cpu or cuda.",
        HelpName = "DEVICE",
    };
    private readonly Option<string> _threads = new("--threads")
    {
        Description = "Threads to compute with; 0 for one per core.",
        HelpName = "N",
    };

    private readonly Option<string> _precision = new("--precision")
    {
        Description = "Precision of matrix products: automatic, float32 or bfloat16.",
        HelpName = "PRECISION",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_threads);
        command.Add(_precision);
    }

    /// <summary>The chosen values.</summary>
    public MachineChoice Read(ParseResult options) =>
        new(options.GetValue(_device), options.GetValue(_threads), options.GetValue(_precision));
}

/// <summary>Where and with what to compute, as the command line says.</summary>
/// <param name="Device">Text of the key device, or null to use other sources.</param>
/// <param name="Threads">Text of the key threads, or null to use other sources.</param>
/// <param name="Precision">Text of the key precision, or null to use other sources.</param>
internal sealed record MachineChoice(string? Device = null, string? Threads = null, string? Precision = null)
{
    /// <summary>Overrides values from weaker sources.</summary>
    /// <exception cref="InputException">A value is not allowed.</exception>
    public void Apply(ConfigBuilder builder)
    {
        foreach ((string key, string? text) in ((string, string?)[])[("device", Device), ("threads", Threads), ("precision", Precision)])
        {
            if (text is not null)
                builder.Apply(key, text, new ConfigOrigin(ConfigSourceKind.Flag, "--" + key));
        }
    }
}
