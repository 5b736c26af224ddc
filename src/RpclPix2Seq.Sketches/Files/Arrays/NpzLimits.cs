namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>How much a .npz file may make its reader do. The defaults fit every data set of the project many times over.</summary>
public sealed record NpzLimits
{
    /// <summary>The limits used where none are given.</summary>
    public static NpzLimits Default { get; } = new();

    /// <summary>Most bytes that one member may unfold to; at most 2,147,483,591 (one .NET array), the default.</summary>
    public long MaxMemberBytes { get; init; } = Array.MaxLength;

    /// <summary>Most unfolded bytes for each stored byte, applied to members of more than <see cref="RatioFreeBytes"/>; default 200.</summary>
    public double MaxRatio { get; init; } = 200;

    /// <summary>Members that unfold to at most this many bytes may have any ratio (blank pictures do); default 64 MiB.</summary>
    public long RatioFreeBytes { get; init; } = 64L << 20;

    /// <summary>Most members in a file; default 4096.</summary>
    public int MaxMembers { get; init; } = 4096;
}
