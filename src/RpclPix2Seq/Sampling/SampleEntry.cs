using System.Text.Json.Serialization;

namespace RpclPix2Seq.Sampling;

/// <summary>One sketch of a folder of samples.</summary>
/// <param name="Name">What its files are called: NAME.svg, NAME.png, code_NAME.npy, gau_idx_NAME.npy.</param>
/// <param name="Category">The category of the original, or null for a sketch without one original of a category.</param>
/// <param name="Source">The file of the original, or null.</param>
/// <param name="Index">Position of the original in its split, or null.</param>
/// <param name="Component">The component of the mixture.</param>
/// <param name="Rows">Rows of the sketch.</param>
[method: JsonConstructor]
public sealed record SampleEntry(string Name, string? Category, string? Source, int? Index, int Component, int Rows)
{
    /// <summary>A sketch without an original.</summary>
    public SampleEntry(string name, GeneratedSketch drawn)
        : this(name, null, null, null, drawn.Component, drawn.Sketch.Length)
    {
    }
}
