using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RpclPix2Seq.Models;

/// <summary>The card of a model: what it is, for people and for hubs, which read its front matter.</summary>
internal static class ModelCard
{
    /// <summary>The file's name in a model folder.</summary>
    public const string FileName = "README.md";

    /// <summary>The card as Markdown.</summary>
    /// <param name="loaded">The model.</param>
    /// <param name="name">Its name.</param>
    /// <param name="note">The first line; none if empty.</param>
    /// <param name="figures">Measurements: titles and values.</param>
    public static string Render(LoadedModel loaded, string name, string note, IEnumerable<(string Title, string Value)> figures)
    {
        ModelConfig config = loaded.Config;
        string decoder = JsonNamingPolicy.SnakeCaseLower.ConvertName(config.DecModel.ToString());
        int alive = loaded.Model.Mixture.Alive(config.ComponentThreshold).Length;
        StringBuilder card = new();
        card.Append("---\nlibrary_name: rpcl-pix2seq\ntags:\n- sketches\n- sketch-rnn\n- quickdraw\npipeline_tag: "
            + "unconditional-image-generation\n---\n\n")
            .Append($"# {name}\n\n");
        if (note.Length > 0)
            card.Append($"{note}\n\n");
        card.Append($"Draws sketches of {string.Join(", ", config.Categories)}, stroke by stroke: from pictures, beginnings, codes, or the "
                + "learned Gaussian mixture of its codes (RPCL-pix2seq; Zang, Tu and Xu, 2021).\n\n")
            .Append("| | |\n|---|---|\n");
        foreach ((string title, string value) in Facts())
            card.Append($"| {title} | {value} |\n");
        if (figures.ToArray() is { Length: > 0 } measured)
        {
            card.Append("\n| measured | value (95 % interval) |\n|---|---|\n");
            foreach ((string title, string value) in measured)
                card.Append($"| {title} | {value} |\n");
        }

        return card.ToString();

        IEnumerable<(string, string)> Facts() =>
        [
            ("parameters", loaded.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)),
            ("decoder", $"{decoder}, {config.DecRnnSize} units, {config.NumDecoderMixture} normals"),
            ("codes", $"{config.ZSize} numbers, from pictures of {config.PngWidth} × {config.PngWidth}"),
            ("components of the mixture", $"{alive}"),
            ("training", $"{loaded.Facts.Step.ToString("N0", CultureInfo.InvariantCulture)} steps of {config.BatchSize} sketches"),
            ("units", $"one unit of the model is {loaded.Facts.StrokeScale.ToString("0.###", CultureInfo.InvariantCulture)} units of the "
                + "data"),
        ];
    }
}
