namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Takes the sketches of a <see cref="DrawingIntake"/> in order, on one thread.</summary>
internal interface IPreparedSink
{
    /// <summary>Takes a sketch of the file that is being read.</summary>
    void Add(in PreparedSketch sketch, ReadOnlySpan<byte> record);

    /// <summary>The file ends. If it was not read to its end, none of its sketches are to be used.</summary>
    void End(SourceOutcome outcome);
}
