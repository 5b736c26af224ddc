using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// The help of the command-line library, with usage lines that are true (it repeats the arguments of a verb in the help of the verbs below
/// it) and defaults as they are typed (it writes words as the code names them).
/// </summary>
internal sealed partial class HelpText(HelpAction inner) : SynchronousCommandLineAction
{
    /// <summary>The columns that may be used.</summary>
    public int MaxWidth
    {
        get => inner.MaxWidth;
        set => inner.MaxWidth = value;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => inner.ClearsParseErrors;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        using StringWriter written = new() { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = written;
        int code = inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(Tidy(written.ToString(), parseResult.CommandResult.Command));
        return code;
    }

    private static string Tidy(string text, Command command)
    {
        text = WordDefault().Replace(text, match => match.Value.ToLowerInvariant());
        if (Above(command).Any(parent => parent.Arguments.Count > 0))
        {
            text = Usage().Replace(text, match => $"{match.Groups[1].Value}{CliRoot.PathOf(command)}{Own(command)} [options]\n", 1);
            text = Arguments().Replace(text, match => WithoutThoseAbove(match.Groups[1].Captures, command), 1);
        }

        return text;
    }

    private static IEnumerable<Command> Above(Command command) =>
        command.Parents.OfType<Command>().SelectMany(parent => Above(parent).Prepend(parent));

    /// <summary>The section of arguments with the command's own, which the library writes last; empty if it has none.</summary>
    private static string WithoutThoseAbove(CaptureCollection arguments, Command command) => command.Arguments.Count == 0
        ? ""
        : $"Arguments:\n{string.Concat(arguments.Skip(arguments.Count - command.Arguments.Count).Select(argument => argument.Value))}\n";

    private static string Own(Command command) =>
        string.Concat(command.Arguments.Select(argument => argument.Arity.MinimumNumberOfValues == 0
            ? $" [<{argument.HelpName ?? argument.Name}>]"
            : $" <{argument.HelpName ?? argument.Name}>"));

    [GeneratedRegex(@"\[default:\s+[A-Z][A-Za-z]*\]")]
    private static partial Regex WordDefault();

    [GeneratedRegex(@"(Usage:\n  ).*\n")]
    private static partial Regex Usage();

    [GeneratedRegex(@"Arguments:\n(  \S.*\n(?:   .*\n)*)+\n")]
    private static partial Regex Arguments();
}
