using CsCheck;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Configuration;

public sealed class HParamsTests
{
    [Fact]
    public void The_whole_grammar_is_read()
    {
        ModelConfig config = Parse(
            "categories=[cat, pig bus],dec_model=lstm, learning_rate=1e-4,use_input_dropout=True ,use_recurrent_dropout=0,z_size = 8,");
        Assert.Equal(["cat", "pig", "bus"], config.Categories);
        Assert.Equal((DecoderModel.Lstm, 1e-4, true, false, 8),
            (config.DecModel, config.LearningRate, config.UseInputDropout, config.UseRecurrentDropout, config.ZSize));
    }

    [Fact]
    public void Elements_are_set_by_their_index()
    {
        Assert.Equal(["bee", "cat", "flower", "pig", "pig2"], Parse("categories[1]=cat,categories[ 3 ]=pig,categories[4]=pig2").Categories);
        Assert.Equal(["bus", "bee", "flower", "giraffe", "pig"], Parse("categories[0]=bus,categories[1]=bee").Categories);
        Assert.Equal(["x", "bus", "flower", "giraffe", "pig"], Parse("categories[0]='x'").Categories);
    }

    [Fact]
    public void Quotes_keep_blanks_and_commas_in_names() => Assert.Equal(
        ["alarm clock", "Salz, Pfeffer", "a=b", "bee"], Parse("categories=['alarm clock',\"Salz, Pfeffer\",a=b,bee]").Categories);

    [Fact]
    public void Nothing_changes_nothing() => Assert.Equal(ModelConfig.Defaults, Parse(""));

    [Theory]
    [InlineData("seed", "character 1: expected name=value, name=[value,value] or name[index]=value, found 'seed'")]
    [InlineData("seed=1,=2", "character 8: expected name=value")]
    [InlineData("seed=1,,z_size=2", "character 8: expected name=value")]
    [InlineData("categories=[bee,bus", "character 1: expected name=value")]
    [InlineData("1seed=1", "character 1: expected name=value")]
    [InlineData("seed=1,seed=2", "character 8: expected every name once, found 'seed' again")]
    [InlineData("categories=[a],categories[0]=b", "character 16: expected every name once")]
    [InlineData("categories[0]=b,categories=[a]", "character 17: expected every name once")]
    [InlineData("categories[0]=b,categories[0]=a", "character 17: expected every name once")]
    [InlineData("categories[5]=a", "character 1: expected an index from 0 to 4 because categories has 5 elements, found 5")]
    [InlineData("categories[99999999999]=a", "character 1: expected an index of a list, found 99999999999")]
    [InlineData("categories[0]=[a]", "character 1: expected one value for one element, found categories[0]=[a]")]
    [InlineData("seed[0]=1", "character 1: expected seed=value because seed is not a list, found seed[0]=1")]
    [InlineData("categories=bee", "character 1: categories: expected one or more different names")]
    [InlineData("seed=[1]", "character 1: seed: expected a whole number from 0")]
    [InlineData("seed=", "character 1: seed: expected a whole number from 0 to 9223372036854775807, found nothing; for example seed=42")]
    [InlineData("z_size=8,batchsize=3", "character 10: expected a configuration key, found 'batchsize'; did you mean batch_size?")]
    [InlineData("categories=['a/b']", "character 1: categories: expected one or more different names")]
    public void An_error_says_where_and_what(string text, string expected)
    {
        InputException e = Assert.Throws<InputException>(() => Parse(text));
        Assert.StartsWith($"--hparams: {expected}", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A pattern that backtracks over blanks would take hours for these.</summary>
    [Theory]
    [InlineData("z_size", "=", "[")]
    [InlineData("z_size", "", "x")]
    [InlineData("z_size=", "", "]")]
    [InlineData("z_size[", "0", "x")]
    public void Blanks_in_any_number_are_passed_over_once(string before, string between, string after)
    {
        string blanks = new(' ', 30_000);
        Assert.Throws<InputException>(() => Parse(before + blanks + between + blanks + after));
        Assert.Equal(5, Parse($"z_size{blanks}={blanks}5{blanks}").ZSize);
    }

    [Fact]
    public void Any_text_is_either_read_or_refused_as_bad_input() =>
        Gen.String[Gen.Char["abcseed=[],0 1'\"é\n"], 0, 30].ForAll(text =>
        {
            try
            {
                Assert.NotNull(Parse(text));
            }
            catch (InputException e)
            {
                Assert.StartsWith("--hparams: character ", e.Message, StringComparison.Ordinal);
            }
        });

    private static ModelConfig Parse(string text) => new ConfigBuilder().ApplyHParams(text).Build().Config;
}
