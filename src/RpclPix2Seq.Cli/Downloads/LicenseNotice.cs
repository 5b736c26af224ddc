using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>States who owns the data and how they may be used.</summary>
internal static class LicenseNotice
{
    /// <summary>The file that goes with the data.</summary>
    public const string FileName = "LICENCE.txt";

    /// <summary>The notice as one human-readable line.</summary>
    public const string Line =
        "Quick, Draw! data: made available by Google, Inc. under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)";

    private const string Text =
        """
        The sketches in this folder come from the Quick, Draw! dataset
        (https://github.com/googlecreativelab/quickdraw-dataset), drawn by the players of
        the game Quick, Draw! (https://quickdraw.withgoogle.com).

        Google, Inc. makes them available under the Creative Commons Attribution 4.0
        International license, CC BY 4.0: https://creativecommons.org/licenses/by/4.0/

        In short: you may use, change and share them, even commercially, as long as you name
        their source and this license and say what you changed. The license itself is what
        counts. It covers the sketches only, not the program that fetched them.

        The files are as Google publishes them; rpcl data download changes none.

        """;

    /// <summary>Writes the file into a folder, unless it already exists.</summary>
    public static void Write(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            AtomicFile.WriteAllText(path, Text.ReplaceLineEndings("\n"));
    }
}
