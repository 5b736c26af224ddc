using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Data;
using RpclPix2Seq.Studio.Inference;
using RpclPix2Seq.Studio.Recipes;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>Sketches to and from files.</summary>
internal static class FileEndpoints
{
    private const int MostSketches = 200, MostGifPoints = 2000;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder api, long uploadBytes)
    {
        api.MapPost("/read", (HttpContext context, CancellationToken aborted) => ReadAsync(context, aborted)).TakesFiles(uploadBytes)
            .Produces<ReadAnswer>()
            .WithSummary("The sketches in an uploaded file, and the recipe if it holds one.");
        api.MapPost("/export", (ExportRequest request) => Export(request)).WithSummary("A sketch as a file.");
    }

    private static async Task<ReadAnswer> ReadAsync(HttpContext context, CancellationToken aborted)
    {
        using Uploads uploads = new();
        await UploadForm.ReadAsync(context, uploads).ConfigureAwait(false);
        if (uploads.Files.Count != 1)
            throw RequestException.Range("file", "one file", $"{uploads.Files.Count}");
        return await Task.Run(() => Read(uploads), aborted).ConfigureAwait(false);
    }

    private static ReadAnswer Read(Uploads uploads)
    {
        string name = Path.GetFileNameWithoutExtension(uploads.Files[0]);
        List<string> skipped = [];
        try
        {
            if (RecipeMark.Find(File.ReadAllBytes(uploads.Files[0])) is { } recipe)
                return new ReadAnswer([new NamedStrokes(recipe.Strokes, name)], recipe, []);
        }
        catch (InputException e)
        {
            skipped.Add(e.Message);
        }

        Sketch[] sketches = uploads.Read();
        if (sketches.Length > MostSketches)
            skipped.Add($"{sketches.Length - MostSketches} sketches beyond the first {MostSketches}; import the file to see all");
        return new ReadAnswer(
            [
                .. sketches.Take(MostSketches).Select((sketch, i) => new NamedStrokes(
                    SketchStrokes.Of(sketch, sketch.FirstRow ?? FirstRow.Move), sketches.Length == 1 ? name : $"{name} {i + 1}")),
            ],
            null, [.. skipped]);
    }

    private static IResult Export(ExportRequest request)
    {
        Checks.Strokes(request.Strokes, "strokes");
        if (request.Format == ExportFormat.Gif)
            Checks.Whole(request.Strokes.Sum(stroke => stroke.Length), 1, MostGifPoints, "strokes.points");
        if (request.Recipe is { } recipe)
            Checks.Recipe(recipe, "recipe.");
        SketchFile file = SketchFiles.Of(request.Strokes, request.Recipe, request.Format);
        return Results.File(file.Content, file.Type, file.Name);
    }
}
