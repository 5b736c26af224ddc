using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// The project's own drawings: five categories, each in two styles that are not recorded in the drawings, drawn on demand. Sketch
/// (category, seed, index) is always the same, whatever else is drawn.
/// </summary>
internal static class ProceduralSketches
{
    // Far enough apart that no split runs into the next, so a sketch's index in its split does not depend on the sizes of the others.
    private const long SplitStride = 1L << 40;

    private static readonly CategoryArt[] Art = [Bee.Art, Bus.Art, Flower.Art, Giraffe.Art, Pig.Art];
    private static readonly string[] Names = [.. Art.Select(art => art.Name)];

    /// <summary>The names of the categories, in alphabetical order.</summary>
    public static IReadOnlyList<string> Categories => Names;

    /// <summary>The names of the styles of <paramref name="category"/>; all are about equally frequent.</summary>
    /// <exception cref="InputException">There is no such category.</exception>
    public static IReadOnlyList<string> StylesOf(string category) => [.. Art[IndexOf(category)].Styles.Select(style => style.Name)];

    /// <summary>Draws one sketch: 2 to 52 rows, whole-numbered offsets, every position in the 0–255 box, pen lifted at the end.</summary>
    /// <param name="category">One of <see cref="Categories"/>.</param>
    /// <param name="seed">Selects one of 2⁶⁴ endless sequences of sketches.</param>
    /// <param name="index">Position in that sequence, from 0.</param>
    /// <param name="style">An index into <see cref="StylesOf"/>; if null, each run of as many sketches as there are styles has every style
    /// once.</param>
    /// <exception cref="InputException">There is no such category.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is negative, or there is no such style.</exception>
    public static ProceduralSketch Draw(string category, ulong seed, long index, int? style = null)
    {
        int number = IndexOf(category);
        CategoryArt art = Art[number];
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        int chosen = style ?? StyleAt(art, seed, index);
        ArgumentOutOfRangeException.ThrowIfNegative(chosen, nameof(style));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(chosen, art.Styles.Count, nameof(style));

        Hand hand = new(new HandRandom(seed, $"{art.Name}/{art.Styles[chosen].Name}", index));
        art.Styles[chosen].Draw(hand);
        return new(Paper.ToSketch(hand), number, chosen);
    }

    /// <summary>Draws the sketches 0 to <paramref name="count"/> − 1.</summary>
    /// <inheritdoc cref="Draw" path="/param[@name='category']|/param[@name='seed']"/>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="InputException">There is no such category.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static ProceduralSketch[] DrawMany(string category, ulong seed, int count) => DrawFrom(category, seed, 0, count);

    /// <summary>
    /// Draws three sets that have no sketch in common. A larger set begins with the sketches of a smaller one, whatever the sizes of the
    /// others; the training set begins with those of <see cref="DrawMany"/>.
    /// </summary>
    /// <inheritdoc cref="Draw" path="/param[@name='category']|/param[@name='seed']"/>
    /// <param name="train">Sketches to train with, at least 0.</param>
    /// <param name="valid">Sketches to validate with, at least 0.</param>
    /// <param name="test">Sketches to test with, at least 0.</param>
    /// <exception cref="InputException">There is no such category.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static SketchSplits Splits(string category, ulong seed, int train, int valid, int test) => new(
        SketchesFrom(category, seed, 0, train),
        SketchesFrom(category, seed, SplitStride, valid),
        SketchesFrom(category, seed, 2 * SplitStride, test));

    private static Sketch[] SketchesFrom(string category, ulong seed, long first, int count) =>
        Array.ConvertAll(DrawFrom(category, seed, first, count), drawn => drawn.Sketch);

    private static ProceduralSketch[] DrawFrom(string category, ulong seed, long first, int count)
    {
        _ = IndexOf(category);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ProceduralSketch[] drawn = new ProceduralSketch[count];
        for (int i = 0; i < count; i++)
            drawn[i] = Draw(category, seed, first + i);
        return drawn;
    }

    /// <summary>Every run of as many sketches as there are styles goes through all of them, beginning with one at random.</summary>
    private static int StyleAt(CategoryArt art, ulong seed, long index)
    {
        long run = Math.DivRem(index, art.Styles.Count, out long place);
        int first = new HandRandom(seed, $"{art.Name}/styles", run).Between(0, art.Styles.Count - 1);
        return (int)((first + place) % art.Styles.Count);
    }

    private static int IndexOf(string category)
    {
        int index = Array.IndexOf(Names, category);
        return index >= 0
            ? index
            : throw new InputException(
                "procedural sketches", "category", $"one of {string.Join(", ", Names)}", $"'{category}'", "choose one of these");
    }
}

/// <summary>
/// A procedural sketch with what it shows. Category and style are for tests and evaluation; training sees the sketch alone.
/// </summary>
/// <param name="Sketch">The drawing: whole-numbered offsets, every position in the 0–255 box, first row a
/// <see cref="FirstRow.Move"/>.</param>
/// <param name="Category">Index into <see cref="ProceduralSketches.Categories"/>.</param>
/// <param name="Style">Index into <see cref="ProceduralSketches.StylesOf"/> of that category.</param>
internal readonly record struct ProceduralSketch(Sketch Sketch, int Category, int Style);

/// <summary>A category and the ways in which it is drawn.</summary>
/// <param name="Name">As the user types it.</param>
/// <param name="Styles">At least two, told apart at a glance.</param>
internal sealed record CategoryArt(string Name, params IReadOnlyList<StyleArt> Styles);

/// <summary>One way of drawing a category.</summary>
/// <param name="Name">A word or two for reports.</param>
/// <param name="Draw">Guides the hand through the strokes of one sketch, on a sheet of about 100 × 100 units.</param>
internal sealed record StyleArt(string Name, Action<Hand> Draw);
