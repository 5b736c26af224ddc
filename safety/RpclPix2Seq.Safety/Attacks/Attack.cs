namespace RpclPix2Seq.Safety.Attacks;

/// <summary>A file that was made to do harm.</summary>
/// <param name="Name">The name of the file; its ending determines who reads it.</param>
/// <param name="Tries">What it tries.</param>
/// <param name="Outcome">How it ends.</param>
/// <param name="Says">A part of the error, or of the reason why something is left out; empty for harmless ones.</param>
/// <param name="Make">Creates it.</param>
internal sealed record Attack(string Name, string Tries, AttackOutcome Outcome, string Says, Func<byte[]> Make)
{
    /// <summary>Whether it is too large to be kept as a file, so that it is made whenever it is needed.</summary>
    public bool IsLarge { get; init; }

    /// <summary>Bytes that reading it may allocate in total; default 16 MiB.</summary>
    public long MostMemory { get; init; } = 16 << 20;
}
