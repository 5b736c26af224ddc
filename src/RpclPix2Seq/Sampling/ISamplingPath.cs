using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>A way of drawing sketches, row by row.</summary>
internal interface ISamplingPath : IDisposable
{
    /// <summary>Whether all sketches have ended.</summary>
    bool IsDone { get; }

    /// <summary>Continues drawing.</summary>
    /// <param name="steps">Maximum rows that a sketch gets.</param>
    /// <param name="drawn">Receives what was drawn, each sketch's rows in order.</param>
    void Advance(int steps, List<SketchStroke> drawn);
}

/// <summary>The row just drawn of one of many sketches, or its end.</summary>
/// <param name="Sketch">Which sketch: the position of its code.</param>
/// <param name="Point">The next row, in data units; nothing where the sketch ends.</param>
/// <param name="Ends">True once per sketch, after its last row.</param>
public readonly record struct SketchStroke(int Sketch, StrokePoint Point, bool Ends);
