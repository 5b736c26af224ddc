using RpclPix2Seq.Evaluation.Ablation;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Evaluation.Ablation;

public sealed class AblationPlanTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_row_is_the_base_with_its_own_values_and_a_seed_of_the_plan()
    {
        AblationPlan plan = Read("""
            { // three variants
              "base": { "dec_model": "lstm", "categories": ["cat", "pig"], "learning_rate": 2e-3, "use_input_dropout": true },
              "rows": [{ "name": "gmm" }, { "name": "none", "set": { "prior": "none", "learning_rate": 0.001 } }],
              "seeds": [7, 3],
            }
            """);
        Assert.Equal(["gmm", "none"], plan.Rows.Select(row => row.Name));
        Assert.Equal(
            [(7L, "gmm"), (7L, "none"), (3L, "gmm"), (3L, "none")], plan.Models().Select(model => (model.Config.Seed, model.Row.Name)));
        ModelConfig expected = ModelConfig.Defaults with
        {
            DecModel = DecoderModel.Lstm,
            Categories = ["cat", "pig"],
            UseInputDropout = true,
            Prior = LatentPrior.None,
            LearningRate = 0.001,
            Seed = 3,
        };
        Assert.Empty(plan.Models().Last().Config.DifferencesFrom(expected));
        Assert.Equal(LatentPrior.Gmm, plan.Rows[0].Config.Prior);
    }

    [Fact]
    public void Without_seeds_there_is_one() => Assert.Equal([1], Read("""{"rows": [{"name": "a"}]}""").Seeds);

    [Theory]
    [InlineData("[]", "an object such as", "an array")]
    [InlineData("{", "syntax error", "line 1")]
    [InlineData("""{"seeds": [1]}""", "rows", "none")]
    [InlineData("""{"rows": []}""", "1 to 1000 rows", "0")]
    [InlineData("""{"rows": [{"name": "a"}], "seed": [1]}""", "base, rows, seeds", "did you mean seeds?")]
    [InlineData("""{"rows": [{"name": "a/b"}]}""", "rows[0]: name", "'a/b'")]
    [InlineData("""{"rows": [{"name": "a"}, {"name": "A"}]}""", "rows[1]", "'A' again")]
    [InlineData("""{"rows": [{"name": "a", "set": {"priro": "none"}}]}""", "rows[0]: set", "prior")]
    [InlineData("""{"rows": [{"name": "a", "set": {"prior": "some"}}]}""", "rows[0]: set", "gmm, standard or none")]
    [InlineData("""{"rows": [{"name": "a", "set": {"z_size": "8"}}]}""", "rows[0]: set", "\"8\"")]
    [InlineData("""{"rows": [{"name": "a", "set": {"seed": 2}}]}""", "seed", "\"seeds\"")]
    [InlineData("""{"rows": [{"name": "a"}], "seeds": [1, 1]}""", "seeds[1]", "each once")]
    [InlineData("""{"rows": [{"name": "a"}], "seeds": [-1]}""", "seeds[0]", "-1")]
    [InlineData("""{"rows": [{"name": "a"}], "seeds": []}""", "seeds", "at least one")]
    [InlineData("""{"rows": [{"name": "a"}], "base": {"prior": "standard", "latent_method": "hierarchy"}}""", "prior", "latent_method")]
    public void A_wrong_plan_is_refused_with_its_place(string json, string part, string other)
    {
        string path = Write(json);
        InputException e = Assert.Throws<InputException>(() => AblationPlan.Read(path));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Contains(other, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base")]
    [InlineData("name")]
    [InlineData("gmm")]
    [InlineData("prior")]
    [InlineData("none")]
    public void So_is_one_that_is_not_text(string word)
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(
            """{"base": {"z_size": 8}, "rows": [{"name": "gmm", "set": {"prior": "none"}}]}""");
        json[json.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes($"\"{word}\"")) + 1] = 0xFF;
        string path = _temporary.File("plan.json");
        File.WriteAllBytes(path, json);
        Assert.Contains("text in UTF-8", Assert.Throws<InputException>(() => AblationPlan.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_is_one_that_is_not_there()
    {
        Assert.Contains(
            "none", Assert.Throws<InputException>(() => AblationPlan.Read(_temporary.File("absent.json"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "a folder", Assert.Throws<InputException>(() => AblationPlan.Read(_temporary.Path)).Message, StringComparison.Ordinal);
    }

    private AblationPlan Read(string json) => AblationPlan.Read(Write(json));

    private string Write(string json)
    {
        string path = _temporary.File("plan.json");
        File.WriteAllText(path, json);
        return path;
    }
}
