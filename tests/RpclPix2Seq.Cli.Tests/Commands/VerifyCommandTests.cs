using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Verification;

namespace RpclPix2Seq.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class VerifyCommandTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_steps_agree_with_the_original()
    {
        Rpcl done = Rpcl.Do("verify", "parity", SharedFolder.Require("parity"));
        Dictionary<string, double> figures = FigureLines.Of(done.Out);
        Assert.Equal(["parity_worst_activation", "parity_worst_loss", "parity_worst_gradient"], figures.Keys);
        Assert.All(figures.Values, figure => Assert.InRange(figure, 0, 1e-2));
        Assert.Matches(@"^(\d+) of \1 tensors of 4 cases agree, computed by readable and by fused kernels\n$", done.Error);
        Assert.DoesNotContain("NO", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_differs_fails_and_says_where()
    {
        string source = Path.Combine(SharedFolder.Require("parity"), "lstm-rpcl.safetensors"), file = _folder.File("case.safetensors");
        byte[] bytes = File.ReadAllBytes(source);
        using (SafetensorsReader reader = SafetensorsReader.Open(source))
        {
            // The first value of the original's codes, doubled.
            long data = 8 + BitConverter.ToInt64(bytes), at = data + reader.Entry("out/batch_z").Begin;
            BitConverter.TryWriteBytes(bytes.AsSpan((int)at), 2 * BitConverter.ToSingle(bytes, (int)at));
        }

        File.WriteAllBytes(file, bytes);
        Rpcl done = Rpcl.Run("verify", "parity", _folder.Path, "--json");
        Assert.Equal(ExitCode.Failed, done.Code);
        using JsonDocument json = JsonDocument.Parse(done.Out);
        JsonElement[] failed =
        [
            .. json.RootElement.GetProperty("tensors").EnumerateArray().Where(row => !row.GetProperty("passes").GetBoolean()),
        ];
        Assert.Equal(["readable", "fused"], failed.Select(row => row.GetProperty("kernels").GetString()));
        Assert.All(failed, row => Assert.Equal("out/batch_z", row.GetProperty("tensor").GetString()));
        Assert.Equal(
            failed.Max(row => row.GetProperty("relative_difference").GetDouble()),
            json.RootElement.GetProperty("parity_worst_activation").GetDouble());
    }

    [Fact]
    public void A_case_that_no_kernel_serves_is_compared_without_and_the_table_says_so()
    {
        new SyntheticCase(DecoderModel.Lstm) { Units = 24 }.Write(_folder.File("a.safetensors"), "of-24");
        new SyntheticCase(DecoderModel.Lstm).Write(_folder.File("b.safetensors"), "of-16");
        Rpcl done = Rpcl.Do("verify", "parity", _folder.Path);
        Assert.Matches(
            @"^(\d+) of \1 tensors of 2 cases agree, computed by readable and by fused kernels\n"
                + @"the fused kernels do not support 1 case here: of-24\n$",
            done.Error);
        Assert.Matches(@"(?m)^of-24 +fused +all +does not apply$", done.Out);
        Assert.DoesNotMatch("(?m)^of-16 .*does not apply$", done.Out);
        using JsonDocument json = JsonDocument.Parse(Rpcl.Do("verify", "parity", _folder.Path, "--json").Out);
        Assert.Equal(["of-24"], json.RootElement.GetProperty("readable_only").EnumerateArray().Select(name => name.GetString()));
        Assert.DoesNotContain("do not support", Rpcl.Do("verify", "parity", _folder.Path, "--double").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_cases_is_one_line()
    {
        Assert.Equal(
            $"{_folder.Path}: expected a folder of parity cases, found a folder without .safetensors files; "
            + "name the folder with the cases that the original computed",
            Rpcl.Refuse(ExitCode.Failed, "verify", "parity", _folder.Path));
        Assert.Contains(
            "found no folder", Rpcl.Refuse(ExitCode.Failed, "verify", "parity", _folder.File("absent")), StringComparison.Ordinal);
        File.Copy(Path.Combine(run.Folder, "best", "model.safetensors"), _folder.File("model.safetensors"));
        Assert.EndsWith(
            "metadata: expected 'case', found none; the file is not a parity case",
            Rpcl.Refuse(ExitCode.Failed, "verify", "parity", _folder.Path), StringComparison.Ordinal);
    }
}
