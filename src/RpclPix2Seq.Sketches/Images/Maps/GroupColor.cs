using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>Colors of groups such as mixture components: a group keeps its color in every picture.</summary>
internal static class GroupColor
{
    // Chosen one after the other as far as possible from all before in Oklab, also as people see them who lack the cones of long or of
    // medium waves, among colors with a contrast of at least 2.6 to white and 2.2 to black paper. Ordered so that neighbors differ most.
    private static readonly int[] Colors =
    [
        0x1364ce, 0xfb5524, 0x269d30, 0x6d3b99, 0x934a06, 0xe54395, 0x218373, 0xdd75fb, 0x9c105f, 0x7569fb,
        0x17a5ca, 0xb9444f, 0x33536f, 0x90a96a, 0x5e81cb, 0xfe70a3, 0x3e6e3e, 0xa840a2, 0x619160, 0x4244b9,
    ];

    // Further groups have darker and then lighter shades of them.
    private const int Shade = 100;

    /// <summary>The color of group <paramref name="number"/> ≥ 0, in CSS notation: #rrggbb.</summary>
    public static string Css(int number) => Of(number).Css;

    /// <summary>The color of a group, or gray for what belongs to no group.</summary>
    internal static Rgb Of(int? number) => number is { } group ? Of(group) : SheetStyle.Muted;

    internal static Rgb Of(int number)
    {
        int value = Colors[number % Colors.Length];
        Rgb color = new((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return (number / Colors.Length % 3) switch
        {
            0 => color,
            1 => color.Under(new Rgb(0, 0, 0), Shade),
            _ => color.Under(new Rgb(255, 255, 255), Shade),
        };
    }
}
