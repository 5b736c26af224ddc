using System.Numerics;
using System.Text.Json;

namespace RpclPix2Seq.Studio.Contract;

/// <summary>Checks of what requests hold; what is out of range is named.</summary>
internal static class Checks
{
    /// <summary>The most points of a sketch.</summary>
    public const int MostPoints = 20_000;

    /// <summary>The largest coordinate; a canvas has some 255.</summary>
    public const float LargestCoordinate = 10_000;

    /// <summary>The largest seed: whole numbers up to it are exact in JavaScript, with room for the sketches of a request.</summary>
    public const long LargestSeed = (1L << 53) - 1025;

    private const int MostStrokes = 2000;
    private const int MostDrawings = 16;
    private const float LargestCode = 1000;
    private const double HighestTemperature = 10;

    /// <summary>A sketch: strokes of points.</summary>
    public static Vector2[][] Strokes(Vector2[][] strokes, string field)
    {
        if (strokes.Length is < 1 or > MostStrokes)
            throw RequestException.Range(field, $"1 to {MostStrokes} strokes", $"{strokes.Length}");
        int points = 0;
        for (int i = 0; i < strokes.Length; i++)
        {
            if (strokes[i] is not { Length: > 0 } stroke)
                throw RequestException.Range($"{field}[{i}]", "at least one point", "none");
            int bad = Array.FindIndex(stroke, point => !(Math.Abs(point.X) <= LargestCoordinate && Math.Abs(point.Y) <= LargestCoordinate));
            if (bad >= 0)
                throw RequestException.Range(
                    $"{field}[{i}][{bad}]", $"numbers from −{LargestCoordinate} to {LargestCoordinate}",
                        $"[{stroke[bad].X}, {stroke[bad].Y}]");
            points += stroke.Length;
        }

        return points <= MostPoints ? strokes : throw RequestException.Range(field, $"at most {MostPoints} points", $"{points}");
    }

    /// <summary>A code of the model's size.</summary>
    public static float[] Code(float[] code, int size, string field)
    {
        if (code.Length != size)
            throw RequestException.Range(field, $"{size} numbers", $"{code.Length}");
        int bad = Array.FindIndex(code, value => !(Math.Abs(value) <= LargestCode));
        return bad < 0
            ? code : throw RequestException.Range($"{field}[{bad}]", $"a number from −{LargestCode} to {LargestCode}", $"{code[bad]}");
    }

    /// <summary>How a sketch is drawn.</summary>
    public static SamplingChoice Sampling(SamplingChoice choice, string field)
    {
        Temperature(choice.Temperature, "temperature");
        Temperature(choice.SigmaTemperature, "sigmaTemperature");
        Temperature(choice.PenTemperature, "penTemperature");
        if (choice.BestOf is { } drawings)
            Whole(drawings, 1, MostDrawings, $"{field}.bestOf");
        return choice.Seed is < 0 or > LargestSeed
            ? throw RequestException.Range($"{field}.seed", $"a whole number from 0 to {LargestSeed}", $"{choice.Seed}")
            : choice;

        void Temperature(double? value, string name)
        {
            if (value is { } given)
                Real(given, 0, HighestTemperature, $"{field}.{name}");
        }
    }

    /// <summary>What makes a sketch again, from whatever file.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="prefix">What comes before the names of its fields in messages.</param>
    public static void Recipe(Recipe recipe, string prefix = "")
    {
        Strokes([.. recipe.Strokes], $"{prefix}strokes");
        Code(recipe.Code, recipe.Code.Length, $"{prefix}code");
        Sampling(recipe.Sampling, $"{prefix}sampling");
        if (recipe.Seed is < 0 or > LargestSeed)
            throw RequestException.Range($"{prefix}seed", $"a whole number from 0 to {LargestSeed}", $"{recipe.Seed}");
    }

    /// <summary>A whole number in a range, both ends included.</summary>
    public static int Whole(int value, int least, int most, string field) => value >= least && value <= most
        ? value
        : throw RequestException.Range(field, $"a whole number from {least} to {most}", $"{value}");

    /// <summary>A number in a range, both ends included.</summary>
    public static double Real(double value, double least, double most, string field) => value >= least && value <= most
        ? value
        : throw RequestException.Range(field, $"a number from {least} to {most}", $"{value}");

    /// <summary>A short text for people, without control characters; trimmed.</summary>
    public static string Text(string text, int longest, string field)
    {
        string trimmed = text.Trim();
        if (trimmed.Length < 1 || trimmed.Length > longest)
            throw RequestException.Range(field, $"1 to {longest} characters", $"{trimmed.Length}");
        return trimmed.Any(char.IsControl)
            ? throw RequestException.Range(field, "a text without control characters", JsonSerializer.Serialize(trimmed))
            : trimmed;
    }
}

/// <summary>A request that cannot be done, told to its sender in one line.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What was expected and what was found.</param>
/// <param name="field">The field at fault, as in <c>sampling.temperature</c>, or null.</param>
internal sealed class RequestException(int status, string message, string? field = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The field at fault, or null.</summary>
    public string? Field { get; } = field;

    /// <summary>A value out of range: 422.</summary>
    public static RequestException Range(string field, string expected, string found) =>
        new(422, $"{field}: expected {expected}, found {found}", field);

    /// <summary>Something named in the address is not there: 404.</summary>
    public static RequestException Missing(string what, string name) => new(404, $"there is no {what} '{name}'");
}
