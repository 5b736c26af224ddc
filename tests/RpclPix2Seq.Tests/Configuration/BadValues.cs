using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Tests.Configuration;

/// <summary>Values that a key cannot have, made from its type and range.</summary>
internal static class BadValues
{
    public static IEnumerable<string> For(ConfigKey key) => key.Kind switch
    {
        ConfigKind.Integer => ["", "two", "1.5", "-2", "99999999999999999999", "NaN"],
        ConfigKind.Number => ["", "much", "-0.001", "1e7", "NaN", "Infinity"],
        ConfigKind.Flag => ["", "yes", "2", "truee"],
        ConfigKind.Choice => ["", "other", "0"],
        ConfigKind.Names => ["", "bee,", "bee,bee", "../bee", "..", new string('x', 101), "be\te"],
        _ => throw new ArgumentOutOfRangeException(nameof(key), key.Name),
    };
}
