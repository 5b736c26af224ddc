using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Safety.Targets;

namespace RpclPix2Seq.Safety.Tests.Fuzzing;

/// <summary>A short run over every reader; the long one is runs/fuzz.sh.</summary>
public sealed class FuzzTargetsTests
{
    private const int ExecutionsAWeight = 250;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reader_stands_made_up_files(string name)
    {
        FuzzTarget target = FuzzTargets.Find(name);
        using Execution execution = new();
        FuzzResult result = FuzzRun.Run(execution, target, seed: 1, first: 0, end: ExecutionsAWeight * target.Weight);
        Assert.Equal(ExecutionsAWeight * target.Weight, result.Executions);
        Assert.True(result.Findings.Count == 0, string.Join('\n', result.Findings.Select(
            finding => $"{finding.FileName}: {finding.Bug}: {finding.Message}\n{Convert.ToBase64String(finding.Input)}")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reader_reads_at_least_one_of_its_seeds(string name)
    {
        FuzzTarget target = FuzzTargets.Find(name);
        List<string> refusals = [];
        bool isRead = false;
        FuzzTarget probe = target with
        {
            Read = input =>
            {
                try
                {
                    target.Read(input);
                    isRead = true;
                }
                catch (InputException e)
                {
                    refusals.Add(e.Message);
                }
            },
        };
        using Execution execution = new();
        for (int i = 0; i < target.Seeds.Count; i++)
            Assert.Null(execution.Run(probe, i, new Mutator(target, 1).Make(i)));
        Assert.True(isRead, string.Join('\n', refusals));
    }

    [Fact]
    public void Every_pickle_that_a_Python_writes_is_read() => Assert.All(
        FuzzTargets.Find("pickle").Seeds, seed => FuzzTargets.Find("pickle").Read(new FuzzInput(seed, "")));

    [Fact]
    public void Names_differ() => Assert.Distinct(FuzzTargets.All.Select(target => target.Name));
}
