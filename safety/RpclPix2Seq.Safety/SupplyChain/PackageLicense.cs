using System.Xml;
using System.Xml.Linq;

namespace RpclPix2Seq.Safety.SupplyChain;

/// <summary>What a package in the local cache says about its license.</summary>
internal static class PackageLicense
{
    /// <summary>The SPDX expression, or the address or file given instead; null if there is none, or no such package.</summary>
    public static string? Of(string name, string version)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string lower = name.ToLowerInvariant();
        string file = Path.Combine(cache, lower, version.ToLowerInvariant(), lower + ".nuspec");
        if (!File.Exists(file))
            return null;
        try
        {
            XElement? metadata = XDocument.Load(file).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
            XElement? license = Child(metadata, "license");
            if (license is not null)
                return (string?)license.Attribute("type") == "expression"
                    ? license.Value.Trim()
                    : $"the file {license.Value.Trim()} of the package";
            return Child(metadata, "licenseUrl")?.Value.Trim();
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XElement? Child(XElement? metadata, string name) =>
        metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name);
}
