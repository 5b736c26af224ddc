using RpclPix2Seq.Sketches.IO;

namespace RpclPix2Seq.Checkpoints;

/// <summary>A checkpoint in a run folder.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Manifest">Its manifest; null for one that was written before there were manifests.</param>
/// <param name="Number">Which checkpoint of the run it is: the newest has the highest number.</param>
/// <param name="Step">t; 0 where there is no manifest.</param>
/// <param name="Best">The number of the best checkpoint when it was written; 0 for none.</param>
public sealed record RunCheckpoint(string Folder, CheckpointManifest? Manifest, long Number, long Step, long Best)
{
    /// <summary>Makes sure that it is as it was written.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public void Check() => Manifest?.Check(Folder);

    /// <summary>Whether everything is there in full length.</summary>
    public bool IsWhole => Manifest?.HasFilesIn(Folder) ?? true;
}
