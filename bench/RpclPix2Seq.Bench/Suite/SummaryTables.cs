using System.Text;
using RpclPix2Seq.Bench.Decoder;

namespace RpclPix2Seq.Bench.Suite;

/// <summary>A summary as a page of tables, in Markdown.</summary>
internal static class SummaryTables
{
    private static readonly string[] Paths = [DecoderPass.Fused, DecoderPass.Readable, "port"];
    private static readonly string[] Growths = ["hidden", "batch", "length", "components", "categories"];

    public static string Write(Summary summary)
    {
        StringBuilder page = new();
        page.Append($"# {Machine.Processor} ({Machine.Slug}), {Machine.Threads} threads\n\n");
        page.Append($"Medians of {summary.RoundCount} rounds; written by `bench/run.sh` on {DateTime.UtcNow:yyyy-MM-dd}. ");
        page.Append("*port* is the line-by-line PyTorch 1.13 port of the original.\n");
        Decoders(page, summary);
        if (summary.Rounds)
            Rounded(page, summary);
        Training(page, summary);
        Memory(page, summary);
        Sampling(page, summary);
        Growth(page, summary);
        return page.ToString();
    }

    private static void Decoders(StringBuilder page, Summary summary)
    {
        Head(page, "Decoder, forward and backward: GFLOP/s and % of peak GEMM throughput (a 1024³ product)", "case", "ours",
            "readable path",
            "port", "ceiling");
        foreach (DecoderCase c in DecoderCase.Reported)
        {
            IEnumerable<string> cells = Paths.Select(path => $"{summary.Rate(c, path):F0} ({summary.Share(c, path):P0})");
            Row(page, [$"{c.CellName} {c.Size}, B{c.Batch}, T{c.Steps}", .. cells, $"{summary.Top(c):F0}"]);
        }
    }

    private static void Rounded(StringBuilder page, Summary summary)
    {
        Head(page, "The same in bfloat16: GFLOP/s and % of a 1024³ product in bfloat16", "case", "bfloat16", "over single precision",
            "ceiling");
        foreach (DecoderCase c in DecoderCase.Reported)
        {
            double rate = summary.Rate(c, DecoderPass.Rounded), top = summary.RoundedTop;
            Row(
                page, $"{c.CellName} {c.Size}, B{c.Batch}, T{c.Steps}", $"{rate:F0} ({rate / top:P0})", $"{summary.RoundedRatio(c):F2}",
                $"{top:F0}");
        }
    }

    private static void Training(StringBuilder page, Summary summary)
    {
        Head(page, "Whole training step: HyperLSTM 512, codes of 128, batches of 128, nine categories", "", "sketches/s", "s a step",
            "rows per sketch", "ours over it");
        (string Name, string Text)[] all =
        [
            ("ours", "ours"), .. summary.Rounds ? ((string, string)[])[("float32", "ours, precision=float32")] : [],
            ("port_bucketed", "port, batches of like lengths"), ("port", "port, padded as the original pads"),
        ];
        foreach ((string name, string text) in all)
        {
            string at = $"train/{name}";
            Row(
                page, text, $"{summary.Middle(at, "sketches_per_s"):F1}", $"{summary.Middle(at, "seconds_per_step"):F2}",
                $"{summary.Middle(at, "mean_rows"):F0}", $"{summary.Ratio("train/ours", at, "sketches_per_s"):F1}");
        }

        Head(page, "Our step by part", "part", "ms per step", "share");
        string[] parts = [.. summary.All("parts")[0].Values.Keys];
        double total = parts.Sum(part => summary.Middle("parts", part));
        foreach (string part in parts)
            Row(page, part, $"{summary.Middle("parts", part):F1}", $"{summary.Middle("parts", part) / total:P0}");
    }

    private static void Memory(StringBuilder page, Summary summary)
    {
        Head(page, "Peak memory of the process, one decoder pass of HyperLSTM 2048, B128", "path", "steps", "MB", "seconds");
        foreach ((string name, string text) in ((string, string)[])[("fused", "ours"), ("keeping", "ours, nothing recomputed"),
            ("fused_t25", "ours"), ("readable", "readable path")])
        {
            string at = $"memory/{name}";
            Row(page, text, $"{summary.Middle(at, "steps"):F0}", $"{summary.Middle(at, "peak_mb"):F0}",
                $"{summary.Middle(at, "seconds"):F1}");
        }
    }

    private static void Sampling(StringBuilder page, Summary summary)
    {
        Head(page, "Sampling", "", "");
        foreach ((string name, double value) in summary.All("sample/ours")[0].Values)
            Row(page, name, $"{value:G4}");
        Row(page, "sketches/s the original's way, in the port", $"{summary.Middle("sample/port", "sketches_per_s"):G4}");
    }

    private static void Growth(StringBuilder page, Summary summary)
    {
        foreach (string size in Growths)
        {
            Head(page, $"A training step over its {size}", size, "ms", "growth", "time grows by");
            Measurement? last = null;
            foreach (Measurement point in summary.All($"growth/{size}"))
            {
                Row(page, $"{point.Values["at"]}", $"{point.Values["ms"]:F0}", Factor(point, last, "at"), Factor(point, last, "ms"));
                last = point;
            }
        }
    }

    private static string Factor(Measurement point, Measurement? last, string value) => last is null
        ? ""
        : $"×{point.Values[value] / last.Values[value]:F2}";

    private static void Head(StringBuilder page, string title, params ReadOnlySpan<string> columns)
    {
        page.Append($"\n## {title}\n\n");
        Row(page, columns);
        page.Append('|').Insert(page.Length, "---|", columns.Length).Append('\n');
    }

    private static void Row(StringBuilder page, params ReadOnlySpan<string> cells) =>
        page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
