using RpclPix2Seq.Sketches.Strokes;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>
/// What the decoder reads at a step, besides the code: X numbers. A stroke-5 row, and with <c>decoder_input=position</c> where the pen then
/// is, counted from the sketch's start in the same units: without it the decoder must add up all offsets by itself to know.
/// </summary>
internal static class DecoderRows
{
    private const int Coordinates = 2;

    /// <summary>X.</summary>
    public static int Columns(DecoderInput input) => Stroke5.Columns + (input == DecoderInput.Position ? Coordinates : 0);

    /// <summary>The rows of given strokes: [T, B, 5] → [T, B, X].</summary>
    public static Tensor Of(Tensor strokes, DecoderInput input) => input == DecoderInput.Position
        ? cat([strokes, strokes.narrow(2, 0, Coordinates).cumsum(0)], 2)
        : strokes;

    /// <summary>Moves a row's position, if it has one, by the offset that has been drawn into it.</summary>
    /// <param name="row">[X].</param>
    public static void Move(Span<float> row)
    {
        for (int i = Stroke5.Columns; i < row.Length; i++)
            row[i] += row[i - Stroke5.Columns];
    }
}
