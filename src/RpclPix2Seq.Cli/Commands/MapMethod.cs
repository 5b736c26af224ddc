namespace RpclPix2Seq.Cli.Commands;

/// <summary>How codes are laid out on a plane.</summary>
internal enum MapMethod
{
    /// <summary>The two directions in which they vary most.</summary>
    Pca,

    /// <summary>Neighbours stay neighbours.</summary>
    Umap,

    /// <summary>One after the other.</summary>
    Both,
}
