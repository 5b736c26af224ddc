using System.Text;

namespace RpclPix2Seq.Safety.Attacks;

/// <summary>Every known trick once, all generated here.</summary>
internal static class AttackFiles
{
    /// <summary>The name of the file with their table.</summary>
    public const string ReadMe = "README.md";

    /// <summary>All of them, by format.</summary>
    public static IReadOnlyList<Attack> All { get; } =
    [
        .. PickleAttacks.All, .. ArchiveAttacks.All, .. DocumentAttacks.All, .. PictureAttacks.All, .. ModelAttacks.All,
        .. CheckpointAttacks.All,
    ];

    /// <summary>Writes those that are small, and the table of all.</summary>
    /// <param name="folder">A folder; made if it is absent.</param>
    public static void WriteSmall(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (Attack attack in All.Where(attack => !attack.IsLarge))
            File.WriteAllBytes(Path.Combine(folder, attack.Name), attack.Make());
        File.WriteAllText(Path.Combine(folder, ReadMe), Describe());
    }

    /// <summary>The table.</summary>
    public static string Describe()
    {
        StringBuilder text = new(
            """
            # Attacks

            Each known trick once. `RpclPix2Seq.Safety attacks FOLDER` (safety/RpclPix2Seq.Safety/Attacks) makes all of them, byte by
            byte, and this table; those marked "made when needed" are too large to keep. `AttackTests` reads each with the reader that
            its name stands for: it must end as the table says, ask for no more memory than the table says, and leave nothing but
            itself in its folder.

            | file | tries | ends | says | memory |
            |---|---|---|---|---|

            """);
        foreach (Attack attack in All)
        {
            string large = attack.IsLarge ? " (made when needed)" : "";
            string says = attack.Says.Length > 0 ? $"`{attack.Says}`" : "";
            string ends = attack.Outcome.ToString().ToLowerInvariant();
            text.Append($"| `{attack.Name}`{large} | {attack.Tries} | {ends} | {says} | {attack.MostMemory >> 20} MiB |\n");
        }

        return text.ToString();
    }
}
