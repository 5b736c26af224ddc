using System.CommandLine;
using RpclPix2Seq.Cli.Downloads;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data download</c>: downloads sketch files of Quick, Draw!.</summary>
internal static class DataDownloadCommand
{
    /// <summary>The environment variable that can replace --base-url.</summary>
    public const string BaseVariable = "RPCL_DATA_URL";

    private const string Help = "rpcl data download --help";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string[]> categories = new("CATEGORY")
        {
            Description = "Categories, such as cat or \"alarm clock\".",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<bool> all = new("--all") { Description = "All categories." };
        Option<string?> output = new("--out") { Description = "Folder for the files; it may hold others.", HelpName = "FOLDER" };
        Option<QuickDrawFormat> format = WordOptions.Choice(
            "--format",
            "npz and bin: simplified drawings; ndjson: the same with words and keys; raw: the original drawings, not simplified.",
            QuickDrawFormat.Npz);
        Option<bool> full = new("--full") { Description = "All drawings of a category instead of 75,000 (npz)." };
        Option<bool> force = new("--force") { Description = "Download again what is there." };
        Option<bool> dryRun = new("--dry-run") { Description = "Show addresses, and fetch nothing." };
        Option<bool> list = new("--list") { Description = "List the categories, or those like the ones named, and do nothing else." };
        Option<string?> baseUrl = new("--base-url")
        {
            Description = $"Another server with the same folders (or {BaseVariable}).",
            HelpName = "URL",
        };
        Option<int> parallel = NumberOptions.Integer("--parallel", "Files at a time.", 2, 1, 8);
        Option<int> retries = NumberOptions.Integer("--retries", "Failures in a row before a file is given up.", 5, 0, 100);
        Option<double> stall = NumberOptions.Real(
            "--stall-timeout", "Seconds without a byte after which a file is asked for again.", 60, 0.1, 3600);
        Option<bool> json = CommonOptions.Json();
        Command command = new("download", "Fetch sketches of Quick, Draw! from Google (CC BY 4.0).")
        {
            categories, all, output, format, full, force, dryRun, list, baseUrl, parallel, retries, stall, json, CommonOptions.Quiet(),
        };

        // What loads the HTTP client and its dependencies is reached through DownloadRun.Fetch: --help and --list do without.
        return command.Runs((options, host, cancellationToken) =>
        {
            string[] typed = options.GetValue(categories) ?? [];
            if (options.GetValue(list))
                return List(typed, options.GetValue(json), host);
            IReadOnlyList<string> chosen = Choose(typed, options.GetValue(all));
            Uri server = BaseOf(options.GetValue(baseUrl), host);
            string folder = options.GetValue(output) ?? (options.GetValue(dryRun) ? "" : throw new UsageException(
                $"--out is missing: the folder for the files, for example --out sketches ({Help})"));
            QuickDrawFormat kind = options.GetValue(format);
            bool isFull = options.GetValue(full);
            if (isFull && kind != QuickDrawFormat.Npz)
            {
                string found = kind.ToString().ToLowerInvariant();
                throw new UsageException($"--full: expected --format npz, found {found}, which always holds all drawings ({Help})");
            }

            DownloadRun run = new(
                host, [.. chosen.Select(category => QuickDrawFile.Of(category, kind, isFull, server, folder))], options.GetValue(json));
            if (options.GetValue(dryRun))
                return run.Preview();
            MakeFolder(folder);
            LicenseNotice.Write(folder);
            host.Say(LicenseNotice.Line);
            DownloadSettings settings = new(
                host.Time, options.GetValue(parallel), options.GetValue(retries), TimeSpan.FromSeconds(options.GetValue(stall)));
            return run.Fetch(settings, options.GetValue(force), cancellationToken);
        });
    }

    private static int List(string[] typed, bool json, CliHost host)
    {
        IReadOnlyList<string> names = typed.Length == 0
            ? QuickDrawCategories.All
            : [.. typed.SelectMany(QuickDrawCategories.Like).Distinct()];
        if (names.Count == 0)
            throw new UsageException($"--list: no category is like {string.Join(" or ", typed.Select(name => $"'{name}'"))} ({Help})");
        host.Out.Write(json ? RecordJson.Render(names) : string.Join('\n', names) + "\n");
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Choose(string[] typed, bool all)
    {
        if (all && typed.Length > 0)
            throw new UsageException($"expected --all or categories, found both ({Help})");
        if (all)
            return QuickDrawCategories.All;
        if (typed.Length == 0)
        {
            throw new UsageException(
                $"expected categories, such as rpcl data download cat flamingo --out sketches, or --all; --list shows their names "
                + $"({Help})");
        }

        string[] unknown = [.. typed.Where(name => QuickDrawCategories.Find(name) is null)];
        return unknown.Length == 0
            ? [.. typed.Select(name => QuickDrawCategories.Find(name)!).Distinct()]
            : throw new UsageException($"{string.Join("; ", unknown.Select(Unknown))} (rpcl data download --list)");
    }

    private static string Unknown(string name)
    {
        string hint = QuickDrawCategories.Hint(name);
        return $"unknown category '{name}'{(hint.Length == 0 ? "" : $"; {hint}")}";
    }

    private static Uri BaseOf(string? given, CliHost host)
    {
        string variable = host.Variable(BaseVariable);
        (string source, string text) = given is not null ? ("--base-url", given)
            : variable.Length > 0 ? (BaseVariable, variable)
            : ("", QuickDrawFile.PublicBase);
        bool isGood = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
            && address is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 };
        return isGood ? address! : throw new UsageException(
            $"{source}: expected an http or https address without user name, query and fragment, found '{text}'; "
            + $"for example {QuickDrawFile.PublicBase} ({Help})");
    }

    private static void MakeFolder(string folder)
    {
        if (folder.Length == 0 || File.Exists(folder))
        {
            string found = folder.Length == 0 ? "nothing" : $"the file {folder}";
            throw new InputException("--out", "", "a folder", found, "for example --out sketches");
        }

        if (!Directory.Exists(folder))
            OutputFolder.Create(folder);
    }
}
