using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class TreeCommandTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_hierarchy_is_trained_goes_on_draws_and_becomes_a_tree()
    {
        string model = _folder.File("run"), output = _folder.File("tree");
        string[] train = ["train", "--data", run.Data, "--quiet"];
        Rpcl.Do([.. train, "--out", model, "--hparams", TrainedRun.Tiny + ",latent_method=hierarchy,num_upper=2,latent_weight=0.1"]);
        Rpcl.Do([.. train, "--resume", model, "--set", "num_steps=8"]);
        Rpcl.Do("sample", model, "--out", _folder.File("samples"), "--count", "2", "--quiet");

        string text = Rpcl.Do("tree", model, "--out", output, "--count", "3", "--json", "--quiet").Out;
        Assert.Equal(text, OutputOption.Located(File.ReadAllText(Path.Combine(output, "tree.json")), output));
        Assert.Equal(
            ["tree.json", "tree.png", "tree.svg"], Directory.EnumerateFiles(output).Select(file => Path.GetFileName(file)!).Order());

        using JsonDocument json = JsonDocument.Parse(text);
        using LoadedModel loaded = ModelFolder.Load(model);
        HierarchyTree tree = HierarchyTree.Of(loaded.Model.Mixture, loaded.Config.ComponentThreshold);
        JsonElement[] nodes = [.. json.RootElement.GetProperty("nodes").EnumerateArray()],
            leaves = [.. json.RootElement.GetProperty("leaves").EnumerateArray()];
        Assert.Equal(
            ("rpcl-pix2seq tree 1", loaded.Facts.Step),
            (json.RootElement.GetProperty("format").GetString(), json.RootElement.GetProperty("step").GetInt64()));
        Assert.Equal(
            tree.Nodes.Select(node => (node.Parent, node.Weight)),
            nodes.Select(node => (node.GetProperty("parent").GetInt32(), node.GetProperty("weight").GetDouble())));
        Assert.Equal(
            tree.Nodes.SelectMany(node => node.Children),
            nodes.SelectMany(node => node.GetProperty("children").EnumerateArray()).Select(
                child =>
                    new HierarchyBranch(
                        child.GetProperty("component").GetInt32(), child.GetProperty("probability").GetDouble(),
                        child.GetProperty("share").GetDouble())));
        Assert.Equal(
            tree.Leaves,
            leaves.Select(
                leaf => new HierarchyLeaf(
                    leaf.GetProperty("component").GetInt32(), leaf.GetProperty("weight").GetDouble(),
                    leaf.GetProperty("parent").GetInt32())));

        string svg = File.ReadAllText(Path.Combine(output, "tree.svg"));
        Assert.Equal(nodes.Length, svg.Split("<circle").Length - 1);
        Assert.Equal(3 * leaves.Length, svg.Split("class=\"ink\"").Length - 1);
        Assert.Contains($"component {leaves[0].GetProperty("component").GetInt32()}", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Weak_branches_are_hidden_except_for_each_components_best()
    {
        string model = _folder.File("run");
        Rpcl.Do("train", "--data", run.Data, "--quiet", "--out", model, "--hparams",
            TrainedRun.Tiny + ",latent_method=hierarchy,num_upper=2");
        string all = _folder.File("all"), few = _folder.File("few");
        Assert.Equal(
            Path.Combine(all, "tree.png") + "\n", Rpcl.Do("tree", model, "--out", all, "--count", "1", "--least", "0", "--quiet").Out);
        Rpcl.Do("tree", model, "--out", few, "--count", "1", "--least", "1", "--quiet");
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(all, "tree.json")));
        int nodes = json.RootElement.GetProperty("nodes").GetArrayLength(),
            leaves = json.RootElement.GetProperty("leaves").GetArrayLength();
        Assert.Equal(2, nodes);
        Assert.Equal(nodes * leaves, Branches(all));
        Assert.Equal(leaves, Branches(few));

        static int Branches(string folder) =>
            File.ReadAllText(Path.Combine(folder, "tree.svg")).Split("stroke-linecap=\"round\"").Length - 1;
    }

    [Fact]
    public void A_model_of_one_level_is_refused_and_nothing_is_made()
    {
        string output = _folder.File("tree");
        Assert.Equal(
            $"{run.Folder}: expected a model with a latent hierarchy, found a mixture of one level; "
            + "train one with --set latent_method=hierarchy --set num_upper=4",
            Rpcl.Refuse(ExitCode.Failed, "tree", run.Folder, "--out", output));
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.StartsWith(
            "--least: expected a number from 0 to 1, found 2",
            Rpcl.Refuse(ExitCode.Usage, "tree", run.Folder, "--out", "x", "--least", "2"), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("mine"), "");
        Assert.StartsWith(
            $"{_folder.Path}: expected a new folder", Rpcl.Refuse(ExitCode.Failed, "tree", run.Folder, "--out", _folder.Path),
            StringComparison.Ordinal);
    }
}
