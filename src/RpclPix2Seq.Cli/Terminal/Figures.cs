using System.Globalization;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>The closing lines of a verification: <c>figure NAME VALUE</c>, one per figure, on standard output.</summary>
internal static class Figures
{
    /// <summary>Writes one figure: a whole number as it is, another with four significant digits.</summary>
    public static void Write(CliHost host, string name, double value) => host.Out.Write(
        $"figure {name} {value.ToString(double.IsInteger(value) ? "0" : "G4", CultureInfo.InvariantCulture)}\n");
}
