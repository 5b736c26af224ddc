using System.Net;
using System.Text;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Tests.Endpoints;

public sealed class DataEndpointsTests
{
    private static readonly byte[] Line =
        Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0L90 90L0 90'/></svg>");

    [Fact]
    public async Task Files_become_a_dataset_that_can_be_browsed()
    {
        await using TestStudio studio = await TestStudio.StartAsync();
        Assert.Empty(await studio.GetAsync<DataSummary[]>("api/data"));
        ImportAnswer import = await Import(studio, null, ("game.ndjson", TestData.Ndjson(20)), ("broken.svg", "<svg"u8.ToArray()));
        Assert.Equal("data-1", import.Name);
        Assert.Contains(import.Skipped, skipped => skipped.Example.StartsWith("broken.svg", StringComparison.Ordinal));

        DataSummary data = Assert.Single(await studio.GetAsync<DataSummary[]>("api/data"));
        Assert.Equal("data-1", data.Name);
        Assert.Equal(import.Imported, data.Categories.Sum(category => category.Train + category.Valid + category.Test));
        DataCategory last = data.Categories[^1];
        DataPage page = await studio.GetAsync<DataPage>($"api/data/data-1?category={last.Name}&offset=1&limit=3");
        Assert.Equal(last.Train, page.Total);
        Assert.Equal(3, page.Sketches.Length);
        Assert.All(page.Sketches, sketch => Assert.Equal(last.Name, sketch.Category));
        int before = data.Categories[..^1].Sum(category => category.Train);
        Assert.Equal([before + 1, before + 2, before + 3], page.Sketches.Select(sketch => sketch.Index));
        Assert.All(page.Sketches, sketch => Assert.NotEmpty(sketch.Strokes));

        DataPage all = await studio.GetAsync<DataPage>($"api/data/data-1?limit=500");
        Assert.Equal(data.Categories.Sum(category => category.Train), all.Total);
        Assert.Equal(all.Sketches[before + 1].Strokes, page.Sketches[0].Strokes);
        Assert.Equal(last.Valid,
            (await studio.GetAsync<DataPage>($"api/data/data-1?split=valid&search={last.Name[1..].ToUpperInvariant()}")).Total);
        Assert.Equal(0, (await studio.GetAsync<DataPage>("api/data/data-1?search=nothing")).Total);
        await RefusalTests.AssertRefused(await studio.Client.GetAsync("api/data/data-1?split=best"), 422, "split");
        await RefusalTests.AssertRefused(await studio.Client.GetAsync("api/data/data-1?category=none"), 422, "category");
        await RefusalTests.AssertRefused(await studio.Client.GetAsync("api/data/data-1?limit=501"), 422, "limit");
        await RefusalTests.AssertRefused(await studio.Client.GetAsync("api/data/data-1?offset=x"), 400, null);
    }

    [Fact]
    public async Task An_import_has_a_name_and_a_category_if_they_are_given()
    {
        await using TestStudio studio = await TestStudio.StartAsync();
        ImportAnswer import = await Import(studio, "mine", ("a.svg", Line),
            ("a.svg", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0L9 90'/></svg>")));
        Assert.Equal(("mine", 2L), (import.Name, import.Imported));
        DataSummary data = Assert.Single(await studio.GetAsync<DataSummary[]>("api/data"));
        Assert.Equal("cat", Assert.Single(data.Categories).Name);
        await RefusalTests.AssertRefused(await Send(studio, "mine", ("a.svg", Line)), 422, "name");
        await RefusalTests.AssertRefused(await Send(studio, "../mine", ("a.svg", Line)), 422, "name");
        await RefusalTests.AssertRefused(await Send(studio, null), 422, "file");
        using HttpResponseMessage nothing = await Send(studio, "other", ("a.svg", "<svg"u8.ToArray()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        Assert.Equal(["mine"], Directory.GetDirectories(studio.Runs).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_of_one_name_are_of_one_category()
    {
        await using TestStudio studio = await TestStudio.StartAsync();
        byte[] other = Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0L9 90'/></svg>");
        Assert.Equal(2, (await Import(studio, null, ("cat.svg", Line), ("cat.svg", other))).Imported);
        Assert.Single(Assert.Single(await studio.GetAsync<DataSummary[]>("api/data")).Categories);
    }

    [Fact]
    public async Task Forms_that_are_none_or_cut_are_refused_and_long_names_shortened()
    {
        await using TestStudio studio = await TestStudio.StartAsync();
        await RefusalTests.AssertRefused(await studio.Client.PostAsync("api/read", content: null), 415, null);
        ByteArrayContent cut = new("--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.svg\"\r\n\r\n<svg"u8.ToArray());
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        await RefusalTests.AssertRefused(await studio.Client.PostAsync("api/data", cut), 400, null);
        ImportAnswer import = await Import(studio, null, (new string('猫', 110) + ".svg", Line));
        Assert.Equal(1, import.Imported);
    }

    [Fact]
    public async Task A_damaged_dataset_hides_no_other_and_one_that_was_replaced_is_read_again()
    {
        await using TestStudio studio = await TestStudio.StartAsync();
        await Import(studio, "mine", ("a.svg", Line));
        Directory.CreateDirectory(Path.Combine(studio.Runs, "bad"));
        File.WriteAllText(Path.Combine(studio.Runs, "bad", "dataset.json"), "{");
        DataSummary[] all = await studio.GetAsync<DataSummary[]>("api/data");
        Assert.Equal([("bad", 0), ("mine", 1)], all.Select(each => (each.Name, each.Categories.Length)));
        await RefusalTests.AssertRefused(await studio.Client.GetAsync("api/data/bad"), 422, null);

        Directory.Delete(Path.Combine(studio.Runs, "mine"), recursive: true);
        ImportAnswer other = await Import(studio, "mine", ("game.ndjson", TestData.Ndjson(20)));
        DataSummary mine = (await studio.GetAsync<DataSummary[]>("api/data"))[1];
        Assert.Equal(other.Imported, mine.Categories.Sum(category => category.Train + category.Valid + category.Test));
    }

    private static async Task<ImportAnswer> Import(TestStudio studio, string? name, params (string Name, byte[] Content)[] files)
    {
        using HttpResponseMessage response = await Send(studio, name, files);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return TestStudio.Parse<ImportAnswer>(text);
    }

    private static Task<HttpResponseMessage> Send(TestStudio studio, string? name, params (string Name, byte[] Content)[] files)
    {
        MultipartFormDataContent form = [];
        if (name is not null)
        {
            form.Add(new StringContent(name), "name");
            form.Add(new StringContent("cat"), "category");
        }
        else
        {
            form.Add(new StringContent(""), "name");
        }

        foreach ((string file, byte[] content) in files)
            form.Add(new ByteArrayContent(content), "files", file);
        return studio.Client.PostAsync("api/data", form);
    }
}
