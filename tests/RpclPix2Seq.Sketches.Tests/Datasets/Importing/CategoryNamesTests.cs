using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class CategoryNamesTests
{
    [Theory]
    [InlineData("cat.npz", "cat")]
    [InlineData("cat.full.npz", "cat")]
    [InlineData("full_simplified_cat.ndjson", "cat")]
    [InlineData("full_raw_hot air balloon.ndjson.gz", "hot air balloon")]
    [InlineData("full-simplified-cat.ndjson", "cat")]
    [InlineData("full%2Fsimplified%2Fhot%20dog.ndjson", "hot dog")]
    [InlineData("full_binary_The Eiffel Tower.bin", "The Eiffel Tower")]
    [InlineData("sketchrnn_cat.full.npz", "cat")]
    [InlineData("sketchrnn-cat.npz", "cat")]
    [InlineData("raw_fish.svg", "raw_fish")]
    [InlineData("full_moon.svg", "full_moon")]
    [InlineData("sketchrnn_.npz", "sketchrnn_")]
    [InlineData("t-shirt.npz", "t-shirt")]
    public void A_file_is_named_after_what_it_shows(string file, string expected) => Assert.Equal(expected, CategoryNames.OfName(file));

    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("hot air balloon", "hot air balloon")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("..", null)]
    [InlineData(" . ", null)]
    [InlineData("", null)]
    [InlineData("\u3000\u00a0", null)]
    [InlineData("\u3000cat\u2003.", "cat")]
    [InlineData("C:\\x", "C__x")]
    [InlineData("a\nb\0c", "a_b_c")]
    [InlineData("猫🐈", "猫🐈")]
    public void Names_are_made_fit_for_files(string name, string? expected) => Assert.Equal(expected, CategoryNames.Clean(name));

    [Fact]
    public void Long_names_are_cut_to_what_a_file_system_takes()
    {
        Assert.Equal(new string('a', 100), CategoryNames.Clean(new string('a', 300)));
        Assert.Equal(new string('猫', 60), CategoryNames.Clean(new string('猫', 300)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced() => Assert.Equal("half _", CategoryNames.Clean("half " + '\ud83d'));

    [Fact]
    public void Clean_names_are_short_names_of_files_and_stay_as_they_are() => Gen.String[0, 300].ForAll(name =>
    {
        if (CategoryNames.Clean(name) is not { } clean)
            return;
        Assert.InRange(clean.Length, 1, CategoryNames.Longest);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(clean), 1, CategoryNames.MostBytes);
        Assert.Equal(clean, Path.GetFileName(clean));
        Assert.True(clean is not ("." or ".."));
        Assert.True(DatasetDescription.IsName(clean), clean);
        Assert.Equal(clean, CategoryNames.Clean(clean));
    });

    [Theory]
    [InlineData("animals/cat/1.svg", false, true, "cat")]
    [InlineData("animals/cat/cat.svg", true, true, "cat")]
    [InlineData("animals/cats/cat.svg", true, true, "cat")]
    [InlineData("animals/cat.npz", false, false, "cat")]
    [InlineData("animals/cat.npz", true, false, "cat")]
    public void Documents_are_named_after_their_folder_unless_one_is_imported_alone(
        string path, bool isAlone, bool isDocument, string expected) =>
        Assert.Equal(expected, CategoryNames.OfFile(new SourceFile(path, isAlone, 1, isAlone), isDocument));
}
