namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>Where the inputs of findings are kept: <c>TARGET-KIND-INDEX</c>, and next to it <c>.txt</c> with what is known.</summary>
/// <param name="Path">The folder; made when there is something to keep.</param>
internal sealed record FindingsFolder(string Path)
{
    /// <summary>Keeps a finding, replacing an earlier version of it.</summary>
    public void Save(Finding finding)
    {
        Directory.CreateDirectory(Path);
        string file = System.IO.Path.Combine(Path, finding.FileName);
        File.WriteAllBytes(file, finding.Input);
        File.WriteAllText(file + ".txt", $"{finding.Kind} at {finding.Where}\n{finding.Message}\n");
    }

    /// <summary>The number of findings of a kind.</summary>
    public int Count(FindingKind kind) => Directory.Exists(Path)
        ? Directory.GetFiles(Path, $"*-{kind.ToString().ToLowerInvariant()}-*.txt").Length
        : 0;

    /// <summary>One line per finding.</summary>
    public IEnumerable<string> Describe() => Directory.Exists(Path)
        ? Directory.GetFiles(Path, "*.txt").Order(StringComparer.Ordinal)
            .Select(file => $"{System.IO.Path.GetFileNameWithoutExtension(file)}: {File.ReadAllText(file).ReplaceLineEndings(" ").Trim()}")
        : [];
}
