using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The manual page of the program, from its commands: man(7) macros.</summary>
internal static class ManualPage
{
    /// <summary>The text of the page.</summary>
    public static string Render(RootCommand root)
    {
        Version version = typeof(ManualPage).Assembly.GetName().Version!;
        StringBuilder page = new();
        page.Append($".TH RPCL 1 \"\" \"rpcl {version.ToString(3)}\" \"User Commands\"\n")
            .Append($".SH NAME\nrpcl \\- {Escaped(root.Description!.TrimEnd('.'))}\n")
            .Append(".SH SYNOPSIS\n.B rpcl\n.I VERB\n[\\fIARGUMENT\\fR \\&...] [\\fIOPTION\\fR \\&...]\n")
            .Append(".SH DESCRIPTION\nData goes to standard output, messages to standard error. Settings are listed by\n.B rpcl "
                + "\\-\\-help\\-config.\n")
            .Append(".SH VERBS\n");
        foreach (Command verb in root.Subcommands.Where(verb => !verb.Hidden))
            Append(page, verb);
        return page
            .Append(".SH ENVIRONMENT\n.TP\n.B RPCL_\\fINAME\\fR\nSets the setting of that name.\n")
            .Append(".TP\n.B RPCL_DEBUG\n1 shows stack traces.\n.TP\n.B NO_COLOR\nNo colors.\n")
            .Append(".SH EXIT STATUS\n0 done, 1 failed, 2 wrong usage, 130 interrupted (training writes a checkpoint first).\n").ToString();
    }

    private static void Append(StringBuilder page, Command command)
    {
        page.Append($".SS {CliRoot.PathOf(command)}");
        foreach (Argument argument in command.Arguments)
            page.Append($" {Escaped(argument.HelpName ?? argument.Name)}");
        page.Append($"\n{Escaped(command.Description ?? "")}\n");
        foreach (Argument argument in command.Arguments)
            page.Append($".TP\n\\fI{Escaped(argument.HelpName ?? argument.Name)}\\fR\n{Escaped(argument.Description ?? "")}\n");
        foreach (Option option in command.Options.Where(option => !option.Hidden && option is not HelpOption))
        {
            string value = option.HelpName is { } name ? $" \\fI{Escaped(name)}\\fR" : "";
            page.Append($".TP\n\\fB{Escaped(option.Name)}\\fR{value}\n{Escaped(option.Description ?? "")}\n");
        }

        foreach (Command verb in command.Subcommands.Where(verb => !verb.Hidden))
            Append(page, verb);
    }

    // A line that begins with a point or an apostrophe would be a macro; a minus sign is no hyphen.
    private static string Escaped(string text)
    {
        string escaped = text.ReplaceLineEndings(" ").Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
