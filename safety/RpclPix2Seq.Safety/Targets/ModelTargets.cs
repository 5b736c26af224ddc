using System.Text;
using RpclPix2Seq.Cli.Downloads;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Magenta;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Safety.Envelopes;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Models and runs: tensors, configurations, and the lines that a training run writes.</summary>
internal static class ModelTargets
{
    private static readonly byte[][] Headers = Seed.Texts(
        """
        {"__metadata__":{"format":"rpcl-pix2seq 1","stroke_scale":"1.5","longest":"100","step":"7","epoch":"1"},
        "a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"BOOL","shape":[3],"data_offsets":[8,11]}}
        """,
        """
        {"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"e":{"data_offsets":[8,8],"shape":[0,5],"dtype":"BF16"},
        "f":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}
        """ + "   ");

    private static readonly byte[][] JsonWords = Seed.Words(
        """
        { } [ ] , : " null true false [0,0] [-1] [1,2,0] [[1,2,3]] \u0061 \u001b \ud800 \u0000
        "dtype": "shape": "data_offsets": "__metadata__": "F32" "F64" "F16" "BF16" "I8" "BOOL" "U8"
        {"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}} "step": "weights": "exemplars": "sketch": "component":
        """);

    private static readonly byte[][] ConfigWords = Seed.Words(
        """
        compat reference categories z_size batch_size dec_model hyper lstm learning_rate num_mixture num_sub latent_method
        // /* */ [ ] { } , : = " ' 1e-3 -1 true false null nan [a,b] [0] device cuda kernels fused \u001b \ud800
        """);

