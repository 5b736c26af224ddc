using System.Buffers.Binary;
using System.Text.Json;

namespace RpclPix2Seq.Tests.Models.Magenta;

/// <summary>
/// A sketch-rnn decoder as its players read it, and what it computes, number by number, in double precision: what MagentaModel is compared
/// with.
/// </summary>
internal sealed class MagentaFile
{
    private readonly double[][] _arrays;

    private MagentaFile(int units, int outputs, double scaleFactor, double[][] arrays) =>
        (Units, Outputs, ScaleFactor, _arrays) = (units, outputs, scaleFactor, arrays);

    public int Units { get; }

    public int Outputs { get; }

    public double ScaleFactor { get; }

    /// <summary>The text of a file with random numbers.</summary>
    public static string Text(
        int units = 16, int mixtures = 2, string info = """{"name":"cat","scale_factor":40.5,"max_seq_len":30,"mode":2}""")
    {
        int outputs = (6 * mixtures) + 3;
        int[][] dims = [[units, outputs], [outputs], [5, 4 * units], [units, 4 * units], [4 * units]];
        Random random = new(1);
        string[] arrays = [.. dims.Select(shape => Array(random, shape.Aggregate(1, (product, size) => product * size)))];
        return $"[{info},{JsonSerializer.Serialize(dims)},{JsonSerializer.Serialize(arrays)}]";
    }

    /// <summary>Reads a file that is right.</summary>
    public static MagentaFile Read(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement dims = document.RootElement[1];
        return new MagentaFile(
            dims[0][0].GetInt32(), dims[1][0].GetInt32(), document.RootElement[0].GetProperty("scale_factor").GetDouble(),
            [.. document.RootElement[2].EnumerateArray().Select(array => Numbers(array.GetBytesFromBase64()))]);
    }

    /// <summary>The outputs [T+1][6M+3] before each row and after the last.</summary>
    /// <param name="rows">Rows (dx, dy, down, up, end) in units of the model.</param>
    public double[][] Heads(IReadOnlyList<double[]> rows)
    {
        double[] hidden = new double[Units], cell = new double[Units];
        List<double[]> heads = [];
        foreach (double[] row in rows.Prepend(new double[5]))
        {
            double[] gates = (double[])_arrays[4].Clone();
            for (int g = 0; g < gates.Length; g++)
            {
                for (int i = 0; i < 5; i++)
                    gates[g] += row[i] * _arrays[2][(i * gates.Length) + g];
                for (int i = 0; i < Units; i++)
                    gates[g] += hidden[i] * _arrays[3][(i * gates.Length) + g];
            }

            for (int i = 0; i < Units; i++)
            {
                double input = gates[i], candidate = gates[Units + i], forget = gates[(2 * Units) + i], output = gates[(3 * Units) + i];
                cell[i] = (cell[i] * Sigmoid(forget + 1)) + (Sigmoid(input) * Math.Tanh(candidate));
                hidden[i] = Math.Tanh(cell[i]) * Sigmoid(output);
            }

            double[] head = (double[])_arrays[1].Clone();
            for (int o = 0; o < Outputs; o++)
            {
                for (int i = 0; i < Units; i++)
                    head[o] += hidden[i] * _arrays[0][(i * Outputs) + o];
            }

            heads.Add(head);
        }

        return [.. heads];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static string Array(Random random, int count)
    {
        byte[] bytes = new byte[2 * count];
        for (int i = 0; i < count; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)random.Next(-1500, 1500));
        return Convert.ToBase64String(bytes);
    }

    private static double[] Numbers(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 2).Select(i => (short)(bytes[2 * i] | (bytes[(2 * i) + 1] << 8)) * 10.0 / 32767)];
}
