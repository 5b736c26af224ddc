using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>
/// Colors of groups such as mixture components: a group keeps its color in every picture, and groups with neighboring numbers differ most.
/// </summary>
internal static class GroupColor
{
    // Steps of the golden angle come closest to spreading any number of hues evenly.
    private const double GoldenAngle = 137.508;
    private const double Saturation = 0.52;

    // After about five hues, new ones get close to earlier ones; a change of lightness then tells them apart.
    private const int HuesOfALightness = 5;
    private static readonly double[] Lightness = [0.48, 0.36, 0.62];

    /// <summary>The color of group <paramref name="number"/> ≥ 0, in CSS notation: #rrggbb.</summary>
    public static string Css(int number) => Of(number).Css;

    /// <summary>The color of a group, or gray for what belongs to no group.</summary>
    internal static Rgb Of(int? number) => number is { } group ? Of(group) : SheetStyle.Muted;

    internal static Rgb Of(int number)
    {
        double hue = number * GoldenAngle % 360, lightness = Lightness[number / HuesOfALightness % Lightness.Length];
        double amplitude = Saturation * Math.Min(lightness, 1 - lightness);
        return new Rgb(Channel(0), Channel(8), Channel(4));

        byte Channel(int offset)
        {
            double sector = (offset + (hue / 30)) % 12;
            return (byte)Math.Round(255 * (lightness - (amplitude * Math.Clamp(Math.Min(sector - 3, 9 - sector), -1, 1))));
        }
    }
}
