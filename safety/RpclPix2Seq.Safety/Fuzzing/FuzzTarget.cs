namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>A reader, what it is fed with, and what it may use up.</summary>
internal sealed record FuzzTarget
{
    /// <summary>Its name: the format, and after a slash which part of it.</summary>
    public required string Name { get; init; }

    /// <summary>Whole, right inputs, or the inner parts that <see cref="Envelope"/> wraps.</summary>
    public required IReadOnlyList<byte[]> Seeds { get; init; }

    /// <summary>Reads an input to its end and looks at all that comes out of it.</summary>
    public required Action<FuzzInput> Read { get; init; }

    /// <summary>The name of the file that holds an input; empty for readers of bytes in memory.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Words that the format knows.</summary>
    public IReadOnlyList<byte[]> Tokens { get; init; } = [];

    /// <summary>
    /// Makes a changed input one that outer checks let pass, by wrapping it or repairing its checksums; the number chooses among ways. Null
    /// where the changed bytes are read as they are.
    /// </summary>
    public Func<byte[], int, byte[]>? Envelope { get; init; }

    /// <summary>What memory one input may cost.</summary>
    public Allowance Allowance { get; init; } = Allowance.Usual;

    /// <summary>The share of executions, relative to others': slow readers have less.</summary>
    public int Weight { get; init; } = 8;
}
