using RpclPix2Seq.Safety.Fuzzing;

namespace RpclPix2Seq.Safety.Tests.Fuzzing;

public sealed class MutatorTests
{
    private static readonly FuzzTarget Target = new()
    {
        Name = "test",
        Seeds = [[.. "seed 12 of bytes"u8], [1, 2, 3]],
        Tokens = [[.. "TOKEN"u8]],
        Read = _ => { },
    };

    [Fact]
    public void An_input_depends_on_seed_target_and_number_alone()
    {
        Mutator first = new(Target, 5), second = new(Target, 5), other = new(Target, 6), renamed = new(Target with { Name = "other" }, 5);
        byte[] late = second.Make(99);
        for (int i = 0; i < 99; i++)
            first.Make(i);
        Assert.Equal(late, first.Make(99));
        Assert.Contains(Enumerable.Range(2, 50), i => !first.Make(i).SequenceEqual(other.Make(i)));
        Assert.Contains(Enumerable.Range(2, 50), i => !first.Make(i).SequenceEqual(renamed.Make(i)));
    }

    [Fact]
    public void The_seeds_come_first_and_then_new_inputs()
    {
        Mutator mutator = new(Target, 1);
        Assert.Equal(Target.Seeds[0], mutator.Make(0));
        Assert.Equal(Target.Seeds[1], mutator.Make(1));
        List<byte[]> made = [.. Enumerable.Range(2, 2000).Select(i => mutator.Make(i))];
        Assert.True(made.Select(Convert.ToHexString).Distinct().Count() > 1500);
        Assert.All(made, input => Assert.InRange(input.Length, 0, Mutator.LongestInput));
        Assert.Contains(made, input => input.AsSpan().IndexOf("TOKEN"u8) >= 0);
        Assert.Contains(made, input => input.AsSpan().IndexOf("2147483647"u8) >= 0);
        Assert.Contains(made, input => input.Length > 2000);
        Assert.Contains(made, input => input.Length == 0);
        Assert.Contains(made, input => input.AsSpan().StartsWith("seed"u8) && input.AsSpan().EndsWith((byte[])[2, 3]));
    }

    [Fact]
    public void A_target_without_words_and_with_an_empty_seed_is_served()
    {
        Mutator mutator = new(Target with { Tokens = [], Seeds = [[]] }, 1);
        Assert.Contains(Enumerable.Range(0, 200), i => mutator.Make(i).Length > 0);
    }
}
