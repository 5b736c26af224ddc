using System.Text.Json;
using System.Text.RegularExpressions;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Evaluation.Ablation;

/// <summary>
/// Which models an ablation trains:
/// <c>{"base": {KEY: VALUE, …}, "rows": [{"name": NAME, "set": {KEY: VALUE, …}}, …], "seeds": [1, 2, 3]}</c>. A row's configuration is the
/// defaults, then <c>base</c>, then its own <c>set</c>; every row is trained with every seed, so that rows can be compared seed by seed.
/// </summary>
internal sealed partial record AblationPlan
{
    private const int MostBytes = 1 << 20;
    private const int MostRows = 1000;
    private const string Shape =
        """an object such as {"base": {"dec_rnn_size": 256}, "rows": [{"name": "gmm", "set": {"prior": "gmm"}}], "seeds": [1, 2, 3]}""";

    private AblationPlan(IReadOnlyList<AblationRow> rows, IReadOnlyList<int> seeds) => (Rows, Seeds) = (rows, seeds);

    /// <summary>The variants, in the plan's order; each name once.</summary>
    public IReadOnlyList<AblationRow> Rows { get; }

    /// <summary>The seeds, in the plan's order; each once.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>
    /// Every model of the plan: all rows with the first seed, then all with the second, so that a plan that is stopped early leaves
    /// complete comparisons.
    /// </summary>
    public IEnumerable<(AblationRow Row, ModelConfig Config)> Models() =>
        from seed in Seeds
        from row in Rows
        select (row, row.Config with { Seed = seed });

    /// <summary>Reads a plan. Comments and trailing commas are allowed.</summary>
    /// <exception cref="InputException">The file cannot be read, is not a plan, or a key or value of a configuration in it is
    /// wrong.</exception>
    public static AblationPlan Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                bytes, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return new PlanReader(path).Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException(
                path, $"line {(e.LineNumber ?? 0) + 1}", Shape, $"a syntax error: {e.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ')}",
                inner: e);
        }
        catch (InvalidOperationException e)
        {
            throw new InputException(path, "", "text in UTF-8", "an invalid character", inner: e);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return SmallFile.Read(path, MostBytes, "a plan");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string found = Directory.Exists(path) ? "a folder" : File.Exists(path) ? e.Message : "none";
            throw new InputException(path, "", "the plan of an ablation", found, "see rpcl evaluate ablate --help", e);
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    private readonly struct PlanReader(string path)
    {
        public AblationPlan Read(JsonElement root)
        {
            Require(root, JsonValueKind.Object, "", Shape);
            RequireMembers(root, "", "base", "rows", "seeds");
            JsonElement? common = root.TryGetProperty("base", out JsonElement value) ? value : null;
            if (!root.TryGetProperty("rows", out JsonElement rows))
                throw new InputException(path, "rows", "the variants to train", "none", $"write {Shape}");
            Require(rows, JsonValueKind.Array, "rows", "an array of rows");
            if (rows.GetArrayLength() is < 1 or > MostRows)
                throw new InputException(path, "rows", $"1 to {MostRows} rows", $"{rows.GetArrayLength()}");
            List<AblationRow> read = [];
            foreach (JsonElement row in rows.EnumerateArray())
            {
                AblationRow next = ReadRow(row, $"rows[{read.Count}]", common);
                if (read.Exists(other => string.Equals(other.Name, next.Name, StringComparison.OrdinalIgnoreCase)))
                    throw new InputException(path, $"rows[{read.Count}]", "a name of its own for every row", $"'{next.Name}' again");
                read.Add(next);
            }

            return new AblationPlan(read, ReadSeeds(root));
        }

        private AblationRow ReadRow(JsonElement row, string where, JsonElement? common)
        {
            Require(row, JsonValueKind.Object, where, """a row such as {"name": "gmm", "set": {"prior": "gmm"}}""");
            RequireMembers(row, where, "name", "set");
            string name = row.TryGetProperty("name", out JsonElement named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : "";
            if (!NameForm().IsMatch(name))
                throw new InputException(
                    path, $"{where}: name", "1 to 64 letters, digits, dots, dashes and underscores, beginning with a letter or digit",
                    $"'{name}'");
            if (name.StartsWith("ablation.", StringComparison.OrdinalIgnoreCase) || name == "claims")
                throw new InputException(path, $"{where}: name", "a name that no file of the ablation has", $"'{name}'");
            ConfigBuilder builder = new();
            if (common is { } shared)
                Apply(builder, shared, "base");
            if (row.TryGetProperty("set", out JsonElement own))
                Apply(builder, own, $"{where}: set");
            return new AblationRow(name, builder.Build().Config);
        }

        private void Apply(ConfigBuilder builder, JsonElement values, string where)
        {
            Require(values, JsonValueKind.Object, where, "an object of configuration keys");
            if (values.TryGetProperty("seed", out _))
                throw new InputException(
                    path, $"{where}: seed", "no seed, because every row is trained with every one of \"seeds\"", "one");
            builder.ApplyJson(values, path, where);
        }

        private int[] ReadSeeds(JsonElement root)
        {
            if (!root.TryGetProperty("seeds", out JsonElement seeds))
                return [1];
            Require(seeds, JsonValueKind.Array, "seeds", "an array of seeds such as [1, 2, 3]");
            List<int> read = [];
            foreach (JsonElement seed in seeds.EnumerateArray())
            {
                if (seed.ValueKind != JsonValueKind.Number || !seed.TryGetInt32(out int number) || number < 0 || read.Contains(number))
                    throw new InputException(path, $"seeds[{read.Count}]", "whole numbers from 0, each once", seed.GetRawText());
                read.Add(number);
            }

            return read.Count > 0 ? [.. read] : throw new InputException(path, "seeds", "at least one seed", "none");
        }

        private void Require(JsonElement value, JsonValueKind kind, string where, string expected)
        {
            if (value.ValueKind != kind)
                throw new InputException(path, where, expected, Describe(value));
        }

        private void RequireMembers(JsonElement value, string where, params string[] known)
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (string name in value.EnumerateObject().Select(member => member.Name))
            {
                if (!known.Contains(name) || !seen.Add(name))
                    throw new InputException(
                        path, where, $"the members {string.Join(", ", known)}, each at most once", $"'{name}'",
                        NearestNames.Hint(name, known));
            }
        }

        private static string Describe(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            _ => value.GetRawText(),
        };
    }
}

/// <summary>One variant of the model in an ablation.</summary>
/// <param name="Name">Its name, which is also that of its folder.</param>
/// <param name="Config">Its configuration; the seed is the plan's.</param>
internal sealed record AblationRow(string Name, ModelConfig Config);
