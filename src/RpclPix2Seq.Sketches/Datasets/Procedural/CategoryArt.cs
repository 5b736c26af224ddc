namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A category and the ways in which it is drawn.</summary>
/// <param name="Name">As the user types it.</param>
/// <param name="Styles">At least two, told apart at a glance.</param>
internal sealed record CategoryArt(string Name, params IReadOnlyList<StyleArt> Styles);

/// <summary>One way of drawing a category.</summary>
/// <param name="Name">A word or two for reports.</param>
/// <param name="Draw">Leads the hand through the strokes of one sketch, on a sheet of some 100 × 100 units.</param>
internal sealed record StyleArt(string Name, Action<Hand> Draw);
