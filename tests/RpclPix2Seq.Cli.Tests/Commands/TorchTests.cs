namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Tests that compute with torch run one after the other: its thread count is set for the whole process.</summary>
[CollectionDefinition(Name)]
public sealed class TorchTests : ICollectionFixture<TrainedRun>
{
    public const string Name = "torch";
}
