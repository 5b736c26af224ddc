using System.Buffers.Binary;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Umap;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Inference;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Studio.Atlas;

/// <summary>Codes on a plane: of the data's sketches, or draws of the mixture where there are no data.</summary>
internal sealed class CodeMap
{
    private const int PointBytes = 12, Nearest = 6;
    private const string Projection = "UMAP";

    private readonly float[] _codes;
    private readonly int _size;
    private readonly double[] _places;

    private CodeMap(MapHeader header, float[] codes, double[] places, int[] components, CodedSketches? data)
    {
        Header = header;
        _codes = codes;
        _size = codes.Length / components.Length;
        _places = places;
        Components = components;
        Data = data;
    }

    /// <summary>What it shows.</summary>
    public MapHeader Header { get; }

    /// <summary>The component of each point.</summary>
    public int[] Components { get; }

    /// <summary>The sketches of the points; null for draws of the mixture.</summary>
    public CodedSketches? Data { get; }

    /// <summary>Makes the map of sketches.</summary>
    /// <param name="data">The sketches.</param>
    /// <param name="done">Called with the share of the layout that is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static CodeMap Of(CodedSketches data, Action<double> done, CancellationToken cancellationToken)
    {
        int count = data.Sketches.Length;
        double[] places = Project(data.Codes, data.Codes.Length / count, done, cancellationToken);
        return new CodeMap(new MapHeader(count, "data", data.Categories, Projection), data.Codes, places, data.Components, data);
    }

    /// <summary>Makes the map of draws of the mixture.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">How many draws.</param>
    /// <param name="done">Called with the share of the layout that is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<CodeMap> OfMixtureAsync(
        StudioModel model, int count, Action<double> done, CancellationToken cancellationToken)
    {
        (float[] codes, int[] components) = await model.Worker.Ask(
            loaded =>
            {
                (TorchSharp.torch.Tensor drawn, int[] from) = CodeSource.FromMixture(
                    loaded.Model, count, null, loaded.Config.ComponentThreshold, temperature: 1, seed: 1);
                return (drawn.Floats(), from);
            },
            cancellationToken).ConfigureAwait(false);
        double[] places = Project(codes, model.CodeSize, done, cancellationToken);
        return new CodeMap(new MapHeader(count, "mixture", [], Projection), codes, places, components, null);
    }

    /// <summary>The code of a point.</summary>
    public float[] CodeOf(int index) => _codes.AsSpan(index * _size, _size).ToArray();

    /// <summary>All points: x and y as float32 from −1 to 1, category (−1 for none) and component as int16, little endian.</summary>
    public byte[] Points()
    {
        byte[] bytes = new byte[PointBytes * Header.Count];
        for (int i = 0; i < Header.Count; i++)
        {
            Span<byte> point = bytes.AsSpan(PointBytes * i);
            BinaryPrimitives.WriteSingleLittleEndian(point, (float)_places[2 * i]);
            BinaryPrimitives.WriteSingleLittleEndian(point[4..], (float)_places[(2 * i) + 1]);
            BinaryPrimitives.WriteInt16LittleEndian(point[8..], (short)(Data?.Sketches[i].Category ?? -1));
            BinaryPrimitives.WriteInt16LittleEndian(point[10..], (short)Components[i]);
        }

        return bytes;
    }

    /// <summary>The code at a place: those of the nearest points, weighed by one over their squared distances.</summary>
    public float[] CodeAt(double x, double y)
    {
        (int Index, double Distance)[] near =
        [
            .. Enumerable.Range(0, Header.Count).Select(i => (i, Square(_places[2 * i] - x) + Square(_places[(2 * i) + 1] - y)))
                .OrderBy(each => each.Item2).Take(Nearest),
        ];
        double[] code = new double[_size];
        double all = near.Sum(Weight);
        foreach ((int Index, double Distance) each in near)
        {
            for (int d = 0; d < _size; d++)
                code[d] += Weight(each) / all * _codes[(each.Index * _size) + d];
        }

        return [.. code.Select(value => (float)value)];

        static double Square(double value) => value * value;
        static double Weight((int Index, double Distance) each) => 1 / (each.Distance + 1e-12);
    }

    /// <summary>Places from −1 to 1 on the longer axis.</summary>
    private static double[] Project(float[] codes, int size, Action<double> done, CancellationToken cancellationToken)
    {
        UmapOptions options = new();
        double epochs = UmapEmbedding.Epochs(options, codes.Length / size);
        double[] places = UmapEmbedding.Of(codes, size, options, epoch => done(epoch / epochs), cancellationToken);
        double[] x = [.. places.Where((_, i) => i % 2 == 0)], y = [.. places.Where((_, i) => i % 2 == 1)];
        double middleX = (x.Min() + x.Max()) / 2, middleY = (y.Min() + y.Max()) / 2;
        double half = Math.Max(Math.Max(x.Max() - x.Min(), y.Max() - y.Min()) / 2, 1e-9);
        return [.. places.Select((value, i) => (value - (i % 2 == 0 ? middleX : middleY)) / half)];
    }
}
