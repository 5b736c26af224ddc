namespace RpclPix2Seq.Sampling;

/// <summary>Which way a path between two codes takes; <see cref="CodePaths"/> has the formulas.</summary>
public enum CodePathKind
{
    /// <summary>The straight line.</summary>
    Linear,

    /// <summary>Along the sphere: the direction turns evenly.</summary>
    Spherical,

    /// <summary>Bent towards where the learnt mixture is dense.</summary>
    Mixture,
}
