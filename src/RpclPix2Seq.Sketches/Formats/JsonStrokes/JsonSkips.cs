namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>Why drawings are left out, in words that many can share.</summary>
internal static class JsonSkips
{
    public const string NotStrokes = "not a list of strokes";
    public const string NotPoints = "a stroke that is not a list of points";
    public const string ShortPoint = "a point of fewer than two numbers";
    public const string Unequal = "x and y of different lengths";
    public const string NotFinite = "a coordinate that is not finite";
    public const string NotRows = "stroke-3 rows that are not [dx, dy, 0 or 1]";
    public const string Twice = "two drawings in one";
    public const string NotUnicode = "text that is not Unicode";
    public const string TooManyPoints = "too many points";
    public const string NoStrokes = "no strokes";
}
