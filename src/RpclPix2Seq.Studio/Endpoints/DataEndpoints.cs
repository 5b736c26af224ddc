using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Data;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>Datasets: what there is, their sketches, and new ones from uploaded files.</summary>
internal static class DataEndpoints
{
    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api, DataShelf shelf, long uploadBytes)
    {
        api.MapGet("/data", shelf.List).WithSummary("The datasets.");
        api.MapGet("/data/{name}", (string name, string? split, string? category, string? search, int offset = 0, int limit = 60) =>
            shelf.Read(name, SplitOf(split), string.IsNullOrEmpty(category) ? null : category, search, offset, limit))
                .WithSummary("Sketches of a dataset.");
        api.MapPost("/data", (HttpContext context, CancellationToken aborted) => ImportAsync(context, shelf, aborted))
            .TakesFiles(uploadBytes).Produces<ImportAnswer>()
            .WithSummary("Makes a dataset of uploaded files; the fields name and category are optional.");
    }

    private static DatasetSplit SplitOf(string? text) => text switch
    {
        null or "" or "train" => DatasetSplit.Train,
        "valid" => DatasetSplit.Valid,
        "test" => DatasetSplit.Test,
        _ => throw RequestException.Range("split", "train, valid or test", text),
    };

    private static async Task<ImportAnswer> ImportAsync(HttpContext context, DataShelf shelf, CancellationToken aborted)
    {
        using Uploads uploads = new();
        IFormCollection form = await UploadForm.ReadAsync(context, uploads).ConfigureAwait(false);
        string name = form.TryGetValue("name", out var named) && named.ToString() is { Length: > 0 } text
            ? Name(text, "name") : FreeName(shelf.Folder);
        string? category = form.TryGetValue("category", out var kind) && kind.ToString() is { Length: > 0 } one
            ? Name(one, "category") : null;
        string output = Path.Combine(shelf.Folder, name);
        if (Path.Exists(output))
            throw RequestException.Range("name", "a name that is not taken", name);
        return await Task.Run(() => uploads.Import(output, category, aborted), aborted).ConfigureAwait(false);
    }

    private static string Name(string text, string field) => CategoryNames.Clean(text) is { } clean && clean == text && text[0] != '.'
        ? clean
        : throw RequestException.Range(field,
            $"a name of at most {CategoryNames.Longest} characters that a file can have, for example cats", text);

    private static string FreeName(string folder) =>
        Enumerable.Range(1, int.MaxValue).Select(n => $"data-{n}").First(name => !Path.Exists(Path.Combine(folder, name)));
}

/// <summary>Forms with files.</summary>
internal static class UploadForm
{
    private const int MostFiles = 1000;

    /// <summary>Says that an address takes a form with files, of at most that many bytes.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder route, long mostBytes) =>
        route.Accepts<IFormFileCollection>("multipart/form-data").WithMetadata(new SizeLimit(mostBytes));

    /// <summary>Reads the form of a request; its files go to <paramref name="uploads"/>.</summary>
    /// <exception cref="RequestException">It is not a whole form, there is no file, or there are too many.</exception>
    public static async Task<IFormCollection> ReadAsync(HttpContext context, Uploads uploads)
    {
        if (!context.Request.HasFormContentType)
            throw new RequestException(415, $"Content-Type: expected multipart/form-data, found '{context.Request.ContentType}'");
        IFormCollection form;
        try
        {
            // A token that the reading itself knew would end the connection, and nobody would hear that it took too long.
            form = await context.Request.ReadFormAsync(CancellationToken.None).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new RequestException(400, $"invalid form: {e.Message}");
        }

        if (form.Files.Count is < 1 or > MostFiles)
            throw RequestException.Range("file", $"1 to {MostFiles} files", $"{form.Files.Count}");
        foreach (IFormFile file in form.Files)
        {
            await using Stream content = file.OpenReadStream();
            await uploads.AddAsync(file.FileName, content, context.RequestAborted).ConfigureAwait(false);
        }

        return form;
    }

    private sealed record SizeLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
