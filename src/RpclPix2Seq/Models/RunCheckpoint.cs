using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models;

/// <summary>A checkpoint in a run folder.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Manifest">Its manifest.</param>
public sealed record RunCheckpoint(string Folder, CheckpointManifest Manifest)
{
    /// <summary>Which checkpoint of the run it is: the newest has the highest number.</summary>
    public long Number => Manifest.Number;

    /// <summary>t.</summary>
    public long Step => Manifest.Step;

    /// <summary>The number of the best checkpoint when it was written; 0 for none.</summary>
    public long Best => Manifest.Best;

    /// <summary>Makes sure that it is as it was written.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public void Check() => Manifest.Check(Folder);

    /// <summary>Whether everything is there in full length.</summary>
    public bool IsWhole => Manifest.HasFilesIn(Folder);
}
