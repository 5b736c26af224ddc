using System.CommandLine;
using System.CommandLine.Help;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The command above all verbs.</summary>
internal static class CliRoot
{
    /// <summary>Its name, as users type it.</summary>
    public const string Name = "rpcl";

    /// <summary>Makes the root command with <paramref name="verbs"/> in the order in which help lists them.</summary>
    public static RootCommand Create(params IReadOnlyList<Command> verbs)
    {
        RootCommand root = new("Sketches learnt from pixels, drawn in strokes, organised by a rival-penalised Gaussian mixture.") { HelpName = Name };
        foreach (VersionOption version in root.Options.OfType<VersionOption>())
            version.Action = new VersionAction();
        root.Add(HelpConfigAction.CreateOption());
        foreach (Command verb in verbs)
            root.Add(verb);
        return root;
    }

    /// <summary>What users type to reach <paramref name="command"/>, such as "rpcl data info".</summary>
    public static string PathOf(Command command) =>
        command is RootCommand ? Name : $"{PathOf(command.Parents.OfType<Command>().First())} {command.Name}";

    /// <summary>Lets help use at most <paramref name="width"/> columns.</summary>
    public static void LimitHelp(RootCommand root, int width)
    {
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is HelpAction action)
                action.MaxWidth = Math.Min(width, 110);
        }
    }
}
