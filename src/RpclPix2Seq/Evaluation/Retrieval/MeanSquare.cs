namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>
/// The mean squared difference of two codes in double precision, identical to the last bit to numpy's <c>((a - b) ** 2).mean(axis=-1)</c>:
/// squares are added up pairwise (Higham, 1993) in numpy's order, eight sums side by side in blocks of 128.
/// </summary>
internal static class MeanSquare
{
    private const int Block = 128, Lanes = 8;

    /// <summary>[Z], [Z] → Σ (a − b)²/Z.</summary>
    /// <param name="a">One code.</param>
    /// <param name="b">The other.</param>
    /// <param name="squares">Work space for at least Z numbers.</param>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<double> squares)
    {
        for (int d = 0; d < a.Length; d++)
        {
            double difference = (double)a[d] - b[d];
            squares[d] = difference * difference;
        }

        return Sum(squares[..a.Length]) / a.Length;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        if (values.Length > Block)
        {
            int half = values.Length / 2;
            half -= half % Lanes;
            return Sum(values[..half]) + Sum(values[half..]);
        }

        double sum = 0;
        int i = 0;
        if (values.Length >= Lanes)
        {
            Span<double> lanes = stackalloc double[Lanes];
            values[..Lanes].CopyTo(lanes);
            for (i = Lanes; i < values.Length - (values.Length % Lanes); i += Lanes)
            {
                for (int lane = 0; lane < Lanes; lane++)
                    lanes[lane] += values[i + lane];
            }

            sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        }

        for (; i < values.Length; i++)
            sum += values[i];
        return sum;
    }
}
