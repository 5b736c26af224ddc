using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Ablation;
using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>What this program records next to its results and reads again: manifests, reports, plans.</summary>
internal static class RecordTargets
{
    private const string NoBytes = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly byte[][] Words = Seed.Words(
        """
        { } [ ] , : " null true false 0 -1 1e999 "NaN" "Infinity" ../ \u0000 \u001b
        "format": "path": "rpcl-pix2seq data 1" "files": "name": "size": "sha256": "number": "step": "best":
        "samples": "component": "index": "rows": "categories": "variant": "sketch-a-net-small" "conditions": "retrieval":
        "rows": "seeds": "set": "base": "seed" "prior": "none"
        """);

    public static IEnumerable<FuzzTarget> All()
    {
        yield return new FuzzTarget
        {
            Name = "checkpoint",
            Seeds = Seed.Texts(
                $$"""
                {"format":1,"number":3,"step":1234,"best":2,"files":[
                {"name":"model.safetensors","size":10,"sha256":"{{NoBytes}}"},
                {"name":"config.json","size":0,"sha256":"{{NoBytes}}"}]}
                """),
            Tokens = Words,
            Read = ReadCheckpoint,
        };
        yield return new FuzzTarget
        {
            Name = "run-data",
            FileName = "data.json",
            Seeds = Seed.Texts("""{"format":"rpcl-pix2seq data 1","path":"/data/cats"}"""),
            Tokens = Words,
            Read = input => Promise.Holds(RunData.Read(input.Path).Path is not null, "no path"),
        };
        yield return new FuzzTarget
        {
            Name = "samples",
            FileName = "manifest.json",
            Seeds = Seed.Texts(
                """
                {"format":"rpcl-pix2seq samples 1","model":"m","step":7,"mode":"conditional","seed":1,"temperature":0.2,
                "samples":[{"name":"bee_0","category":"bee","source":"bee.npz","index":0,"component":1,"rows":3}],"settings":{"a":[1]}}
                """),
            Tokens = Words,
            Read = input => Promise.Holds(
                SampleFolder.ReadManifest(Path.GetDirectoryName(input.Path)!).Samples
                    .All(entry => Path.GetFileName(entry.Name) == entry.Name),
                "a sample outside of the folder"),
        };
        yield return new FuzzTarget
        {
            Name = "classifier",
            FileName = "classifier.json",
            Seeds = Seed.Texts(
                """
                {"format":"rpcl-pix2seq classifier 1","variant":"sketch-a-net-small","categories":["bee","bus"],"seed":1,
                "train_sketches":10,"epochs":2,"best_epoch":1,"valid_accuracy":0.5,"seconds":1.5}
                """),
            Tokens = Words,
            Read = input =>
                Promise.Holds(
                    ClassifierFolder.ReadFacts(Path.GetDirectoryName(input.Path)!).Categories.All(name => name is not null),
                    "a category without a name"),
        };
        yield return new FuzzTarget
        {
            Name = "classifier-checkpoint",
            FileName = "training.safetensors",
            Seeds =
            [
                SafetensorsWriter.ToBytes([], new Dictionary<string, string>
                {
                    ["job"] = "job",
                    ["progress"] =
                        """
                        {"steps":9,"curve":[{"epoch":1,"train_loss":0.5,"valid_loss":0.4,"valid_accuracy":0.9,"learning_rate":0.001,
                        "seconds":3}]}
                        """,
                }),
            ],
            Tokens = Words,
            Read = input => Promise.Holds(
                ClassifierCheckpoint.ReadProgress(input.Path, "job") is null or { IsPossible: true }, "impossible progress"),
        };
        yield return new FuzzTarget
        {
            Name = "evaluation",
            FileName = "report.json",
            Seeds = Seed.Texts(Report()),
            Tokens = Words,
            Read = input => _ = EvaluationFigure.Of(EvaluationReportFile.Read(input.Path)).Count,
        };
        yield return new FuzzTarget
        {
            Name = "ablation",
            FileName = "plan.json",
            Seeds = Seed.Texts(
                """
                {"base":{"z_size":8,"categories":["bee","bus"],"use_input_dropout":true},
                "rows":[{"name":"gmm"},{"name":"none","set":{"prior":"none","learning_rate":1e-3}}],"seeds":[1,2]}
                """),
            Tokens = Words,
            Read = input => _ = AblationPlan.Read(input.Path).Models().Count(),
        };
    }

    private static void ReadCheckpoint(FuzzInput input)
    {
        CheckpointManifest manifest = CheckpointManifest.Parse("manifest.json", input.Bytes);
        Promise.Holds(
            manifest.Files.All(file => Path.GetFileName(file.Name) == file.Name && file.Size >= 0), "a file outside of the folder");
    }

    private static string Report()
    {
        const string estimate = """{"value":0.5,"low":0.4,"high":0.6,"count":10}""";
        const string strokes =
            $$"""{"points":{{estimate}},"strokes":{{estimate}},"ink_length":{{estimate}},"size":{{estimate}},"blank":0}""";
        const string recognition =
            $$"""
            {"accuracy":{{estimate}},"categories":[{"category":"bee","count":10,"accuracy":{{estimate}}}],
              "answers":["bee"],"confusion":[[10]]}
            """;
        return $$"""
            {"format":"rpcl-pix2seq evaluation 2",
             "model":{"path":"m","step":1,"epoch":1,"parameters":9,"code_size":4,"decoder":"lstm","prior":"gmm","latent_method":"rpcl",
               "components":2,"seed":1},
             "data":{"path":"d","split":"test","sketches":10,"categories":[{"category":"bee","count":10}],"samples":null},
             "settings":{"temperature":0.2,"pen_temperature":null,"seed":1,"max_length":9,"direction":"paper","counting":"exact",
               "resamples":10,"confidence":0.95,"bootstrap_seed":1,"classifier":null,"classifier_variant":null},
             "conditions":[{"masked":0.1,"masked_in_fact":0.1,
               "retrieval":{"tops":[{"top":1,"hits":{{estimate}}}],"categories":[],"median_rank":1,"ties":0,"duplicates":0},
               "recognition":{{recognition}}}],
             "upper_bound":null,"distribution":null,"original_strokes":{{strokes}},"drawn_strokes":{{strokes}}}
            """;
    }
}
