namespace RpclPix2Seq.Sampling;

/// <summary>A way of drawing sketches, row by row.</summary>
internal interface ISamplingPath : IDisposable
{
    /// <summary>Whether all sketches have ended.</summary>
    bool IsDone { get; }

    /// <summary>Draws on.</summary>
    /// <param name="steps">Most rows that a sketch gets.</param>
    /// <param name="drawn">Receives what was drawn, each sketch's rows in order.</param>
    void Advance(int steps, List<SketchStroke> drawn);
}
