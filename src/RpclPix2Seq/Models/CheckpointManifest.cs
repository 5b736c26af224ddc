using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models;

/// <summary>
/// The contents of a checkpoint: <c>manifest.json</c>, which is written once everything else is on disk. A folder without it is not a
/// checkpoint, and one whose files do not match its sizes and checksums is damaged.
/// </summary>
internal sealed record CheckpointManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "manifest.json";

    private const int MostBytes = 1 << 16, MostFiles = 16, LongestName = 64, HashLength = 64, CurrentFormat = 1;
    private const string Damaged = "the checkpoint is damaged";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
    };

    /// <summary>The format version of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The number of the checkpoint in its run: a later one has a higher number.</summary>
    public required long Number { get; init; }

    /// <summary>t: training steps done.</summary>
    public required long Step { get; init; }

    /// <summary>The number of the run's checkpoint with the lowest validation loss; 0 if there is none yet.</summary>
    public required long Best { get; init; }

    /// <summary>All other files of the folder.</summary>
    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>The manifest of a new checkpoint.</summary>
    public static CheckpointManifest Create(long number, long step, long best, IReadOnlyList<ManifestFile> files) =>
        new() { Format = CurrentFormat, Number = number, Step = step, Best = best, Files = files };

    /// <summary>The manifest in a folder, or null if there is none.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static CheckpointManifest? Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return Parse(path, SmallFile.Read(path, MostBytes, "a manifest", Damaged));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>A manifest from its bytes.</summary>
    /// <param name="path">Where they come from, for messages.</param>
    /// <param name="json">The bytes.</param>
    /// <exception cref="InputException">They are not a manifest.</exception>
    public static CheckpointManifest Parse(string path, ReadOnlySpan<byte> json)
    {
        try
        {
            CheckpointManifest manifest = JsonSerializer.Deserialize<CheckpointManifest>(json, Json) ?? throw new JsonException("null");
            return manifest.WhyWrong() is { } why
                ? throw new InputException(path, "", "the manifest of a checkpoint", why, Damaged)
                : manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InputException(path, "", "the manifest of a checkpoint", e.Message, Damaged, e);
        }
    }

    /// <summary>SHA-256 of a file in lower-case hexadecimal.</summary>
    public static string Sha256Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Writes the manifest, which makes its folder a checkpoint.</summary>
    public void Write(string folder) =>
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Whether all files exist at full length; their content is not checked.</summary>
    public bool HasFilesIn(string folder) =>
        Files.All(file => new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true } found && found.Length == file.Size);

    /// <summary>Checks that the files in a folder are those that were written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">Only this file; null for all.</param>
    /// <exception cref="InputException">One is missing or damaged.</exception>
    public void Check(string folder, string? name = null)
    {
        foreach (ManifestFile file in Files.Where(file => name is null || file.Name == name))
        {
            string path = Path.Combine(folder, file.Name);
            try
            {
                FileInfo found = new(path);
                if (!found.Exists)
                    throw new InputException(path, "", "a file of the checkpoint", "nothing", Damaged);
                if (found.Length != file.Size)
                    throw new InputException(path, "", $"{file.Size} bytes", $"{found.Length} bytes", Damaged);
                if (Sha256Of(path) != file.Sha256)
                    throw new InputException(
                        path, "", $"the bytes whose checksum {FileName} has", "others",
                        $"{Damaged}; if the file was changed on purpose, copy the folder out of the run and delete {FileName} there");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(path, e);
            }
        }
    }

    private static InputException Unreadable(string path, Exception e) => new(
        path, "", "a file that can be read", e.Message, "see to its disk and permissions; without it, move its folder out of the run", e);

    private string? WhyWrong()
    {
        if (Format != CurrentFormat)
            return $"format {Format} instead of {CurrentFormat}";
        if (Number < 1 || Step < 0 || Best < 0 || Best > Number)
            return $"number {Number}, step {Step}, best {Best}";
        if (Files is null or { Count: 0 or > MostFiles })
            return $"{Files?.Count ?? 0} files";
        foreach (ManifestFile file in Files)
        {
            // A name must be a file in this folder, whoever wrote the manifest.
            if (file?.Name is null or { Length: 0 or > LongestName }
                || !file.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') || file.Name[0] == '.')
                return "a name that no file of a checkpoint has";
            if (file.Size < 0 || file.Sha256 is not { Length: HashLength } || !file.Sha256.All(char.IsAsciiHexDigitLower))
                return $"no size and checksum of {file.Name}";
        }

        return Files.Select(file => file.Name).Distinct(StringComparer.Ordinal).Count() < Files.Count ? "a file twice" : null;
    }
}

/// <summary>A file of a checkpoint, as its manifest describes it.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hexadecimal.</param>
internal sealed record ManifestFile(string Name, long Size, string Sha256);
