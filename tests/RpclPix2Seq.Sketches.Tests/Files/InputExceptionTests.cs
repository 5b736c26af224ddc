namespace RpclPix2Seq.Sketches.Tests.Files;

public sealed class InputExceptionTests
{
    [Fact]
    public void The_message_is_one_line_with_every_part() =>
        Assert.Equal("a.npz: byte 7: expected x y, found z; do w", new InputException("a.npz", "byte 7", "x\ny", "z", "do w").Message);

    [Fact]
    public void What_a_terminal_would_obey_is_shown_as_a_question_mark() =>
        Assert.Equal("a: expected x, found '?[2J??'", new InputException("a", "", "x", "'\u001b[2J\0\u009b'").Message);

    [Fact]
    public void What_was_found_is_cut_where_it_is_long() =>
        Assert.Equal(
            $"a: expected x, found {new string('y', 1000)}…; do w",
            new InputException("a", "", "x", new string('y', 5000), "do w").Message);

    [Fact]
    public void Parts_that_are_not_given_leave_no_trace() =>
        Assert.Equal("a.npz: expected x, found z", new InputException("a.npz", "", "x", "z").Message);
}
