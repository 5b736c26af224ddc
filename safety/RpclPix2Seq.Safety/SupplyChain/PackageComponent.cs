namespace RpclPix2Seq.Safety.SupplyChain;

/// <summary>A package, as the lock file names it.</summary>
/// <param name="Name">Its name at the registry.</param>
/// <param name="Version">The version that was resolved.</param>
/// <param name="Sha512">The SHA-512 of its content, in hexadecimal digits.</param>
/// <param name="Dependencies">The names of the packages that it depends on.</param>
/// <param name="IsShipped">Whether it is part of what a user gets; otherwise it only takes part in the build.</param>
/// <param name="License">Its license as an SPDX expression or an address, as the package states it; null if it is not stated or the package
/// is not available to check.</param>
internal sealed record PackageComponent(
    string Name, string Version, string Sha512, IReadOnlyList<string> Dependencies, bool IsShipped, string? License)
{
    /// <summary>Its name in bills of materials (package URL, type nuget).</summary>
    public string Purl => $"pkg:nuget/{Name}@{Version}";
}
