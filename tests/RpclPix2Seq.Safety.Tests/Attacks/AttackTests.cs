using RpclPix2Seq.Safety.Attacks;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Safety.Tests.Attacks;

/// <summary>Every known trick, read the way a user would read it: Attacks/Files/README.md has the table.</summary>
public sealed class AttackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. AttackFiles.All.Select(attack => attack.Name)];

    private static string Kept => Path.Combine(SharedFolder.ProjectRoot, "tests", "RpclPix2Seq.Safety.Tests", "Attacks", "Files");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void An_attack_ends_as_the_table_says(string name)
    {
        Attack attack = AttackFiles.All.Single(attack => attack.Name == name);
        string path = _folder.File(name);
        File.WriteAllBytes(path, attack.IsLarge ? attack.Make() : File.ReadAllBytes(Path.Combine(Kept, name)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        IReadOnlyList<string> skipped = [];
        string? error = null;
        try
        {
            skipped = AttackReading.Read(path);
        }
        catch (InputException e)
        {
            error = e.Message;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(
            attack.Outcome, error is not null ? AttackOutcome.Refused : skipped.Count > 0 ? AttackOutcome.Skipped : AttackOutcome.Harmless);
        Assert.Contains(attack.Says, error ?? string.Join(' ', skipped), StringComparison.Ordinal);
        Assert.DoesNotContain(error ?? "", c => char.IsControl(c));
        Assert.InRange(allocated, 0, attack.MostMemory);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_kept_files_and_their_table_are_those_that_are_made()
    {
        AttackFiles.WriteSmall(_folder.Path);
        string[] made = FilesIn(_folder.Path);
        Assert.Equal(made, FilesIn(Kept));
        Assert.All(made, name => Assert.Equal(File.ReadAllBytes(_folder.File(name)), File.ReadAllBytes(Path.Combine(Kept, name))));

        static string[] FilesIn(string folder) =>
            [.. Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Kept_files_are_small() =>
        Assert.All(Directory.GetFiles(Kept), file => Assert.InRange(new FileInfo(file).Length, 1, 1 << 15));

    [Fact]
    public void A_line_of_a_gigabyte_is_passed_over_in_little_memory()
    {
        string path = _folder.File("line.ndjson");
        const string dot = "{\"drawing\":[[[1],[2]]]}\n";
        using (FileStream stream = File.Create(path))
        {
            // A hole of zeros: no disk could hold it.
            stream.Write("{\"word\":\""u8);
            stream.SetLength(1L << 30);
            stream.Position = stream.Length;
            stream.Write(System.Text.Encoding.UTF8.GetBytes("\n" + dot));
        }

        List<string> skipped = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drawing[] drawings = [.. new QuickDrawNdjsonFormat().Read(DrawingFile.At(path), one => skipped.Add(one.Reason))];
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400 << 20);
        Assert.Equal(("line 2", "a line that is too long"), (Assert.Single(drawings).Where, Assert.Single(skipped)));
    }
}
