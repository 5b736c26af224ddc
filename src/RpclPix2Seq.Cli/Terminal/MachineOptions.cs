using System.CommandLine;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// The options for where and with what a verb computes: short forms of configuration keys. A verb has those that change what it does.
/// </summary>
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

    private readonly Option<string>[] _added;

    private MachineOptions(Func<MachineOptions, Option<string>[]> added) => _added = added(this);

    /// <summary>All of them.</summary>
    public MachineOptions()
        : this(options => [options._device, options._threads, options._precision])
    {
    }

    /// <summary>Those of a verb whose precision is given otherwise.</summary>
    public static MachineOptions WithoutPrecision() => new(options => [options._device, options._threads]);

    /// <summary>The number of threads: for a verb that computes on the processor alone, in a precision of its own.</summary>
    public static MachineOptions OnlyThreads() => new(options => [options._threads]);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option<string> option in _added)
            command.Add(option);
    }

    /// <summary>The chosen values.</summary>
    public MachineChoice Read(ParseResult options) => new(Value(_device, options), Value(_threads, options), Value(_precision, options));

    private string? Value(Option<string> option, ParseResult options) => _added.Contains(option) ? options.GetValue(option) : null;
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
