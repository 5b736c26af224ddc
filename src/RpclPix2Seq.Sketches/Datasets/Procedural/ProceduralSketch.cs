using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// A procedural sketch with what it shows. Category and style are for tests and evaluation; training sees the sketch alone.
/// </summary>
/// <param name="Sketch">The drawing: whole-numbered offsets, every position in the 0–255 box,
/// first row a <see cref="FirstRow.Move"/>.</param>
/// <param name="Category">Index into <see cref="ProceduralSketches.Categories"/>.</param>
/// <param name="Style">Index into <see cref="ProceduralSketches.StylesOf"/> of that category.</param>
public readonly record struct ProceduralSketch(Sketch Sketch, int Category, int Style);
