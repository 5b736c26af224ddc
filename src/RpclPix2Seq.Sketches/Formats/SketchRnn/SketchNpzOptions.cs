using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>How <see cref="SketchNpz"/> writes a file.</summary>
public sealed record SketchNpzOptions
{
    /// <summary>Object arrays as sketch-rnn has them, or plain numbers; default object arrays.</summary>
    public SketchNpzLayout Layout { get; init; } = SketchNpzLayout.Pickled;

    /// <summary>The type of the numbers; default int16 if every offset of the file is such an integer, otherwise float32.</summary>
    public SketchItemType ItemType { get; init; } = SketchItemType.Automatic;

    /// <summary>How hard to compress; default optimal.</summary>
    public NpzCompression Compression { get; init; } = NpzCompression.Optimal;
}
