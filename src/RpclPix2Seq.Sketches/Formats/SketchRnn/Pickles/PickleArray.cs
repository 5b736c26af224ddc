namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>A numpy array met in a pickle; its elements are still in the input.</summary>
internal struct PickleArray
{
    /// <summary>Where in the input it was made.</summary>
    public int Offset;

    /// <summary>False until its state was set.</summary>
    public bool Built;

    /// <summary>True if the first index runs fastest.</summary>
    public bool Fortran;

    /// <summary>The number of dimensions, 0 to 3.</summary>
    public int Rank;

    /// <summary>The first dimension; 1 beyond the rank.</summary>
    public int Rows;

    /// <summary>The second dimension; 1 beyond the rank.</summary>
    public int Columns;

    /// <summary>The third dimension; 1 beyond the rank.</summary>
    public int Depth;

    /// <summary>The number of the element type.</summary>
    public int Dtype;

    /// <summary>Bytes, or a list of the elements if they are objects.</summary>
    public PickleValue Data;

    /// <summary>The number of elements.</summary>
    public readonly Int128 Count => (Int128)Rows * Columns * Depth;

    /// <summary>The shape as Python writes it.</summary>
    public readonly string ShapeText => Rank switch
    {
        0 => "()",
        1 => $"({Rows},)",
        2 => $"({Rows}, {Columns})",
        _ => $"({Rows}, {Columns}, {Depth})",
    };
}
