using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>One way in which drawings are stored in files.</summary>
public interface IDrawingFormat
{
    /// <summary>Its name on the command line: lower case with hyphens.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words, for tables and help.</summary>
    string Description { get; }

    /// <summary>Whether a file looks like this format. Never throws.</summary>
    /// <param name="fileName">The name without folder, and without ".gz".</param>
    /// <param name="head">The first bytes, at most 4,096, decompressed.</param>
    bool Recognises(string fileName, ReadOnlySpan<byte> head);

    /// <summary>
    /// Reads the drawings one after the other, holding only a bounded part of the file in memory. A drawing that cannot be used is passed to
    /// <paramref name="skip"/>, and reading goes on.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="skip">Is told of drawings that are left out.</param>
    /// <exception cref="InputException">While enumerating: the file as a whole cannot be read any further.</exception>
    IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip);
}
