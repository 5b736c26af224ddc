namespace RpclPix2Seq.TestKit;

/// <summary>
/// A headless Chromium on this machine, driven by a script of <c>tests/browser</c>. Skips a test, with a message, where something is
/// missing.
/// </summary>
public static class Browser
{
    private static readonly Lazy<string?> Program = new(() => OtherProgram.Find("chromium", "--version"));

    /// <summary>Runs a script with arguments and the browser's path after them, and returns its output.</summary>
    public static string Run(string script, params string[] arguments)
    {
        string folder = Path.Combine(SharedFolder.ProjectRoot, "tests", "browser");
        if (Program.Value is not { } chromium)
        {
            Xunit.Assert.Skip("no chromium is on the path");
            return "";
        }

        if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
            Xunit.Assert.Skip("tests/browser has no node_modules: run npm ci there");
        return Node.Run(Path.Combine(folder, script), [.. arguments, chromium]);
    }
}
