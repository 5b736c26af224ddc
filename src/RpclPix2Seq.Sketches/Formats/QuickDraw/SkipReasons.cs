namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>Why drawings are left out, in words that many can share and a report counts by.</summary>
internal static class SkipReasons
{
    public const string NotJson = "not JSON";
    public const string TooDeep = "nested too deeply";
    public const string NotUnicode = "text that is not Unicode";
    public const string LongText = "a word or key that is no short text";
    public const string LongLine = "a line that is too long";
    public const string NotColumns = "other columns than in the first line";
    public const string OpenQuotes = "quotes that do not match";
    public const string NoDrawing = "no drawing in it";
    public const string OtherShape = "a drawing that is no list of strokes [[x…], [y…]]";
    public const string Unequal = "x and y of different lengths";
    public const string NotFinite = "a coordinate that is not finite";
    public const string TooManyPoints = "too many points";
    public const string NoStrokes = "no strokes";
    public const string NotRecognized = "not recognized in the game";
    public const string CutOff = "cut off at the end of the file";
}
