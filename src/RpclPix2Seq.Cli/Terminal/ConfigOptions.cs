using System.CommandLine;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The options through which a verb takes its configuration.</summary>
internal sealed class ConfigOptions
{
    private readonly Option<string> _file = new("--config")
    {
        Description = "Take settings from a config.json, or from the original program's model_config.json.",
        HelpName = "FILE",
    };

    private readonly Option<string> _hparams = new("--hparams")
    {
        Description = "Take settings as the original program does: \"name=value,name=[value,value]\".",
        HelpName = "STRING",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Set one key; may be repeated. Every setting is also an option of its own, such as --num-steps 500.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _print = new("--print-config")
    {
        Description = "Print every setting and where it comes from, and do nothing else. The data are not read, so a preset that depends "
            + "on them is not shown.",
    };

    private readonly MachineOptions _machine;
    private readonly List<(ConfigKey Key, Option<string> Option)> _settings = [];

    /// <param name="machine">The options for where and with what the verb computes; null for all.</param>
    public ConfigOptions(MachineOptions? machine = null) => _machine = machine ?? new MachineOptions();

    /// <summary>Adds the options to a command; those of single settings last, where no other option has that name.</summary>
    public void AddTo(Command command)
    {
        _machine.AddTo(command);
        command.Add(_file);
        command.Add(_hparams);
        command.Add(_set);
        command.Add(_print);
        command.Add(HelpConfigAction.CreateOption());
        HashSet<string> names = [.. command.Options.Select(option => option.Name)];
        foreach (ConfigKey key in ConfigKeys.All.Where(key => names.Add(NameOf(key))))
        {
            // Help lists them with --help-config.
            Option<string> option = new(NameOf(key), "--" + key.Name) { Description = key.Description, HelpName = "VALUE", Hidden = true };
            _settings.Add((key, option));
            command.Add(option);
        }
    }

    /// <summary>Whether only to show the configuration.</summary>
    public bool IsPrintAsked(ParseResult options) => options.GetValue(_print);

    /// <summary>
    /// Gathers the configuration: defaults, --config, environment, --hparams, --set, and the options of single settings; each overrides
    /// those before it. Whether the values go together is not checked: some may stand above those of a preset, a model or a run.
    /// </summary>
    /// <exception cref="InputException">The file is invalid.</exception>
    /// <exception cref="UsageException">An environment variable or flag is invalid.</exception>
    public ResolvedConfig Gather(ParseResult options, CliHost host)
    {
        ConfigBuilder builder = new();
        if (options.GetValue(_file) is { } file)
            builder.ApplyFile(file);
        try
        {
            builder.ApplyEnvironment(host.Environment);
            if (options.GetValue(_hparams) is { } text)
                builder.ApplyHParams(text);
            foreach (string assignment in options.GetValue(_set) ?? [])
                builder.ApplyAssignment(assignment);
            foreach ((ConfigKey key, Option<string> option) in _settings)
            {
                if (options.GetValue(option) is { } value)
                    builder.Apply(key.Name, value, new ConfigOrigin(ConfigSourceKind.Flag, option.Name));
            }

            _machine.Read(options).Apply(builder);
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }

        ResolvedConfig resolved = builder.Gather();
        foreach (string warning in resolved.Warnings)
            host.Warn(warning);
        return resolved;
    }

    private static string NameOf(ConfigKey key) => "--" + key.Name.Replace('_', '-');

    /// <summary>Checks that the values go together.</summary>
    /// <exception cref="InputException">They do not, because of files alone.</exception>
    /// <exception cref="UsageException">They do not, and the command line or the environment is involved.</exception>
    public static ResolvedConfig Checked(ResolvedConfig gathered)
    {
        try
        {
            return gathered.Checked();
        }
        catch (InputException e) when (gathered.Blamed?.Kind is ConfigSourceKind.Environment or ConfigSourceKind.Flag)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
