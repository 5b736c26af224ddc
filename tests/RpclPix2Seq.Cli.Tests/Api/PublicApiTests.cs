using System.Reflection;

namespace RpclPix2Seq.Cli.Tests.Api;

/// <summary><c>using RpclPix2Seq;</c> gives what users of the library need, and no more.</summary>
public sealed class PublicApiTests
{
    private const int Most = 40;

    private static readonly Type[] Public =
        [.. ((Assembly[])[typeof(Sketch).Assembly, typeof(SketchModel).Assembly]).SelectMany(assembly => assembly.GetExportedTypes())];

    [Fact]
    public void All_public_types_stand_in_one_namespace() =>
        Assert.All(Public, type => Assert.Equal(nameof(RpclPix2Seq), type.Namespace));

    [Fact]
    public void There_are_few_of_them() => Assert.InRange(Public.Count(type => !type.IsNested), 1, Most);

    [Fact]
    public void None_shows_a_tensor() => Assert.DoesNotContain(
        Public.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)),
        member => member.ToString()!.Contains("TorchSharp", StringComparison.Ordinal));
}
