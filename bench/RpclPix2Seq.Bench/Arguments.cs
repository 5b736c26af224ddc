using System.Globalization;

namespace RpclPix2Seq.Bench;

/// <summary>The arguments after the verb: <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="args">The verb's arguments.</param>
    /// <param name="allowed">The names that the verb knows.</param>
    /// <exception cref="InputException">There is any other argument.</exception>
    public Arguments(ReadOnlySpan<string> args, params ReadOnlySpan<string> allowed)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !allowed.Contains(args[i][2..]))
                throw new InputException(
                    args[i], "", $"one of {string.Join(", ", allowed.ToArray().Select(name => "--" + name))}", "another word");
            bool hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[args[i][2..]] = hasValue ? args[++i] : "";
        }
    }

    /// <summary>Whether a switch is present.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A string, or <paramref name="otherwise"/>.</summary>
    /// <exception cref="InputException">It is missing and has no default.</exception>
    public string Text(string name, string? otherwise = null) =>
        _values.GetValueOrDefault(name) ?? otherwise ?? throw new InputException("--" + name, "", "a value", "none");

    /// <summary>A whole number, at least <paramref name="least"/>.</summary>
    public int Number(string name, int otherwise, int least = 0)
    {
        if (!_values.TryGetValue(name, out string? text))
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw new InputException("--" + name, "", $"a whole number from {least}", $"'{text}'");
    }
}
