namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A colour, sRGB.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>As CSS writes it.</summary>
    public string Css => $"#{Red:x2}{Green:x2}{Blue:x2}";

    /// <summary>This colour under <paramref name="over"/>.</summary>
    /// <param name="over">The colour on top.</param>
    /// <param name="opacity">0, all this colour, to 255, all the other.</param>
    public Rgb Under(Rgb over, int opacity) =>
        new(Mix(Red, over.Red, opacity), Mix(Green, over.Green, opacity), Mix(Blue, over.Blue, opacity));

    private static byte Mix(byte under, byte over, int opacity) => (byte)(((under * (255 - opacity)) + (over * opacity) + 127) / 255);
}
