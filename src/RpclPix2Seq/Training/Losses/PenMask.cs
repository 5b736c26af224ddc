namespace RpclPix2Seq.Training.Losses;

/// <summary>Over which steps the pen's cross-entropy is summed.</summary>
public enum PenMask
{
    /// <summary>Up to and including the first end-of-sketch row: the default, the same in training and evaluation (defect D-30).</summary>
    ThroughEnd,

    /// <summary>All T steps, padding included: the original in training.</summary>
    AllSteps,

    /// <summary>Only rows before the end: the original in evaluation.</summary>
    BeforeEnd,
}
