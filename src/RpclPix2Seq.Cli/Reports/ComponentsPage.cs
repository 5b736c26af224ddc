using System.Globalization;
using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>The components of a mixture as a page and as a sheet.</summary>
/// <param name="Overview">The numbers.</param>
/// <param name="Diagnosis">The diagnosis of the codes; null if there are too few.</param>
/// <param name="Cards">The components to show, heaviest first.</param>
/// <param name="Categories">All categories.</param>
/// <param name="Sorted">The name of the sorted items, in the plural.</param>
/// <param name="Step">The number of training steps of the model.</param>
/// <param name="FirstRow">The meaning of the sketches' first row.</param>
/// <param name="Names">The names of the components.</param>
internal sealed record ComponentsPage(
    ComponentOverview Overview, CodeDiagnosis? Diagnosis, IReadOnlyList<ComponentCard> Cards, IReadOnlyList<string> Categories,
    string Sorted, long Step, FirstRow FirstRow, ComponentNames Names)
{
    // As many as fit on a picture of reasonable height.
    private const int MostOnSheet = 40;

    /// <summary>Writes the page.</summary>
    public void Write(string path)
    {
        ReportPage page = new("What the components stand for")
        {
            Lead = "Each component of the latent mixture is a pattern that the model found by itself. Here are the sketches that belong to "
                + "it and those that it draws.",
            Footer = "Made by rpcl components.",
        };
        page.Add(new FiguresSection(
        [
            new KeyFigure("components alive", $"{Overview.Components.Count}", $"model after {Step:N0} steps"),
            new KeyFigure(
                Sorted, Overview.Count.ToString("N0", CultureInfo.InvariantCulture),
                Overview.Elsewhere > 0 ? $"{Overview.Elsewhere:N0} in components that do not count as alive" : ""),
            new KeyFigure(
                "mutual information", Overview.NormalizedMutualInformation.ToString("F3", CultureInfo.InvariantCulture),
                $"of components and categories, normalized: 0 to 1{Afterward(d => d.FittedNmi)}"),
            new KeyFigure(
                "purity", Overview.Purity.ToString("F3", CultureInfo.InvariantCulture),
                $"share in their component's most frequent category{Afterward(d => d.FittedPurity)}"),
            .. Diagnosis is null
                ? []
                : (KeyFigure[])[new(
                    "linear probe", Diagnosis.Probe.ToString("F3", CultureInfo.InvariantCulture),
                    "share of codes whose category a linear classifier reads")],
        ]));
        foreach (ComponentCard card in Cards)
            page.Add(new ComponentSection(card, Categories, FirstRow) { Heading = Names.Label(card.Summary.Component) });
        page.Write(path);
    }

    /// <summary>The sheet: two rows per component.</summary>
    public Sheet Sheet() => new()
    {
        Title = "What the components stand for",
        Subtitle = $"{Overview.Count} {Sorted}, model after {Step} "
            + $"steps{(Cards.Count > MostOnSheet ? $"; the heaviest {MostOnSheet} of {Cards.Count} components" : "")}",
        Rows = [.. Cards.Take(MostOnSheet).SelectMany(card => ComponentSection.Rows(card, Names.Heading(card.Summary.Component)))],
        FirstRow = FirstRow,
    };

    private string Afterward(Func<CodeDiagnosis, double> value) =>
        Diagnosis is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"; {value(Diagnosis):F3} with {Diagnosis.Components} components fitted afterward");
}
