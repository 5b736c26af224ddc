using CsCheck;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class ReferenceShrinkTests
{
    private const int Size = 12;
    private static readonly Gen<float[]> Pictures = Gen.Float[-1, 1].Array[Size * Size];

    [Fact]
    public void A_ratio_of_one_changes_nothing() => Pictures.ForAll(picture => Assert.Equal(picture, Shrink(picture, 1)));

    [Fact]
    public void It_is_the_area_average_on_white() => Gen.Select(Pictures, Gen.Double[0.3, 0.999]).ForAll((picture, ratio) =>
    {
        int small = (int)(Size * ratio), offset = (Size - small) / 2;
        float[] shrunk = Shrink(picture, ratio);

        // Cut every pixel into small² pieces: a pixel of the result is the plain mean of the Size² pieces that it covers.
        for (int row = 0; row < Size; row++)
        {
            for (int column = 0; column < Size; column++)
            {
                bool inside = row >= offset && row < offset + small && column >= offset && column < offset + small;
                // at most Size² terms of at most 1
                Assert.Equal(
                    inside ? Mean(picture, small, row - offset, column - offset) : 1, shrunk[(row * Size) + column],
                    Size * Size / (double)(1 << 24));
            }
        }
    }, count: 30);

    [Theory]
    [InlineData(0.98)]
    [InlineData(0.9999)]
    public void Every_ratio_in_use_takes_one_row_and_column_at_the_end(double ratio)
    {
        float[] shrunk = Shrink(new float[Size * Size], ratio); // all gray
        for (int i = 0; i < Size * Size; i++)
            Assert.Equal(i / Size == Size - 1 || i % Size == Size - 1 ? 1 : 0, shrunk[i], 1e-6);
    }

    private static float[] Shrink(float[] picture, double ratio)
    {
        float[] result = new float[Size * Size];
        ReferenceShrink.Apply(picture, Size, ratio, result);
        return result;
    }

    private static double Mean(float[] picture, int small, int row, int column)
    {
        double sum = 0;
        for (int y = row * Size; y < (row + 1) * Size; y++)
        {
            for (int x = column * Size; x < (column + 1) * Size; x++)
                sum += picture[(y / small * Size) + (x / small)];
        }

        return sum / (Size * Size);
    }
}
