namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary>Which sketches of a category are shown, and in which order.</summary>
internal enum ViewSort
{
    /// <summary>Some, drawn by lot.</summary>
    Random,

    /// <summary>Those with most points, the longest first.</summary>
    Length,

    /// <summary>The first ones, in the order of the data.</summary>
    Index,
}