    public static IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget
        {
            Name = "safetensors",
            FileName = "model.safetensors",
            Seeds = [.. Headers.Select(json => SafetensorsEnvelope.Of(json, 11))],
            Tokens = JsonWords,
            Read = ReadTensors,
            Envelope = SafetensorsEnvelope.Repair,
            Weight = 16,
        };
        yield return new FuzzTarget
        {
            Name = "magenta",
            FileName = "cat.gen.json",
            Seeds = Seed.Texts(
                """
                [{"name":"cat","scale_factor":40.5,"max_seq_len":30,"mode":2,"version":6},[[1,9],[9],[5,4],[1,4],[4]],
                ["AAAAAAAAAAAAAAAAAAAAAAAA","AAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==","AAAAAAAAAAA=","AAAAAAAAAAA="]]
                """,
                """[{"scale_factor":1e3,"max_seq_len":1,"mode":"gen"},[[1,9],[9],[5,4],[1,4],[4]],["AAAA"]]"""),
            Tokens =
            [
                .. JsonWords,
                .. Seed.Words(""" "scale_factor": "max_seq_len": "mode": "gen" [1,9] [9] [5,4] [2147483647] "AAAA" 1e308 """),
            ],
            Read = input => Promise.Holds(
                MagentaModel.Read(input.Path) is { Units: > 0, Mixtures: > 0, ScaleFactor: > 0 }, "an empty model"),
        };
        yield return new FuzzTarget
        {
            Name = "config",
            FileName = "config.json",
            Seeds = [Encoding.UTF8.GetBytes(ModelConfig.Defaults.ToJson()), .. Seed.Texts(
                """{"z_size": 64, /* c */ "categories": ["bee", "a,b"], "compat": "reference", "seed": 5, }""",
                "\uFEFF{\"dec_model\":\"hyper\"}")],
            Tokens = ConfigWords,
            Read = input => _ = ModelConfig.Load(input.Path).ToJson(),
        };
        yield return new FuzzTarget
        {
            Name = "hparams",
            Seeds = Seed.Texts(
                "z_size=64,batch_size=2,categories=[bee,'cat'],learning_rate=1e-3", "categories[0]=bee,categories[1]=cat,",
                "dec_model=hyper , num_mixture = 5", "compat=reference"),
            Tokens = ConfigWords,
            Read = input => _ = new ConfigBuilder().ApplyHParams(Encoding.UTF8.GetString(input.Bytes)).Build().Config.ToJson(),
        };
        yield return new FuzzTarget
        {
            Name = "latent-history",
            FileName = "latent.jsonl",
            Seeds = Seed.Texts(
                """{"step":1,"weights":[0.5,0.5],"exemplars":[{"component":0,"step":1,"sketch":[[1,2,0],[3,4,1]]}]}""" + "\n"
                    + """{"step":2,"weights":[1,0],"exemplars":[]}""" + "\n"),
            Tokens = JsonWords,
            Read = ReadHistory,
        };
        yield return new FuzzTarget
        {
            Name = "redrawings",
            FileName = "redrawings.jsonl",
            Seeds = Seed.Texts(
                """{"step":1,"sketches":[{"category":"cat","original":[[1,2,0],[3,4,1]],"redrawn":[[0,1,1]]}]}""" + "\n"
                    + """{"step":2,"sketches":[{"category":"cat","original":[[1,2,0],[3,4,1]],"redrawn":[[2,1,1]]}]}""" + "\n"),
            Tokens = JsonWords,
            Read = ReadRedrawings,
        };
        yield return new FuzzTarget
        {
            Name = "metrics",
            FileName = "metrics.jsonl",
            Seeds = Seed.Texts(
                """{"split":"train","step":1,"loss":2.5,"sequence_loss":1,"pixel_loss":"NaN","components_alive":3}""" + "\n"
                    + """{"split":"valid","step":1,"sequence_loss":1}""" + "\n"),
            Tokens = [.. JsonWords, .. Seed.Words(""" "split": "train" "valid" "NaN" "Infinity" "sequence_loss": """)],
            Read = input => _ = MetricsFile.Read(input.Path).Count,
        };
        yield return new FuzzTarget
        {
            Name = "download",
            FileName = "cat.ndjson.part.json",
            Seeds = Seed.Texts("""{"url":"https://example.org/cat.ndjson","length":100,"e_tag":"\"a\"","crc32_c":"AAAAAA==","md5":null}"""),
            Tokens = [.. JsonWords, .. Seed.Words(""" "url": "length": "e_tag": "crc32_c": "md5": "https://example.org/cat.ndjson" """)],
            Read = input => new PartialFile(input.Path[..^".part.json".Length], new Uri("https://example.org/cat.ndjson")).Dispose(),
            Weight = 2,
        };
    }

    private static void ReadTensors(FuzzInput input)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(input.Path);
        foreach (SafetensorsEntry entry in reader.Entries)
        {
            Promise.Holds(entry.Shape.All(size => size >= 0), "a negative size");
            Copy(reader, entry);
        }

        ModelFacts facts = ModelFacts.FromMetadata(reader.Metadata, input.Path);
        Promise.Holds(facts is { StrokeScale: > 0, Longest: > 0 }, "facts that are none");
    }

    private static void Copy(SafetensorsReader reader, SafetensorsEntry entry)
    {
        switch (entry.Type)
        {
            case SafetensorsType.Bool: reader.ToArray<bool>(entry.Name); break;
            case SafetensorsType.U8: reader.ToArray<byte>(entry.Name); break;
            case SafetensorsType.I8: reader.ToArray<sbyte>(entry.Name); break;
            case SafetensorsType.I16: reader.ToArray<short>(entry.Name); break;
            case SafetensorsType.I32: reader.ToArray<int>(entry.Name); break;
            case SafetensorsType.I64: reader.ToArray<long>(entry.Name); break;
            case SafetensorsType.F16: reader.ToArray<Half>(entry.Name); break;
            case SafetensorsType.BF16: reader.ToArray<ushort>(entry.Name); break;
            case SafetensorsType.F32: reader.ToArray<float>(entry.Name); break;
            default: reader.ToArray<double>(entry.Name); break;
        }
    }

    private static void ReadRedrawings(FuzzInput input)
    {
        foreach (RedrawnSketch sketch in Redrawings.Read(input.Path).SelectMany(snapshot => snapshot.Sketches))
        {
            Promise.Rows(sketch.Original);
            Promise.Rows(sketch.Redrawn);
        }
    }

    private static void ReadHistory(FuzzInput input)
    {
        IReadOnlyList<LatentSnapshot> snapshots = LatentHistoryFile.Read(input.Path);
        foreach (LatentExemplar exemplar in snapshots.SelectMany(snapshot => snapshot.Exemplars))
        {
            Promise.Rows(exemplar.Sketch);
            Promise.Holds(exemplar.Component >= 0 && exemplar.Component < snapshots[0].Weights.Length, "a component that there is not");
        }

        _ = ComponentLife.All(snapshots, 0.01);
    }
}
