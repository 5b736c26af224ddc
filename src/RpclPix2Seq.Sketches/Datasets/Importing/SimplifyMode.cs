namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Which drawings an import simplifies.</summary>
public enum SimplifyMode
{
    /// <summary>Those whose points are as a pen or a drawing program made them; what was published simplified stays as it is.</summary>
    Auto,

    /// <summary>All, stroke-3 rows too.</summary>
    Google,

    /// <summary>None.</summary>
    None,
}
