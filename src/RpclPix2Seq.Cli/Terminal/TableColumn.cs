namespace RpclPix2Seq.Cli.Terminal;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsRight">Whether its cells stand at the right, as numbers do.</param>
internal sealed record TableColumn(string Title, bool IsRight = false);
