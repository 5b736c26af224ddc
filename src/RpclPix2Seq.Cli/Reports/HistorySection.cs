using System.Globalization;
using System.Text;
using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Training.History;
using static RpclPix2Seq.Sketches.Images.Sheets.XmlText;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>
/// The history of the latent components: the chart of their weights, a slider for the step, and a card for each component with its last
/// exemplar and its weight at the chosen step. Its script needs nothing from elsewhere; without it, the cards show the final state.
/// </summary>
/// <param name="Snapshots">The history, in order, at least one snapshot.</param>
/// <param name="Threshold">Weight below which a component counts as dead.</param>
/// <param name="FirstRow">The meaning of the first row of a sketch.</param>
internal sealed record HistorySection(IReadOnlyList<LatentSnapshot> Snapshots, double Threshold, FirstRow FirstRow) : ReportSection
{
    // Has no character that must be escaped in XML.
    private const string Style =
        """
        .scrub { position: relative; } .scrub .at { position: absolute; top: 14px; bottom: 44px; width: 1px; background: var(--ink);
          opacity: .5; }
        .slider { display: flex; gap: 14px; align-items: center; margin: 10px 0 18px; font-size: 14px; color: var(--muted);
          font-variant-numeric: tabular-nums; }
        .slider input { flex: 1; } .lives { display: flex; flex-wrap: wrap; gap: 14px 12px; } .lives figure { width: var(--cell); }
        .lives .bar { height: 4px; border-radius: 2px; margin-top: 5px; max-width: 100%; } .lives .dead { opacity: .3; }
        .lives figure .card, .lives figure + figure .card { border: 1px solid var(--border); border-radius: 7px; }
        """;

    private const string Script =
        """
        (() => {
          const data = JSON.parse(document.getElementById('history-data').textContent);
          const slider = document.getElementById('history-step'), label = document.getElementById('history-label');
          const line = document.getElementById('history-at');
          const cards = [...document.querySelectorAll('.lives figure')];
          const show = () => {
            const i = Number(slider.value), steps = data.steps, span = steps[steps.length - 1] - steps[0] || 1;
            line.style.left = 100 * (data.first + (data.last - data.first) * (steps[i] - steps[0]) / span) + '%';
            const top = Math.max(...data.weights[i]);
            let alive = 0;
            for (const card of cards) {
              const weight = data.weights[i][Number(card.dataset.component)];
              const lives = Math.sign(weight - Math.min(data.threshold, top)) !== -1;
              alive += lives ? 1 : 0;
              card.classList.toggle('dead', !lives);
              card.querySelector('.bar').style.width = 100 * weight / top + '%';
              card.querySelector('.weight').textContent = (100 * weight).toFixed(1) + ' %';
            }
            label.textContent = 'step ' + steps[i] + ', ' + alive + ' components';
          };
          slider.addEventListener('input', show);
          show();
        })();
        """;

    internal override void AppendBody(StringBuilder html)
    {
        html.Append($"<style>\n{Style}\n</style>\n<div class=\"chart\"><div "
            + $"class=\"scrub\">{HistoryChart.Render(Snapshots, Threshold)}<div class=\"at\" id=\"history-at\"></div></div></div>\n")
            .Append($"<div class=\"slider\"><input id=\"history-step\" type=\"range\" min=\"0\" max=\"{Snapshots.Count - 1}\" "
                + $"value=\"{Snapshots.Count - 1}\" aria-label=\"step\"/>")
            .Append($"<span id=\"history-label\">step {Snapshots[^1].Step}</span></div>\n<div class=\"lives\">\n");
        foreach (ComponentLife life in ComponentLife.All(Snapshots, Threshold))
            AppendCard(html, life);
        html.Append("</div>\n<script type=\"application/json\" id=\"history-data\">").Append(Data()).Append("</script>\n<script>\n")
            .Append(Script).Append("\n</script>\n");
    }

    private void AppendCard(StringBuilder html, ComponentLife life)
    {
        html.Append($"<figure data-component=\"{life.Component}\"{(life.DiedAt is null ? "" : " class=\"dead\"")}>");
        SheetCell cell = life.Exemplar is { } exemplar ? SheetCell.Of(exemplar.Sketch) : SheetCell.Empty;
        CardHtml.Append(html, cell, FirstRow);
        string end = life.DiedAt is { } step ? $"died at {step}" : "lives";
        html.Append($"<div class=\"bar\" style=\"background: {GroupColor.Css(life.Component)}; width: "
            + $"{Percent(life.Weight / Snapshots[^1].Weights.Max())}\"></div>")
            .Append($"<figcaption><b>{life.Component}</b> <span "
                + $"class=\"weight\">{Percent(life.Weight)}</span><br/>{Escape(end)}</figcaption></figure>\n");
    }

    private string Data()
    {
        (double first, double last) = HistoryChart.Plane;
        string steps = string.Join(",", Snapshots.Select(s => s.Step));
        string weights = string.Join(
            ",", Snapshots.Select(s => $"[{string.Join(",", s.Weights.Select(w => w.ToString("G5", CultureInfo.InvariantCulture)))}]"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"steps":[{{steps}}],"weights":[{{weights}}],"threshold":{{Threshold}},"first":{{first}},"last":{{last}}}""");
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
