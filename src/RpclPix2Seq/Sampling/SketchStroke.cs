using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>What was just drawn of one of many sketches.</summary>
/// <param name="Sketch">Which sketch: the position of its code.</param>
/// <param name="Point">The next row, in data units; nothing where the sketch ends.</param>
/// <param name="Ends">True once a sketch, after its last row.</param>
public readonly record struct SketchStroke(int Sketch, StrokePoint Point, bool Ends);
