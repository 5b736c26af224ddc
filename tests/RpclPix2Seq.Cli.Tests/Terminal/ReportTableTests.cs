using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class ReportTableTests
{
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

    [Fact]
    public void A_row_has_a_cell_for_every_column() => Assert.Throws<ArgumentOutOfRangeException>(() => Table().Add("bee"));

    private static ReportTable Table() =>
        new ReportTable(new Column("name"), new Column("count", IsRight: true)).Add("bee", "7").Add("bus", "128");
}
