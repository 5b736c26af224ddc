using System.Diagnostics;
using RpclPix2Seq.Lab.Retrieval;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Lab.Peers;

/// <summary>Retrieval by plain numpy, in a Python process.</summary>
internal static class NumpyRetrieval
{
    private const string Script = "RpclPix2Seq.Lab.Peers.retrieval_peer.py";

    /// <summary>The ranks of the first queries' own codes, or null if no Python with numpy is found.</summary>
    /// <param name="codes">Queries and gallery.</param>
    /// <param name="count">How many queries.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">The process failed.</exception>
    public static long[]? TryRank(RetrievalCodes codes, int count, CancellationToken cancellationToken)
    {
        string? python = PythonPeer.Find("numpy");
        if (python is null)
            return null;
        string folder = Directory.CreateTempSubdirectory("rpcl-retrieval-").FullName;
        try
        {
            string input = Path.Combine(folder, "codes.npz"), output = Path.Combine(folder, "ranks.npy");
            int rows = codes.Gallery.Length / codes.CodeSize;
            NpzWriter.Write(input, writer =>
            {
                writer.Add<float>("queries", codes.Queries, rows, codes.CodeSize);
                writer.Add<float>("gallery", codes.Gallery, rows, codes.CodeSize);
            });
            Run(python, cancellationToken, input, $"{count}", output);
            return NpyReader.Read(output).ToArray<long>();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(string python, CancellationToken cancellationToken, params string[] arguments)
    {
        using Process process = PythonPeer.Start(python, Script, new Dictionary<string, string>(), arguments);
        using CancellationTokenRegistration stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
            throw new InputException(
                "numpy", "", "ranks of the queries", errors.GetAwaiter().GetResult().TrimEnd().Split('\n')[^1],
                "fix the installation, or leave it out with --compared 0");
    }
}
