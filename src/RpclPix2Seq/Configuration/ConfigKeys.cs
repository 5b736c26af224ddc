using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace RpclPix2Seq.Configuration;

/// <summary>The table of all configuration keys, in the order in which they are listed and saved.</summary>
internal static partial class ConfigKeys
{
    /// <summary>The prefix of a key's environment variable.</summary>
    public const string EnvironmentPrefix = "RPCL_";

    // Written by the original program, without meaning here: whether a model trains depends on the command.
    private const string IsTraining = "is_training";

    private static readonly Lazy<ConfigKey[]> Table =
        new(() => [.. DataKeys(), .. AugmentationKeys(), .. ModelKeys(), .. LatentKeys(), .. OptimizationKeys(), .. RunKeys()]);

    private static readonly Lazy<FrozenDictionary<string, ConfigKey>> ByName =
        new(() => Table.Value.ToFrozenDictionary(key => key.Name, StringComparer.Ordinal));

    /// <summary>Every key.</summary>
    public static IReadOnlyList<ConfigKey> All => Table.Value;

    /// <summary>The key with that name.</summary>
    public static bool TryGet(string name, [MaybeNullWhen(false)] out ConfigKey key) => ByName.Value.TryGetValue(name, out key);

    /// <summary>The key with that name; null for a name from the original program that is accepted without effect.</summary>
    /// <exception cref="InputException">There is no such key; the message names the nearest ones.</exception>
    internal static ConfigKey? Find(string name, ConfigOrigin origin)
    {
        if (TryGet(name, out ConfigKey? key))
            return key;
        if (name == IsTraining)
            return null;
        string hint = NearestNames.Hint(name, All.Select(known => known.Name));
        string remedy = hint.Length == 0 ? "--help-config lists all keys" : $"{hint} (--help-config lists all keys)";
        throw new InputException(origin.Detail, origin.Where, "a configuration key", name.Length == 0 ? "nothing" : $"'{name}'", remedy);
    }

    private static ConfigKey Require(string name) => ByName.Value[name];
}
