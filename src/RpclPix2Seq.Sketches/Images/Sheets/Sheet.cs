namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// A contact sheet: a title over rows of small cards with sketches and pictures. <see cref="SheetPng"/> and <see cref="SheetSvg"/> draw the
/// same layout; sizes are in px of the SVG, which the PNG multiplies.
/// </summary>
internal sealed record Sheet
{
    /// <summary>The heading; default none.</summary>
    public string Title { get; init; } = "";

    /// <summary>A line under the heading: what is shown and how it was made; default none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The rows, from top to bottom.</summary>
    public required IReadOnlyList<SheetRow> Rows { get; init; }

    /// <summary>A tree whose leaves are the rows, drawn to their left; default none.</summary>
    public SheetTree? Tree { get; init; }

    /// <summary>Cells per line, 1 to 100; default 10. Joined cells stay together, even if there are more of them.</summary>
    public int Columns { get; init; } = 10;

    /// <summary>Width and height of a card in px, 24 to 400; default 96.</summary>
    public double CellSize { get; init; } = 96;

    /// <summary>Thickness of the sketches' lines in px, above 0 and at most a tenth of the card; default 1.25.</summary>
    public double LineWidth { get; init; } = 1.25;

    /// <summary>What the first row of the sketches means; default <see cref="FirstRow.Move"/>.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>A sheet of one long row, for the common case: a title and many sketches.</summary>
    public static Sheet Of(string title, IEnumerable<SheetCell> cells) => new() { Title = title, Rows = [new SheetRow([.. cells])] };

    /// <summary>Checks every value.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">A value is out of range; names it.</exception>
    public Sheet Validate()
    {
        Check(Columns is >= 1 and <= 100, nameof(Columns), "1 to 100, for example 10", $"{Columns}");
        Check(CellSize is >= 24 and <= 400, nameof(CellSize), "24 to 400 px, for example 96", $"{CellSize}");
        Check(LineWidth > 0
            && LineWidth <= CellSize / 10, nameof(LineWidth), $"above 0 to {CellSize / 10} px, for example 1.25", $"{LineWidth}");
        for (int row = 0; row < Rows.Count; row++)
        {
            for (int i = 0; i < Rows[row].Cells.Count; i++)
            {
                SheetCell cell = Rows[row].Cells[i];
                Check(cell.Sketch is null || cell.Picture is null, $"row {row}, cell {i}", "a sketch or a picture", "both");
                Check(Enum.IsDefined(cell.Tone), $"row {row}, cell {i}", "White, Pale or Warm", $"tone {cell.Tone}");
            }
        }

        CheckTree();
        return this;
    }

    private void CheckTree()
    {
        if (Tree is null)
            return;
        for (int i = 0; i < Tree.Nodes.Count; i++)
            Check(Tree.Nodes[i].Weight is >= 0 and <= 1, $"tree, node {i}", "a weight of 0 to 1", $"{Tree.Nodes[i].Weight}");
        for (int i = 0; i < Tree.Branches.Count; i++)
        {
            (int node, int row, double weight) = Tree.Branches[i];
            Check(node >= 0 && node < Tree.Nodes.Count, $"tree, branch {i}", $"a node below {Tree.Nodes.Count}", $"{node}");
            Check(row >= 0 && row < Rows.Count, $"tree, branch {i}", $"a row below {Rows.Count}", $"{row}");
            Check(weight is >= 0 and <= 1, $"tree, branch {i}", "a weight of 0 to 1", $"{weight}");
        }
    }

    private static void Check(bool good, string name, string expected, string found)
    {
        if (!good)
            throw new InputException("sheet", name, expected, found);
    }
}

/// <summary>
/// A row of cells, with what they have in common to its left. A row with more cells than the sheet has columns continues on further lines.
/// </summary>
/// <param name="Cells">From left to right.</param>
internal sealed record SheetRow(IReadOnlyList<SheetCell> Cells)
{
    /// <summary>A word or two to the left of the row; default none.</summary>
    public string Heading { get; init; } = "";

    /// <summary>A few more, smaller, under the heading; default none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>
    /// The cells in groups of connected cards, which are never split: each group begins with a cell that is not joined to the one before.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<SheetCell>> Groups()
    {
        List<List<SheetCell>> groups = [];
        foreach (SheetCell cell in Cells)
        {
            if (groups.Count > 0 && cell.Joined && !cell.IsEmpty && !groups[^1][^1].IsEmpty)
                groups[^1].Add(cell);
            else
                groups.Add([cell]);
        }

        return groups;
    }
}
