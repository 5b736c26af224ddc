namespace RpclPix2Seq.TestKit;

/// <summary>A Node.js on this machine. Skips a test, with a message, where there is none.</summary>
public static class Node
{
    private static readonly Lazy<string?> Program = new(() => OtherProgram.Find("node", "--version"));

    /// <summary>Runs a script and returns its output.</summary>
    /// <param name="script">The path of a JavaScript file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string Run(string script, params string[] arguments)
    {
        if (Program.Value is not { } node)
        {
            Xunit.Assert.Skip("no node is on the path");
            return "";
        }

        return OtherProgram.Run(node, [script, .. arguments]);
    }
}
