using System.ComponentModel;
using System.Diagnostics;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Shows pages.</summary>
internal static class Browser
{
    /// <summary>The name of the option.</summary>
    public const string OptionName = "--open";

    /// <summary>The option to show a page at the end.</summary>
    public static System.CommandLine.Option<bool> Option() => new(OptionName) { Description = "Open the page in the browser." };

    /// <summary>Says where a page is, and opens it if that was asked for.</summary>
    public static void Show(string page, bool opens, CliHost host)
    {
        host.Say($"page: {page}");
        if (opens && !TryOpen(Path.GetFullPath(page)))
            host.Warn($"could not open a browser; open {page} yourself");
    }

    /// <summary>Opens a page; false where there is no browser.</summary>
    /// <param name="page">Its full path or its address.</param>
    public static bool TryOpen(string page)
    {
        try
        {
            ProcessStartInfo start = OperatingSystem.IsWindows() ? new(page) { UseShellExecute = true }
                : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { RedirectStandardOutput = true, RedirectStandardError = true };
            if (!OperatingSystem.IsWindows())
                start.ArgumentList.Add(page);
            using Process? process = Process.Start(start);
            return process is not null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
