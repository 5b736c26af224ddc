using System.ComponentModel;
using System.Diagnostics;

namespace RpclPix2Seq.Lab.Peers;

/// <summary>A Python that has what a peer needs, running a script embedded in this program.</summary>
internal static class PythonPeer
{
    /// <summary>The first Python that can import modules, or null.</summary>
    /// <param name="modules">Their names, separated by commas.</param>
    public static string? Find(string modules) =>
        ((string[])["python3", "/usr/bin/python3"]).FirstOrDefault(python => CanImport(python, modules));

    /// <summary>Starts the script; the caller reads its outputs, and its standard input is closed.</summary>
    /// <param name="python">The result of <see cref="Find"/>.</param>
    /// <param name="script">The name of the embedded script.</param>
    /// <param name="environment">Changes to the environment.</param>
    /// <param name="arguments">The script's arguments.</param>
    public static Process Start(string python, string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = Redirected(python, ["-", .. arguments]);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        using (Stream text = typeof(PythonPeer).Assembly.GetManifestResourceStream(script)!)
            text.CopyTo(process.StandardInput.BaseStream);
        process.StandardInput.Close();
        return process;
    }

    private static bool CanImport(string python, string modules)
    {
        try
        {
            using Process process = Process.Start(Redirected(python, ["-c", $"import {modules}"]))!;
            process.StandardInput.Close();
            process.StandardOutput.ReadToEnd();
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }

    private static ProcessStartInfo Redirected(string python, string[] arguments) =>
        new(python, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
}
