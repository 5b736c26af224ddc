using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl help</c>: the help of a verb, the manual page, and what shells need to complete command lines.</summary>
internal static class HelpCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "help";

    // The words are asked of the program itself: [suggest:N] is answered by the command-line library. Where it has none, shells offer
    // files.
    private const string Bash = """
        _rpcl() {
            local IFS=$'\n' line="rpcl ${COMP_LINE#* }"
            local at=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
            local words="$(RPCL_NO_BUILD=1 "${COMP_WORDS[0]}" "[suggest:$at]" "$line" 2> /dev/null)"
            COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _rpcl rpcl ./rpcl

        """;

    private const string Zsh = """
        #compdef rpcl
        _rpcl() {
            local line="rpcl ${BUFFER#* }"
            local -a found=("${(@f)$(RPCL_NO_BUILD=1 ${words[1]} "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2> /dev/null)}")
            compadd -a found
            _files
        }
        compdef _rpcl rpcl ./rpcl

        """;

    private const string Fish = """
        complete -c rpcl -a '(RPCL_NO_BUILD=1 rpcl "[suggest:"(commandline -C)"]" (commandline -cp) 2> /dev/null)'

        """;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> verb = new("VERB") { Description = "The verb; all verbs if absent.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> man = new("--man") { Description = "Write the manual page: rpcl help --man > rpcl.1" };
        Option<string> shell = new("--completion")
        {
            Description = "Write what a shell needs to complete command lines, for example: source <(rpcl help --completion bash)",
            HelpName = "bash|zsh|fish",
        };
        Command command = new(Name) { verb, man, shell };
        return command.Runs((options, host, _) =>
        {
            var root = (RootCommand)options.RootCommandResult.Command;
            string[] words = options.GetValue(verb) ?? [];
            if (options.GetValue(man))
                host.Out.Write(ManualPage.Render(root));
            else if (options.GetValue(shell) is { } name)
                host.Out.Write(Completion(name));
            else
                return Help(root, words, host);
            return ExitCode.Done;
        });
    }

    private static int Help(RootCommand root, string[] words, CliHost host)
    {
        Command command = root;
        foreach (string word in words)
        {
            string[] verbs = [.. command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];
            command = command.Subcommands.FirstOrDefault(verb => verb.Name == word) ?? throw new UsageException(
                $"help: expected {(verbs.Length == 0 ? $"no verb after {command.Name}" : string.Join(", ", verbs))}, found {word}; "
                + "for example rpcl help train");
        }

        return root.Parse([.. words, "--help"]).Invoke(new InvocationConfiguration { Output = host.Out, Error = host.Error });
    }

    private static string Completion(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new UsageException($"--completion: expected bash, zsh or fish, found {shell}; for example --completion bash"),
    };
}
