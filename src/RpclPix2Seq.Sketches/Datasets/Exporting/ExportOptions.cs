using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>What is exported, and how.</summary>
internal sealed record ExportOptions
{
    /// <summary>The format; default npz.</summary>
    public ExportFormat Format { get; init; } = ExportFormat.Npz;

    /// <summary>The categories; default none, which means all.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The only split to write; default null, all. In .npz files the others are then empty.</summary>
    public DatasetSplit? Split { get; init; }

    /// <summary>The layout of .npz files; default pickled, as sketch-rnn reads them.</summary>
    public SketchNpzLayout Layout { get; init; } = SketchNpzLayout.Pickled;

    /// <summary>The numbers in .npz files; default int16 where they fit.</summary>
    public SketchItemType ItemType { get; init; } = SketchItemType.Automatic;

    /// <summary>Width of pictures in pixels, or of SVG files in px; default 0: 48 and 256.</summary>
    public int Size { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">A value is out of range; names it.</exception>
    public ExportOptions Validate()
    {
        if (Size != 0 && Size is < RasterOptions.MinSize or > RasterOptions.MaxSize)
        {
            throw new InputException(
                "export", "size", $"{RasterOptions.MinSize} to {RasterOptions.MaxSize} pixels, for example 48", $"{Size}");
        }

        return this;
    }
}

/// <summary>The format in which a dataset is written for other programs.</summary>
internal enum ExportFormat
{
    /// <summary>CATEGORY.npz as sketch-rnn reads them, with train, valid and test.</summary>
    Npz,

    /// <summary>CATEGORY.ndjson as Quick, Draw! publishes its simplified drawings.</summary>
    Ndjson,

    /// <summary>A folder of SVG files per category.</summary>
    Svg,

    /// <summary>CATEGORY_png.npz: the pictures that the original trains its encoder with.</summary>
    PngNpz,
}
