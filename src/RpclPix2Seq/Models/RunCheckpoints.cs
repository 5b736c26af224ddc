using System.Globalization;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models;

/// <summary>
/// The checkpoints of a run: <c>checkpoints/step-00001234</c>. A folder without a manifest, left by a crash, does not count.
/// </summary>
internal static class RunCheckpoints
{
    private const string Prefix = "step-";

    /// <summary>The suffix of a checkpoint's folder while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>The suffix added to the name of a checkpoint found to be damaged.</summary>
    public const string DamagedSuffix = ".damaged";

    /// <summary>All of them, newest first.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">Called for manifests that cannot be read.</param>
    public static IReadOnlyList<RunCheckpoint> List(RunFolder run, Action<InputException>? report = null)
    {
        if (!Directory.Exists(run.Checkpoints))
            return [];
        List<RunCheckpoint> found = [];
        foreach (string folder in Directory.EnumerateDirectories(run.Checkpoints, Prefix + "*")
            .Where(folder => Path.GetExtension(folder).Length == 0))
        {
            try
            {
                if (CheckpointManifest.Read(folder) is { } manifest)
                    found.Add(new RunCheckpoint(folder, manifest));
            }
            catch (InputException e)
            {
                report?.Invoke(e);
            }
        }

        return [.. found.OrderByDescending(checkpoint => checkpoint.Number)];
    }

    /// <summary>The run's best checkpoint, or null if it has none.</summary>
    public static RunCheckpoint? Best(IReadOnlyList<RunCheckpoint> all)
    {
        long number = all.Count > 0 ? all[0].Best : 0;
        return number == 0 ? null : all.FirstOrDefault(checkpoint => checkpoint.Number == number);
    }

    /// <summary>An unused folder name for a checkpoint: two may be from the same step.</summary>
    public static string NewFolder(RunFolder run, long step)
    {
        string name = Prefix + step.ToString("D8", CultureInfo.InvariantCulture);
        return Enumerable.Range(1, int.MaxValue)
            .Select(i => Path.Combine(run.Checkpoints, i == 1 ? name : $"{name}-{i}"))
            .First(folder => !Path.Exists(folder));
    }

    /// <summary>
    /// Removes all but the newest and the best ones, and the remains of crashes; nothing while a manifest cannot be read, as it may be that
    /// of the best one. Other folders stay.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="keep">How many of the newest to keep.</param>
    public static void Prune(RunFolder run, int keep)
    {
        bool isSure = true;
        RunCheckpoint[] whole = [.. List(run, e => isSure &= !IsUnreadable(e)).Where(checkpoint => checkpoint.IsWhole)];
        if (!isSure)
            return;
        RunCheckpoint[] kept = [.. whole.Take(keep)];
        HashSet<long> numbers = [.. kept.Select(checkpoint => checkpoint.Number), .. kept.Select(checkpoint => checkpoint.Best)];
        HashSet<string> folders =
            [.. whole.Where(checkpoint => numbers.Contains(checkpoint.Number)).Select(checkpoint => checkpoint.Folder)];
        foreach (string folder in Directory.GetDirectories(run.Checkpoints, Prefix + "*")
            .Where(folder => !folders.Contains(folder) && IsOwn(folder)))
        {
            try
            {
                SafeFolders.DeleteIfThere(folder, CheckpointManifest.FileName);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is removed with the next one: an old checkpoint is no reason to stop.
            }
        }
    }

    /// <summary>Whether a checkpoint could not be read, which says nothing about whether it is damaged.</summary>
    public static bool IsUnreadable(InputException e) => e.InnerException is IOException or UnauthorizedAccessException;

    /// <summary>Whether training made a folder, rather than a user who copied or linked one.</summary>
    private static bool IsOwn(string folder) =>
        Path.GetExtension(folder) is "" or PartialSuffix or DamagedSuffix && new DirectoryInfo(folder).LinkTarget is null;

    /// <summary>Links <c>last</c> and <c>best</c> in the run's folder to the newest and the best checkpoint.</summary>
    public static void Link(RunFolder run)
    {
        IReadOnlyList<RunCheckpoint> all = List(run);
        if (all.Count > 0)
            Link(run.Last, all[0]);
        if (Best(all) is { } best)
            Link(run.Best, best);

        static void Link(string name, RunCheckpoint target) =>
            SafeFolders.Link(name, Path.Combine(RunFolder.CheckpointsName, Path.GetFileName(target.Folder)));
    }
}

/// <summary>A checkpoint in a run folder.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Manifest">Its manifest.</param>
internal sealed record RunCheckpoint(string Folder, CheckpointManifest Manifest)
{
    /// <summary>The number of the checkpoint in its run: the newest has the highest.</summary>
    public long Number => Manifest.Number;

    /// <summary>t: training steps done.</summary>
    public long Step => Manifest.Step;

    /// <summary>The number of the best checkpoint when it was written; 0 for none.</summary>
    public long Best => Manifest.Best;

    /// <summary>Checks that it is as it was written.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public void Check() => Manifest.Check(Folder);

    /// <summary>Whether all files exist at full length.</summary>
    public bool IsWhole => Manifest.HasFilesIn(Folder);
}
