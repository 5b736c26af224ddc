namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>A reader, its inputs, and the resources it may use.</summary>
internal sealed record FuzzTarget
{
    /// <summary>Its name: the format, and after a slash the part of it.</summary>
    public required string Name { get; init; }

    /// <summary>Complete, valid inputs, or the inner parts that <see cref="Envelope"/> wraps.</summary>
    public required IReadOnlyList<byte[]> Seeds { get; init; }

    /// <summary>Reads an input to its end and checks everything that it returns.</summary>
    public required Action<FuzzInput> Read { get; init; }

    /// <summary>The name of the file that holds an input; empty for readers of bytes in memory.</summary>
    public string FileName { get; init; } = "";

    /// <summary>Keywords of the format.</summary>
    public IReadOnlyList<byte[]> Tokens { get; init; } = [];

    /// <summary>
    /// Makes a mutated input pass the outer checks, by wrapping it or repairing its checksums; the number selects a variant. Null if the
    /// mutated bytes are read as they are.
    /// </summary>
    public Func<byte[], int, byte[]>? Envelope { get; init; }

    /// <summary>The memory that one input may cost.</summary>
    public Allowance Allowance { get; init; } = Allowance.Usual;

    /// <summary>The share of executions, relative to others': slow readers get less.</summary>
    public int Weight { get; init; } = 8;
}
