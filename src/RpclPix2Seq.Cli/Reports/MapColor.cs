namespace RpclPix2Seq.Cli.Reports;

/// <summary>What the colours of a map stand for.</summary>
internal enum MapColor
{
    /// <summary>The component of the mixture that a code most likely belongs to.</summary>
    Component,

    /// <summary>The category that the model never saw.</summary>
    Category,
}
