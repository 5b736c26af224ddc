namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>What a dataset is written as for other programs.</summary>
public enum ExportFormat
{
    /// <summary>CATEGORY.npz as sketch-rnn reads them, with train, valid and test.</summary>
    Npz,

    /// <summary>CATEGORY.ndjson as Quick, Draw! publishes its simplified drawings.</summary>
    Ndjson,

    /// <summary>A folder of SVG files a category.</summary>
    Svg,

    /// <summary>CATEGORY_png.npz: the pictures that the original trains its encoder with.</summary>
    PngNpz,
}
