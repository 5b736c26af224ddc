using System.Runtime.CompilerServices;

namespace RpclPix2Seq.TestKit;

/// <summary>Finds the data folder that may be next to the project; skips a test, with a message, if it is absent.</summary>
public static class SharedFolder
{
    /// <summary>The root of the project: the nearest folder above the tests that contains the solution.</summary>
    public static string ProjectRoot { get; } = FindProjectRoot();

    /// <summary>The full path of <paramref name="relative"/> in the shared folder; skips the calling test if it is absent.</summary>
    public static string Require(string relative)
    {
        string path = Path.GetFullPath(Path.Combine(ProjectRoot, "..", "shared", relative));
        if (!File.Exists(path) && !Directory.Exists(path))
            Xunit.Assert.Skip($"../shared/{relative} is absent");
        return path;
    }

    private static string FindProjectRoot()
    {
        // Build output may be outside the project; the path of this source file, which the compiler knows, is inside.
        foreach (string start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(ThisFile())! })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "RpclPix2Seq.slnx")))
                    return folder.FullName;
            }
        }

        throw new InvalidOperationException($"RpclPix2Seq.slnx was found neither above {AppContext.BaseDirectory} nor above {ThisFile()}");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
