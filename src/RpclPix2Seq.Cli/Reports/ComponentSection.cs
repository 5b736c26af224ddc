using System.Globalization;
using System.Text;
using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>One component of the mixture: its numbers, its categories, sketches that belong to it and sketches drawn from it.</summary>
/// <param name="Card">The component to show.</param>
/// <param name="Categories">All categories, colored by their order.</param>
/// <param name="FirstRow">The meaning of the sketches' first row.</param>
internal sealed record ComponentSection(ComponentCard Card, IReadOnlyList<string> Categories, FirstRow FirstRow) : ReportSection
{
    internal override void AppendBody(StringBuilder html)
    {
        new FiguresSection(
            new KeyFigure("weight", Card.Summary.Weight.ToString("F3", CultureInfo.InvariantCulture), "of the mixture"),
            new KeyFigure(
                "sketches", Card.Summary.Count.ToString("N0", CultureInfo.InvariantCulture), $"{100 * Card.Summary.Share:F1} % of all"),
            new KeyFigure("spread", Short(Card.Summary.Spread), "root mean square of its standard deviations"),
            new KeyFigure(
                "distance", Card.Summary.MeanDistance is { } distance ? Short(distance) : "\u2013",
                "mean, from its codes to the component's mean")).AppendBody(html);
        if (Card.Summary.Categories.Count > 0)
        {
            new SharesSection(
            [
                .. Card.Summary.Categories.Select(share => (
                    share.Category, share.OfComponent, Categories.Index().First(category => category.Item == share.Category).Index,
                    $"{share.Count:N0} sketches, {100 * share.OfCategory:F1} % of the category")),
            ]).AppendBody(html);
        }

        new SheetSection(new Sheet { Rows = Rows(Card, ""), FirstRow = FirstRow }).AppendBody(html);
    }

    /// <summary>Its rows on a sheet.</summary>
    /// <param name="card">The component.</param>
    /// <param name="name">The label before the first row.</param>
    public static SheetRow[] Rows(ComponentCard card, string name) =>
    [
        .. card.Exemplars.Count > 0
            ? [new SheetRow(card.Exemplars) { Heading = name, Detail = "nearest to its mean" }]
            : Array.Empty<SheetRow>(),
        new SheetRow([.. card.Drawn.Select(sketch => SheetCell.Of(sketch, tone: SheetTone.Pale))])
        {
            Heading = card.Exemplars.Count > 0 ? "" : name,
            Detail = "drawn from it",
        },
    ];

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}

/// <summary>A component of the mixture with its sketches.</summary>
/// <param name="Summary">Its numbers.</param>
/// <param name="Exemplars">Sketches that belong to it, the nearest to its mean first.</param>
/// <param name="Drawn">Sketches that the model drew from it.</param>
internal sealed record ComponentCard(ComponentSummary Summary, IReadOnlyList<SheetCell> Exemplars, IReadOnlyList<Sketch> Drawn);
