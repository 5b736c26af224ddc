using RpclPix2Seq.Safety.Fuzzing;

namespace RpclPix2Seq.Safety.Tests.Fuzzing;

/// <summary>Readers with bugs of every kind: each must be found, or the fuzzer proves nothing.</summary>
public sealed class ExecutionTests : IDisposable
{
    private readonly Execution _execution = new();

    public void Dispose() => _execution.Dispose();

    [Fact]
    public void Reading_and_a_one_line_error_are_not_findings()
    {
        Assert.Null(Run(_ => { }));
        Assert.Null(Run(_ => throw new InputException("file", "", "x", "y")));
        Assert.Null(Run(input => Assert.Equal(input.Bytes, File.ReadAllBytes(input.Path))));
    }

    [Fact]
    public void Any_other_exception_is_a_crash()
    {
        Finding? finding = Run(_ => throw new FormatException("so\nit is"));
        Assert.Equal((FindingKind.Crash, "FormatException: so?it is"), (finding?.Kind, finding?.Message));
    }

    [Fact]
    public void More_memory_than_the_input_allows_is_a_finding()
    {
        Assert.Equal(FindingKind.Unbounded, Run(_ => GC.KeepAlive(new byte[Allowance.Usual.For(4) + 1]))?.Kind);
        Assert.Null(Run(_ => GC.KeepAlive(new byte[Allowance.Usual.Free])));
        Assert.Equal(FindingKind.Unbounded, Run(_ => throw new InsufficientMemoryException())?.Kind);
    }

    [Fact]
    public void A_finding_is_made_as_short_as_it_goes()
    {
        FuzzTarget target = Target(input =>
        {
            if (input.Bytes.AsSpan().IndexOf((byte)7) >= 0 && input.Bytes.AsSpan().IndexOf((byte)9) >= 0)
                throw new InvalidOperationException("7 and 9");
        });
        byte[] input = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        Finding found = _execution.Run(target, 3, input)!;
        Assert.Equal([7, 9], Minimizer.Minimize(_execution, target, found).Input);
    }

    [Fact]
    public void A_run_tells_each_bug_once()
    {
        FuzzTarget target = Target(input =>
        {
            if (input.Bytes.Length > 3)
                throw new InvalidOperationException("long");
        });
        List<long> begun = [];
        FuzzResult result = FuzzRun.Run(_execution, target, 1, 1, 200, stride: 2, begins: begun.Add);
        Assert.Equal(100, result.Executions);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 1 + (2L * i)), begun);
        Assert.Equal(4, Assert.Single(result.Findings).Input.Length);
    }

    [Fact]
    public void A_plan_gives_out_every_execution()
    {
        FuzzTarget one = Target(_ => { });
        FuzzTarget[] targets = [one with { Weight = 1 }, one with { Weight = 8 }, one with { Weight = 3 }];
        Assert.Equal((long[])[9, 67, 25], new FuzzPlan(101, 1, 2).Shares(targets));
    }

    private static FuzzTarget Target(Action<FuzzInput> read) =>
        new() { Name = "test", FileName = "a", Seeds = [[1, 2, 3, 4, 5, 6]], Read = read };

    private Finding? Run(Action<FuzzInput> read) => _execution.Run(Target(read), 0, [1, 2, 3, 4]);
}
