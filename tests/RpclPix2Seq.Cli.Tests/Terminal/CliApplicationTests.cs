using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class CliApplicationTests
{
    private readonly TestHost _test = new();

    [Fact]
    public void A_verb_runs_with_its_options_and_its_code_is_returned()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["draw", "cat", "--count", "3"], Draw()));
        Assert.Equal("3 times cat\n", _test.Out);
        Assert.Equal("drawing\n", _test.Error);
    }

    [Fact]
    public void Quiet_leaves_out_remarks_but_no_data()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["draw", "cat", "--quiet"], Draw()));
        Assert.Equal("1 times cat\n", _test.Out);
        Assert.Empty(_test.Error);
    }

    [Fact]
    public void A_name_may_begin_with_an_at_sign_or_stand_after_two_dashes()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["draw", "@cat", "--quiet"], Draw()));
        Assert.Equal(ExitCode.Done, _test.Run(["draw", "--", "--cat"], Draw()));
        Assert.Equal("1 times @cat\n1 times --cat\n", _test.Out);
    }

    [Theory]
    [InlineData("unknown verb 'darw'; did you mean draw? (rpcl --help)", "darw", "cat")]
    [InlineData("unknown verb 'xyz' (rpcl --help)", "xyz")]
    [InlineData("unknown option '--cuont'; did you mean --count? (rpcl draw --help)", "draw", "cat", "--cuont", "3")]
    [InlineData("unknown option '--jsn'; did you mean --json? (rpcl draw --help)", "draw", "cat", "--jsn=1")]
    [InlineData("unexpected argument 'dog' (rpcl draw --help)", "draw", "cat", "dog")]
    [InlineData(
        "--count: expected a whole number from 1 to 9, found many; for example --count 1 (rpcl draw --help)", "draw", "cat", "--count",
        "many")]
    [InlineData(
        "--count: expected a whole number from 1 to 9, found 10; for example --count 1 (rpcl draw --help)", "draw", "cat", "--count", "10")]
    [InlineData(
        "--count: expected a whole number from 1 to 9, found -1; for example --count 1 (rpcl draw --help)", "draw", "cat", "--count", "-1")]
    [InlineData(
        "--size: expected a number from 0 to 1, found NaN; for example --size 0.5 (rpcl draw --help)", "draw", "cat", "--size", "NaN")]
    [InlineData(
        "--seed: expected a whole number from 0 to 9223372036854775807, found -1; for example --seed 1 (rpcl draw --help)", "draw", "cat",
        "--seed", "-1")]
    [InlineData("required argument missing for option: '--count' (rpcl draw --help)", "draw", "cat", "--count")]
    [InlineData("required argument 'NAME' missing for command: 'draw' (rpcl draw --help)", "draw")]
    [InlineData("rpcl data needs a verb: info, prepare (rpcl data --help)", "data")]
    [InlineData("unknown verb 'inof'; did you mean info? (rpcl data --help)", "data", "inof")]
    public void Wrong_usage_is_one_line_and_code_2(string message, params string[] arguments)
    {
        Command data = new("data", "") { new Command("info", "").Runs((_, _, _) => 0), new Command("prepare", "").Runs((_, _, _) => 0) };
        Assert.Equal(ExitCode.Usage, _test.Run(arguments, Draw(), data));
        Assert.Equal($"rpcl: error: {message}\n", _test.Error);
        Assert.Empty(_test.Out);
    }

    [Fact]
    public void Bad_input_is_one_line_and_code_1()
    {
        InputException bad = new("cat.npz", "row 3", "numbers", "a\nline");
        Assert.Equal(ExitCode.Failed, _test.Run(["fail"], Throws(bad)));
        Assert.Equal("rpcl: error: cat.npz: row 3: expected numbers, found a line\n", _test.Error);
    }

    [Fact]
    public void Bad_input_inside_a_parallel_loop_is_known_by_what_is_inside()
    {
        AggregateException several = new(new AggregateException(new InputException("cat.npz", "", "numbers", "none")));
        Assert.Equal(ExitCode.Failed, _test.Run(["fail"], Throws(several)));
        Assert.Equal("rpcl: error: cat.npz: expected numbers, found none\n", _test.Error);
    }

    [Fact]
    public void An_unforeseen_error_is_one_line_with_a_hint_and_code_1()
    {
        Assert.Equal(ExitCode.Failed, _test.Run(["fail"], Throws(new InvalidOperationException("two\nlines"))));
        Assert.Equal("rpcl: error: two lines (InvalidOperationException); RPCL_DEBUG=1 shows the stack trace\n", _test.Error);
    }

    [Fact]
    public void The_stack_trace_is_shown_on_request()
    {
        _test.Host = _test.Host with { Environment = new Dictionary<string, string> { ["RPCL_DEBUG"] = "1" } };
        Assert.Equal(ExitCode.Failed, _test.Run(["fail"], Throws(new InvalidOperationException("odd"))));
        Assert.StartsWith("rpcl: error: odd\nSystem.InvalidOperationException: odd\n", _test.Error, StringComparison.Ordinal);
        Assert.Contains(nameof(CliApplicationTests), _test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_is_code_130()
    {
        using CancellationTokenSource source = new();
        Command wait = new Command("wait", "").Runs((_, _, cancel) =>
        {
            source.Cancel();
            cancel.ThrowIfCancellationRequested();
            return ExitCode.Done;
        });
        Assert.Equal(ExitCode.Interrupted, CliApplication.Run(["wait"], _test.Host, () => CliRoot.Create(wait), source.Token));
        Assert.Equal("rpcl: interrupted\n", _test.Error);
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_an_error()
    {
        Assert.Equal(ExitCode.Failed, _test.Run(["fail"], Throws(new OperationCanceledException("on its own"))));
        Assert.StartsWith("rpcl: error: on its own (OperationCanceledException)", _test.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData]
    public void Help_lists_the_verbs(params string[] arguments)
    {
        Assert.Equal(ExitCode.Done, _test.Run(arguments, Draw()));
        Assert.Contains("  rpcl [command] [options]", _test.Out, StringComparison.Ordinal);
        Assert.Contains("  draw <NAME>  Draw something.", _test.Out, StringComparison.Ordinal);
        Assert.Empty(_test.Error);
    }

    [Fact]
    public void Help_of_a_verb_answers_even_if_the_rest_is_wrong()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["draw", "--count", "many", "--help"], Draw()));
        Assert.Contains("--count <N>", _test.Out, StringComparison.Ordinal);
        Assert.All(_test.Out.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Version_is_that_of_the_program()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["--version"]));
        Assert.Matches(@"^rpcl \d+\.\d+\.\d+\n$", _test.Out);
    }

    private static Command Draw()
    {
        Argument<string> name = new("NAME") { Description = "What to draw." };
        Option<int> count = NumberOptions.Integer("--count", "How many times.", 1, 1, 9);
        Option<double> size = NumberOptions.Real("--size", "How large.", 0.5, 0, 1);
        Option<long> seed = NumberOptions.Seed("--seed", "Seed.", 1);
        Command command = new("draw", "Draw something.") { name, count, size, seed, CommonOptions.Json(), CommonOptions.Quiet() };
        return command.Runs((options, host, _) =>
        {
            host.Say("drawing");
            host.Out.WriteLine($"{options.GetValue(count)} times {options.GetValue(name)}");
            return ExitCode.Done;
        });
    }

    private static Command Throws(Exception e) => new Command("fail", "").Runs((_, _, _) => throw e);
}
