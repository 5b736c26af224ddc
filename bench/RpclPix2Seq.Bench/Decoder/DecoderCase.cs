namespace RpclPix2Seq.Bench.Decoder;

/// <summary>One size at which the decoder is measured.</summary>
/// <param name="Name">Its name on the command line and in results.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Size">R.</param>
/// <param name="Batch">B.</param>
/// <param name="Steps">T.</param>
internal sealed record DecoderCase(string Name, DecoderModel Cell, int Size, int Batch, int Steps)
{
    /// <summary>The cases of the result table, in its order.</summary>
    public static IReadOnlyList<DecoderCase> Reported { get; } =
    [
        new("lstm512", DecoderModel.Lstm, 512, 128, 100),
        new("lstm2048", DecoderModel.Lstm, 2048, 128, 25),
        new("layernorm512", DecoderModel.LayerNorm, 512, 128, 100),
        new("hyper512", DecoderModel.Hyper, 512, 128, 100),
        new("hyper2048", DecoderModel.Hyper, 2048, 128, 25),
    ];

    /// <summary>The case whose peak memory is measured.</summary>
    public static DecoderCase Long { get; } = new("hyper2048_t200", DecoderModel.Hyper, 2048, 128, 200);

    private static DecoderCase[] All { get; } = [.. Reported, Long, new("layernorm256", DecoderModel.LayerNorm, 256, 32, 50)];

    /// <summary>Floating-point operations of forward and backward.</summary>
    public double Operations => Products.OfTraining(Cell, Size, Batch, Steps);

    /// <summary>The cell's name in configurations.</summary>
    public string CellName => Cell switch
    {
        DecoderModel.Lstm => "lstm",
        DecoderModel.LayerNorm => "layer_norm",
        _ => "hyper",
    };

    /// <summary>The case called <paramref name="name"/>.</summary>
    /// <exception cref="InputException">There is no such case.</exception>
    public static DecoderCase Find(string name) => All.FirstOrDefault(c => c.Name == name)
        ?? throw new InputException("--case", "", $"one of {string.Join(", ", All.Select(c => c.Name))}", $"'{name}'");
}
