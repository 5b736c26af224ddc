using System.Text.Json;
using System.Text.RegularExpressions;
using RpclPix2Seq.Safety.SupplyChain;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Safety.Tests.SupplyChain;

public sealed class BillOfMaterialsTests : IDisposable
{
    private const string TorchSharp = "pkg:nuget/TorchSharp@";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bill_has_what_CycloneDX_requires()
    {
        using JsonDocument document = JsonDocument.Parse(BillOfMaterials.Read(SharedFolder.ProjectRoot).ToJson());
        JsonElement bill = document.RootElement;
        Assert.Equal(("CycloneDX", "1.6", 1), (Text(bill, "bomFormat"), Text(bill, "specVersion"), bill.GetProperty("version").GetInt32()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", Text(bill, "serialNumber"));
        JsonElement product = bill.GetProperty("metadata").GetProperty("component");
        Assert.Equal(("application", "rpcl"), (Text(product, "type"), Text(product, "name")));
        Assert.Matches(@"^\d+\.\d+\.\d+$", Text(product, "version"));

        List<string> references = [Text(product, "bom-ref")];
        foreach (JsonElement component in bill.GetProperty("components").EnumerateArray())
        {
            Assert.Equal("library", Text(component, "type"));
            Assert.Equal($"pkg:nuget/{Text(component, "name")}@{Text(component, "version")}", Text(component, "purl"));
            Assert.Contains(Text(component, "scope"), (string[])["required", "excluded"]);
            JsonElement hash = Assert.Single(component.GetProperty("hashes").EnumerateArray());
            Assert.Equal("SHA-512", Text(hash, "alg"));
            Assert.Matches("^[0-9a-f]{128}$", Text(hash, "content"));
            references.Add(Text(component, "bom-ref"));
        }

        Assert.Distinct(references);
        List<string> asking = [];
        foreach (JsonElement dependency in bill.GetProperty("dependencies").EnumerateArray())
        {
            asking.Add(Text(dependency, "ref"));
            Assert.All(dependency.GetProperty("dependsOn").EnumerateArray(), on => Assert.Contains(on.GetString(), references));
        }

        Assert.Equal(references.Order(StringComparer.Ordinal), asking.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_packages_are_those_of_the_lock_file()
    {
        BillOfMaterials bill = BillOfMaterials.Read(SharedFolder.ProjectRoot);
        PackageComponent torch = bill.Packages.Single(package => package.Name == "TorchSharp");
        Assert.StartsWith(TorchSharp, torch.Purl, StringComparison.Ordinal);
        Assert.True(torch.IsShipped);
        Assert.Contains("SharpZipLib", torch.Dependencies);
        string text = File.ReadAllText(Path.Combine(SharedFolder.ProjectRoot, "src", "RpclPix2Seq.Cli", "packages.lock.json"));
        Assert.Contains(Convert.ToBase64String(Convert.FromHexString(torch.Sha512)), text, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(text, "\"contentHash\""), bill.Packages.Count);
        Assert.False(bill.Packages.Single(package => package.Name == "Microsoft.CodeAnalysis.BannedApiAnalyzers").IsShipped);
        Assert.Equal("MIT", bill.Packages.Single(package => package.Name == "Spectre.Console").License);
    }

    [Fact]
    public void Equal_lock_files_give_equal_bills() =>
        Assert.Equal(BillOfMaterials.Read(SharedFolder.ProjectRoot).ToJson(), BillOfMaterials.Read(SharedFolder.ProjectRoot).ToJson());

    [Fact]
    public void A_folder_without_a_lock_file_is_refused() =>
        Assert.Contains(
            "a lock file", Assert.Throws<InputException>(() => BillOfMaterials.Read(_folder.Path)).Message, StringComparison.Ordinal);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
