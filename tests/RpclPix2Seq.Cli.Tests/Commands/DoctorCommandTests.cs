using System.Text.Json;

namespace RpclPix2Seq.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class DoctorCommandTests
{
    [Fact]
    public void What_was_found_is_listed()
    {
        Rpcl done = Rpcl.Do("doctor");
        string[] lines = done.Out.TrimEnd('\n').Split('\n');
        string[] names =
            ["system", ".NET", "processor", "products", "memory", "C++ runtime", "TorchSharp", "libtorch", "threads", "devices"];
        Assert.Equal(names, lines.Take(names.Length).Select(line => line[..12].TrimEnd()));
        Assert.All(lines.Take(names.Length), line => Assert.True(line.Length > 13, line));
        Assert.All(lines.Skip(names.Length), line => Assert.Matches("^(MPI          .+|remark: .+|nothing is missing)$", line));
        Assert.True(lines.Length > names.Length + 1);
        Assert.Empty(done.Error);
    }

    [Fact]
    public void And_written_as_json()
    {
        Rpcl done = Rpcl.Do("doctor", "--json");
        using JsonDocument json = JsonDocument.Parse(done.Out);
        Assert.True(json.RootElement.GetProperty("cores").GetInt32() > 0);
        Assert.Contains(
            "cpu", json.RootElement.GetProperty("devices").EnumerateArray().Select(device => device.GetString()!.ToLowerInvariant()));
        Assert.All(
            json.RootElement.GetProperty("findings").EnumerateArray(),
            finding => Assert.False(finding.GetProperty("is_fatal").GetBoolean()));
        Assert.Empty(done.Error);
    }
}
