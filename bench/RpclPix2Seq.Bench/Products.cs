using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Bench;

/// <summary>
/// Floating-point operations of the matrix products that a decoder needs. Shares of the ceiling are computed from them, for us and for
/// peers alike. The code's product counts once per sketch, though others compute it at every step. The head and the initial state count
/// only where drawing is measured.
/// </summary>
internal static class Products
{
    /// <summary>Units of the auxiliary cell, width of its embeddings and of the codes, as in the default configuration.</summary>
    public const int HyperSize = 256, Embedding = 32, CodeSize = 128;

    private const int EmbeddedGates = 12; // scales of the input's and the state's part of four gates, and the shifts of the latter
    private const int Gates = 4;

    /// <summary>Of one step of one sketch, forward, without the code's part: two operations per multiplication.</summary>
    public static double OfStep(DecoderModel cell, int size) => 2 * (OfStroke(cell, size) + OfState(cell, size));

    /// <summary>Of the code's part, forward, once per sketch.</summary>
    public static double OfCode(DecoderModel cell, int size) =>
        2.0 * CodeSize * Gates * (size + (cell == DecoderModel.Hyper ? HyperSize : 0));

    /// <summary>Of the head, forward, once per row.</summary>
    public static double OfHead(int size, int mixtures) => 2.0 * size * ((6 * mixtures) + 3);

    /// <summary>Of the initial state, hidden and cell values of every cell, once per sketch.</summary>
    public static double OfStart(DecoderModel cell, int size) =>
        2.0 * CodeSize * 2 * (size + (cell == DecoderModel.Hyper ? HyperSize : 0));

    /// <summary>
    /// Of forward and backward of a batch: backward needs two products for each forward product, but no gradient of the strokes.
    /// </summary>
    public static double OfTraining(DecoderModel cell, int size, int batch, int steps)
    {
        double step = (2 * 2 * OfStroke(cell, size)) + (2 * 3 * OfState(cell, size));
        return batch * ((step * steps) + (3 * OfCode(cell, size)));
    }

    private static double OfStroke(DecoderModel cell, int size) =>
        Stroke5.Columns * (double)Gates * (size + (cell == DecoderModel.Hyper ? HyperSize : 0));

    private static double OfState(DecoderModel cell, int size)
    {
        double products = (double)Gates * size * size;
        if (cell == DecoderModel.Hyper)
            products += ((size + HyperSize) * (double)Gates * HyperSize) + (EmbeddedGates * (double)Embedding * (HyperSize + size));
        return products;
    }
}
