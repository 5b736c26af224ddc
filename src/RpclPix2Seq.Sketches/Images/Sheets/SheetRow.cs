namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>A row of cells with what they have in common at its left. A row of more cells than the sheet has columns goes on in further lines.</summary>
/// <param name="Cells">From left to right.</param>
public sealed record SheetRow(IReadOnlyList<SheetCell> Cells)
{
    /// <summary>A word or two at the left of the row; default none.</summary>
    public string Heading { get; init; } = "";

    /// <summary>A few more, smaller, under the heading; default none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>
    /// The cells in groups of cards that hang together, none cut apart: each group begins with a cell that is not joined to the one before.
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
