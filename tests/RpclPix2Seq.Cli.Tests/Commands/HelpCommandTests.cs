using System.CommandLine;
using System.Diagnostics;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Commands;

public class HelpCommandTests
{
    public static TheoryData<string> Verbs => [.. All(Cli.Commands.Verbs.CreateRoot()).Select(CliRoot.PathOf)];

    [Fact]
    public void A_command_line_makes_the_verb_that_it_begins_with_and_no_other()
    {
        Command[] all = [.. Cli.Commands.Verbs.CreateRoot().Subcommands];
        Assert.All(all.Where(verb => verb.Name != "help"), verb =>
            Assert.Equal(verb.Name, Assert.Single(Cli.Commands.Verbs.CreateRoot([verb.Name, "--help"]).Subcommands).Name));
        Assert.All(
            (string[][])[[], ["help", "train"], ["trian"], ["--help"]],
            line => Assert.Equal(
                all.Select(verb => (verb.Name, verb.Description)),
                Cli.Commands.Verbs.CreateRoot(line).Subcommands.Select(verb => (verb.Name, verb.Description))));
        Assert.All(
            Cli.Commands.Verbs.CreateRoot(["help", "train"]).Subcommands,
            verb => Assert.True(verb.Options.Count > 0 || verb.Subcommands.Count > 0, verb.Name));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_help_whose_usage_can_be_typed(string path)
    {
        string[] words = path.Split(' ')[1..];
        string help = Rpcl.Do(["help", .. words]).Out;
        Assert.Equal(Rpcl.Do([.. words, "--help"]).Out, help);
        Assert.Contains($"Usage:\n  {path}", help, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\[default:\s+[A-Z][A-Za-z]*\]", help);
        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 110, line));
    }

    [Fact]
    public void A_verb_below_another_does_not_take_its_arguments()
    {
        string help = Rpcl.Do("evaluate", "classifier", "train", "--help").Out;
        Assert.Contains("Usage:\n  rpcl evaluate classifier train [options]\n", help, StringComparison.Ordinal);
        Assert.DoesNotContain("MODEL", help, StringComparison.Ordinal);
        Assert.Contains("<MODEL>", Rpcl.Do("evaluate", "--help").Out, StringComparison.Ordinal);
        string ablate = Rpcl.Do("evaluate", "ablate", "--help").Out;
        Assert.Matches(@"\nArguments:\n  <PLAN> .*\n", ablate);
        Assert.DoesNotContain("<MODEL>", ablate, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verb_that_there_is_not_is_refused_with_those_that_there_are()
    {
        Assert.Contains(
            "found classify; for example",
            Rpcl.Refuse(ExitCode.Usage, "help", "evaluate", "classify"), StringComparison.Ordinal);
        Assert.StartsWith(
            "help: expected no verb after train, found foo", Rpcl.Refuse(ExitCode.Usage, "help", "train", "foo"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_manual_page_has_every_verb_and_no_line_that_is_a_macro_by_mistake()
    {
        string[] page = Rpcl.Do("help", "--man").Out.Split('\n');
        Assert.All(
            All(Cli.Commands.Verbs.CreateRoot()),
            verb => Assert.Contains(page, line => line.StartsWith($".SS {CliRoot.PathOf(verb)}", StringComparison.Ordinal)));
        Assert.All(page.Where(line => line.StartsWith('.')), line => Assert.Matches(@"^\.(TH|SH|SS|TP|B|I)\b", line));
    }

    [Theory]
    [InlineData("rpcl sample --te", "--temperature")]
    [InlineData("./rpcl trai", "train")]
    public void Bash_completes_verbs_and_options(string line, string expected)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "rpcl.exe" : "rpcl");
        Assert.SkipUnless(File.Exists(program) && File.Exists("/bin/bash"), "no bash here, or no program beside the tests");
        string script = $"""
            {Rpcl.Do("help", "--completion", "bash").Out}
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=('{program}' {line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]})
            COMP_CWORD=$((${"{#COMP_WORDS[@]}"} - 1))
            _rpcl
            printf '%s\n' "${"{COMPREPLY[@]}"}"
            """;
        using Process bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Contains(expected, bash.StandardOutput.ReadToEnd().Split('\n'));
        bash.WaitForExit();
    }

    [Theory]
    [InlineData("zsh", "compdef _rpcl rpcl")]
    [InlineData("fish", "complete -c rpcl")]
    public void Other_shells_are_served(string shell, string expected) =>
        Assert.Contains(expected, Rpcl.Do("help", "--completion", shell).Out, StringComparison.Ordinal);

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(verb => All(verb).Prepend(verb));
}
