using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class ReportTableTests
{
    private static readonly Dictionary<string, string> Colorless = new() { ["NO_COLOR"] = "1" };
    private readonly TestHost _test = new();

    [Fact]
    public void Where_output_is_redirected_columns_are_plain()
    {
        Table().Write(_test.Host);
        Assert.Equal("name  count\nbee       7\nbus     128\n", _test.Out);
    }

    [Fact]
    public void On_a_terminal_the_table_is_framed()
    {
        _test.Host = _test.Host with { OutIsTerminal = true };
        Table().Write(_test.Host);
        Assert.Contains("│ bee  │     7 │", _test.Out, StringComparison.Ordinal);
        Assert.Contains("╭", _test.Out, StringComparison.Ordinal);
        Assert.Contains("\u001b[", _test.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public void No_color_means_no_escape_sequences(string variable, string value)
    {
        _test.Host = _test.Host with { OutIsTerminal = true, Environment = new Dictionary<string, string> { [variable] = value } };
        Table().Write(_test.Host);
        Assert.Contains("│ bus  │   128 │", _test.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", _test.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_in_cells_are_shown_as_they_are()
    {
        _test.Host = _test.Host with { OutIsTerminal = true };
        new ReportTable(new Column("[x]")).Add("[red]a[/]").Write(_test.Host);
        Assert.Contains("[red]a[/]", _test.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40, "hour/tuned\n  state    finished\n  steps    913\n")]
    [InlineData(78, "hour/tuned  finished    913   304.3  -47.29  -42.16      1  lstm 256\n")]
    [InlineData(79, "│ hour/tuned │ finished │   913 │  304.3 │ -47.29 │ -42.16 │     1 │ lstm 256 │\n")]
    public void Where_the_frame_does_not_fit_columns_are_plain_or_rows_are_lists(int width, string expected)
    {
        _test.Host = _test.Host with { OutIsTerminal = true, Width = width, Environment = Colorless };
        ReportTable table = new(
            new Column("run"), new Column("state"), new Column("steps", IsRight: true), new Column("epochs", IsRight: true),
            new Column("valid", IsRight: true), new Column("test", IsRight: true), new Column("alive", IsRight: true),
            new Column("decoder"));
        table.Add("hour/tuned", "finished", "913", "304.3", "-47.29", "-42.16", "1", "lstm 256").Write(_test.Host);
        Assert.All(_test.Out.Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.Contains(expected, _test.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_widest_column_is_broken_between_words()
    {
        _test.Host = _test.Host with { OutIsTerminal = true, Width = 40, Environment = Colorless };
        new ReportTable(new Column("key"), new Column("meaning"))
            .Add("patience", "validations without an improvement that end a run").Write(_test.Host);
        Assert.Contains("│ patience │ validations without an  ", _test.Out, StringComparison.Ordinal);
        Assert.Contains("│          │ improvement that end a", _test.Out, StringComparison.Ordinal);
        Assert.All(_test.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 40));
    }

    [Fact]
    public void A_row_has_a_cell_for_every_column() => Assert.Throws<ArgumentOutOfRangeException>(() => Table().Add("bee"));

    private static ReportTable Table() =>
        new ReportTable(new Column("name"), new Column("count", IsRight: true)).Add("bee", "7").Add("bus", "128");
}
