using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace RpclPix2Seq.Safety.SupplyChain;

/// <summary>
/// The packages that the rpcl command is made of, from its lock file, and the same as a bill of materials in the CycloneDX 1.6 format
/// (ECMA-424). Equal lock files give equal bills: it holds neither a time nor a random number.
/// </summary>
internal sealed class BillOfMaterials
{
    private const string Product = "rpcl";
    private const string Lock = "src/RpclPix2Seq.Cli/packages.lock.json";
    private static readonly string[] Tools = ["Microsoft.CodeAnalysis.BannedApiAnalyzers"];
    private readonly string _version;
    private readonly byte[] _fingerprint;

    private BillOfMaterials(string version, byte[] fingerprint, IReadOnlyList<PackageComponent> packages)
    {
        _version = version;
        _fingerprint = fingerprint;
        Packages = packages;
    }

    /// <summary>The packages, by name.</summary>
    public IReadOnlyList<PackageComponent> Packages { get; }

    /// <summary>Reads the lock file of the command.</summary>
    /// <param name="root">The folder of the project.</param>
    /// <exception cref="InputException">A file is absent or is not what it should be.</exception>
    public static BillOfMaterials Read(string root)
    {
        string file = Path.Combine(root, Lock), build = Path.Combine(root, "Directory.Build.props");
        try
        {
            byte[] bytes = File.ReadAllBytes(file);
            string version = XDocument.Load(build).Descendants("Version").First().Value;
            using JsonDocument document = JsonDocument.Parse(bytes);
            SortedDictionary<string, PackageComponent> packages = new(StringComparer.Ordinal);
            foreach (JsonProperty framework in document.RootElement.GetProperty("dependencies").EnumerateObject())
            {
                foreach (JsonProperty package in framework.Value.EnumerateObject())
                {
                    if (package.Value.GetProperty("type").GetString() != "Project")
                        packages.TryAdd(package.Name, Component(package));
                }
            }

            return new BillOfMaterials(version, SHA256.HashData(bytes), [.. packages.Values]);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException(file, "", "a lock file of packages", e.Message, "restore the project first", e);
        }
    }

    /// <summary>The bill as JSON.</summary>
    public string ToJson()
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter json = new(output, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteString("serialNumber", $"urn:uuid:{SerialNumber()}");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteStartObject("component");
            json.WriteString("type", "application");
            json.WriteString("bom-ref", Product);
            json.WriteString("name", Product);
            json.WriteString("version", _version);
            WriteLicense(json, "Apache-2.0");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (PackageComponent package in Packages)
                Write(json, package);
            json.WriteEndArray();
            WriteDependencies(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }

    private static PackageComponent Component(JsonProperty package)
    {
        string version = package.Value.GetProperty("resolved").GetString()!;
        string hash = Convert.ToHexStringLower(package.Value.GetProperty("contentHash").GetBytesFromBase64());
        string[] dependencies = package.Value.TryGetProperty("dependencies", out JsonElement others)
            ? [.. others.EnumerateObject().Select(other => other.Name)]
            : [];
        return new PackageComponent(
            package.Name, version, hash, dependencies, !Tools.Contains(package.Name), PackageLicense.Of(package.Name, version));
    }

    /// <summary>A UUID of version 8 (RFC 9562) whose free bits are those of the lock file's hash.</summary>
    private Guid SerialNumber()
    {
        byte[] bytes = _fingerprint[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static void Write(Utf8JsonWriter json, PackageComponent package)
    {
        json.WriteStartObject();
        json.WriteString("type", "library");
        json.WriteString("bom-ref", package.Purl);
        json.WriteString("name", package.Name);
        json.WriteString("version", package.Version);
        json.WriteString("scope", package.IsShipped ? "required" : "excluded");
        json.WriteStartArray("hashes");
        json.WriteStartObject();
        json.WriteString("alg", "SHA-512");
        json.WriteString("content", package.Sha512);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteLicense(json, package.License);
        json.WriteString("purl", package.Purl);
        json.WriteEndObject();
    }

    private static void WriteLicense(Utf8JsonWriter json, string? license)
    {
        if (license is null)
            return;
        json.WriteStartArray("licenses");
        json.WriteStartObject();
        if (license.Contains("://", StringComparison.Ordinal) || license.StartsWith("the file ", StringComparison.Ordinal))
        {
            json.WriteStartObject("license");
            json.WriteString("name", license);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("expression", license);
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteDependencies(Utf8JsonWriter json)
    {
        Dictionary<string, PackageComponent> byName = Packages.ToDictionary(package => package.Name, StringComparer.OrdinalIgnoreCase);
        HashSet<string> asked = new(Packages.SelectMany(package => package.Dependencies), StringComparer.OrdinalIgnoreCase);
        json.WriteStartArray("dependencies");
        WriteDependency(json, Product, Packages.Where(package => !asked.Contains(package.Name)).Select(package => package.Purl));
        foreach (PackageComponent package in Packages)
            WriteDependency(json, package.Purl, package.Dependencies.Where(byName.ContainsKey).Select(name => byName[name].Purl));
        json.WriteEndArray();
    }

    private static void WriteDependency(Utf8JsonWriter json, string reference, IEnumerable<string> on)
    {
        json.WriteStartObject();
        json.WriteString("ref", reference);
        json.WriteStartArray("dependsOn");
        foreach (string other in on.Order(StringComparer.Ordinal))
            json.WriteStringValue(other);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
