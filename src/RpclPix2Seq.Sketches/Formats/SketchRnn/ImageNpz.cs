using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>
/// Picture files <c>&lt;category&gt;_png.npz</c> (docs/original.md §1): members train, valid and test, uint8 [N, height, width], 255 white,
/// in the order of the sketches. numpy loads the files written here without pickle.
/// </summary>
internal static class ImageNpz
{
    /// <summary>Reads the pictures of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">The splits that must be there and not be empty; the others come back empty if missing.</param>
    /// <param name="limits">Limits that guard against malicious files.</param>
    /// <exception cref="InputException">The file is missing, damaged, malicious, or holds something else; names the place.</exception>
    public static ImageSplits Read(string path, SplitRequirement required = SplitRequirement.All, NpzLimits? limits = null)
    {
        using NpzReader reader = new(path, limits);
        ImageSet?[] splits = new ImageSet?[3];
        for (int i = 0; i < splits.Length; i++)
        {
            string name = SplitNames.All[i].Name;
            if (!reader.Contains(name))
                continue;
            NpyArray array = reader.Read(name).WithShape(-1, -1, -1);
            _ = array.AsSpan<byte>();
            if (array.Shape[0] > int.MaxValue || array.Shape[1] > int.MaxValue || array.Shape[2] > int.MaxValue)
                throw array.Error(0, "dimensions below 2^31", $"[{string.Join(", ", array.Shape.ToArray())}]");
            splits[i] = new ImageSet((int)array.Shape[0], (int)array.Shape[2], (int)array.Shape[1], array.Data);
        }

        SplitNames.Check(reader, [.. splits.Select(split => split?.Count ?? -1)], required, "pictures");
        ImageSet[] sized = [.. splits.OfType<ImageSet>().Where(split => split.Count > 0)];
        (int width, int height) = sized.Length > 0 ? (sized[0].Width, sized[0].Height) : (0, 0);
        if (sized.FirstOrDefault(split => split.Width != width || split.Height != height) is { } other)
        {
            throw new InputException(path, "", "pictures of one size in all splits",
                $"{width} x {height} and {other.Width} x {other.Height} pixels", "make the file again");
        }

        ImageSet empty = new(0, width, height, default);
        return new ImageSplits(splits[0] ?? empty, splits[1] ?? empty, splits[2] ?? empty);
    }

    /// <summary>Writes pictures in memory, completely or not at all.</summary>
    /// <exception cref="ArgumentException">The splits have pictures of different sizes.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, ImageSplits splits, NpzCompression compression = NpzCompression.Fastest)
    {
        ImageSet train = splits.Train;
        foreach (ImageSet images in new[] { splits.Valid, splits.Test })
        {
            if (images.Width != train.Width || images.Height != train.Height)
                throw new ArgumentException("the splits have pictures of different sizes", nameof(splits));
        }

        Write(path, train.Width, train.Height, ImageSource.Of(train), ImageSource.Of(splits.Valid), ImageSource.Of(
            splits.Test), compression);
    }

    /// <summary>
    /// Writes pictures while they are drawn, on all cores and without holding all of them in memory; completely or not at all. The bytes do
    /// not depend on the number of cores.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows per picture.</param>
    /// <param name="train">The training split.</param>
    /// <param name="valid">The validation split.</param>
    /// <param name="test">The test split.</param>
    /// <param name="compression">How hard to compress.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, int width, int height, ImageSource train, ImageSource valid, ImageSource test,
        NpzCompression compression = NpzCompression.Fastest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        int size = checked(width * height);
        ImageSource[] sources = [train, valid, test];
        NpzWriter.Write(path, writer =>
        {
            for (int i = 0; i < sources.Length; i++)
            {
                ImageSource source = sources[i];
                writer.Add(SplitNames.All[i].Name, NpyDtype.Of<byte>(), [source.Count, height, width], (offset, destination) =>
                {
                    // Pieces hold complete pictures.
                    int first = (int)(offset / size);
                    for (int k = 0; k * size < destination.Length; k++)
                        source.Draw(first + k, destination.Slice(k * size, size));
                });
            }
        }, compression);
    }
}

/// <summary>Pictures that are drawn while they are written.</summary>
/// <param name="Count">The number of pictures.</param>
/// <param name="Draw">Draws one; called from several threads at once, each picture once.</param>
internal sealed record ImageSource(int Count, ImageSource.DrawPicture Draw)
{
    /// <summary>Draws a picture.</summary>
    /// <param name="index">The picture's index, from 0.</param>
    /// <param name="pixels">[height, width] bytes, 255 white; every one must be set.</param>
    public delegate void DrawPicture(int index, Span<byte> pixels);

    /// <summary>Pictures in memory.</summary>
    public static ImageSource Of(ImageSet images) => new(images.Count, (index, pixels) => images[index].CopyTo(pixels));
}

/// <summary>The pictures of one category in three splits, in the order of the sketches they show.</summary>
/// <param name="Train">For training.</param>
/// <param name="Valid">For choosing the best model.</param>
/// <param name="Test">For the reported numbers.</param>
internal sealed record ImageSplits(ImageSet Train, ImageSet Valid, ImageSet Test);

/// <summary>Grayscale pictures of one size, [N, height, width] bytes, 255 white.</summary>
internal sealed class ImageSet
{
    /// <param name="count">N.</param>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows per picture.</param>
    /// <param name="pixels">N · height · width bytes.</param>
    /// <exception cref="ArgumentException">The number of bytes does not fit.</exception>
    public ImageSet(int count, int width, int height, ReadOnlyMemory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        if ((Int128)count * width * height != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes for [{count}, {height}, {width}]", nameof(pixels));
        Count = count;
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>The number of pictures.</summary>
    public int Count { get; }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows per picture.</summary>
    public int Height { get; }

    /// <summary>All pixels, [N, height, width].</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The pixels of one picture, [height, width].</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Pixels.Span.Slice(index * Width * Height, Width * Height);
        }
    }
}
