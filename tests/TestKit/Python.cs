namespace RpclPix2Seq.TestKit;

/// <summary>
/// A Python 3 with numpy on this machine, to check files against numpy itself. Skips a test, with a message, where there is none.
/// </summary>
public static class Python
{
    private static readonly Lazy<string?> Interpreter = new(() => OtherProgram.Find("python3", "-c", "import numpy"));

    /// <summary>Runs a script with numpy imported as <c>np</c> and returns its output.</summary>
    /// <param name="script">Python code; the arguments are in <c>sys.argv[1:]</c>.</param>
    /// <param name="arguments">The arguments of the script.</param>
    public static string Run(string script, params string[] arguments) =>
        Start(["-c", "import sys\nimport numpy as np\n" + script, .. arguments]);

    /// <summary>Runs a program and returns its output.</summary>
    /// <param name="file">The path of a Python file.</param>
    /// <param name="arguments">Its arguments.</param>
    public static string RunFile(string file, params string[] arguments) => Start([file, .. arguments]);

    private static string Start(string[] arguments)
    {
        if (Interpreter.Value is not { } interpreter)
        {
            Xunit.Assert.Skip("no python3 with numpy is on the path");
            return "";
        }

        return OtherProgram.Run(interpreter, arguments);
    }
}
