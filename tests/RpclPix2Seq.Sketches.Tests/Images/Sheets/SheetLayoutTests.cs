using CsCheck;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

public class SheetLayoutTests
{
    private static readonly Gen<SheetCell> Cells =
        from kind in Gen.Int[0, 4]
        from caption in Gen.String[Gen.Char[' ', 'ÿ'], 0, 30]
        select (kind == 0 ? SheetCell.Empty : SheetCell.Of(TestSheets.Cross, joined: kind > 2)) with { Caption = caption };

    private static readonly Gen<Sheet> Sheets =
        from rows in Cells.Array[0, 12].Array[0, 4]
        from columns in Gen.Int[1, 9]
        from heading in Gen.String[Gen.Char[' ', '~'], 0, 40]
        select new Sheet
        {
            Title = heading,
            Rows = [.. rows.Select(cells => new SheetRow(cells) { Heading = heading })],
            Columns = columns,
        };

    [Fact]
    public void Cards_lie_on_the_sheet_and_never_on_one_another() => Sheets.ForAll(sheet =>
    {
        SheetLayout layout = SheetLayout.Of(sheet);
        List<(double Left, double Top, double Right, double Bottom)> boxes =
            [.. layout.Groups.Select(g => (g.X, g.Y, g.X + (g.Cells.Count * sheet.CellSize), g.Y + sheet.CellSize))];
        bool inside = boxes.TrueForAll(
            b => b.Left >= 26 && b.Top >= 26 && b.Right <= layout.Width - 25.99 && b.Bottom <= layout.Height - 25.99);
        bool apart = boxes.Index().All(a => boxes.Skip(a.Index + 1).All(
            b => a.Item.Right < b.Left || b.Right < a.Item.Left || a.Item.Bottom < b.Top || b.Bottom < a.Item.Top));
        int shown = layout.Groups.Sum(g => g.Cells.Count);
        Assert.True(inside && apart);
        Assert.Equal(sheet.Rows.Sum(row => row.Cells.Count(cell => !cell.IsEmpty)), shown);
    });

    [Fact]
    public void Texts_lie_on_the_sheet_and_fit() => Sheets.ForAll(sheet =>
    {
        SheetLayout layout = SheetLayout.Of(sheet);
        Assert.All(layout.Texts, text =>
        {
            double width = StrokeText.Measure(text.Text, text.Cap);
            double left = text.IsCentered ? text.X - (width / 2) : text.X;
            Assert.True(left >= 25.99 && left + width <= layout.Width - 25.99 && text.Baseline <= layout.Height);
        });
    });

    [Fact]
    public void Joined_cells_stay_together_and_lines_hold_as_many_as_there_are_columns()
    {
        SheetCell one = SheetCell.Of(TestSheets.Cross), two = one with { Joined = true };
        Sheet sheet = new() { Rows = [new SheetRow([one, two, one, two, one, two])], Columns = 5 };
        Assert.Equal([2, 2, 2], SheetLayout.Of(sheet).Groups.Select(g => g.Cells.Count));
        Assert.Equal([26.0, 26, 134], SheetLayout.Of(sheet).Groups.Select(g => g.Y));
    }

    [Fact]
    public void Nothing_joins_an_empty_place()
    {
        SheetCell joined = SheetCell.Of(TestSheets.Cross, joined: true);
        SheetRow row = new([joined, SheetCell.Empty with { Joined = true }, joined, joined]);
        Assert.Equal([1, 1, 2], row.Groups().Select(group => group.Count));
    }
}
