using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RpclPix2Seq.Torch.Kernels;

/// <content>The tiles. Results are locals rather than an array, because only locals stay in registers: 24 of the 32, in addition to two for
/// the panel and one for the left-hand number.</content>
internal static unsafe partial class TiledProduct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12(int depth, float* a, nint rowStep, nint depthStep, float* panel, float* c, nint strideC, bool add)
    {
        Vector512<float> l0 = default, h0 = default;
        Vector512<float> l1 = default, h1 = default;
        Vector512<float> l2 = default, h2 = default;
        Vector512<float> l3 = default, h3 = default;
        Vector512<float> l4 = default, h4 = default;
        Vector512<float> l5 = default, h5 = default;
        Vector512<float> l6 = default, h6 = default;
        Vector512<float> l7 = default, h7 = default;
        Vector512<float> l8 = default, h8 = default;
        Vector512<float> l9 = default, h9 = default;
        Vector512<float> l10 = default, h10 = default;
        Vector512<float> l11 = default, h11 = default;
        if (add)
        {
            (l0, h0) = Load(c);
            (l1, h1) = Load(c + strideC);
            (l2, h2) = Load(c + (2 * strideC));
            (l3, h3) = Load(c + (3 * strideC));
            (l4, h4) = Load(c + (4 * strideC));
            (l5, h5) = Load(c + (5 * strideC));
            (l6, h6) = Load(c + (6 * strideC));
            (l7, h7) = Load(c + (7 * strideC));
            (l8, h8) = Load(c + (8 * strideC));
            (l9, h9) = Load(c + (9 * strideC));
            (l10, h10) = Load(c + (10 * strideC));
            (l11, h11) = Load(c + (11 * strideC));
        }

        float* a0 = a;
        float* a4 = a + (4 * rowStep);
        float* a8 = a + (8 * rowStep);
        nint second = 2 * rowStep, third = 3 * rowStep;
        for (int k = 0; k < depth; k++)
        {
            (Vector512<float> low, Vector512<float> high) = Load(panel);
            Vector512<float> x;
            panel += PanelWidth;
            x = Vector512.Create(*a0);
            (l0, h0) = (Vector512.FusedMultiplyAdd(x, low, l0), Vector512.FusedMultiplyAdd(x, high, h0));
            x = Vector512.Create(a0[rowStep]);
            (l1, h1) = (Vector512.FusedMultiplyAdd(x, low, l1), Vector512.FusedMultiplyAdd(x, high, h1));
            x = Vector512.Create(a0[second]);
            (l2, h2) = (Vector512.FusedMultiplyAdd(x, low, l2), Vector512.FusedMultiplyAdd(x, high, h2));
            x = Vector512.Create(a0[third]);
            (l3, h3) = (Vector512.FusedMultiplyAdd(x, low, l3), Vector512.FusedMultiplyAdd(x, high, h3));
            x = Vector512.Create(*a4);
            (l4, h4) = (Vector512.FusedMultiplyAdd(x, low, l4), Vector512.FusedMultiplyAdd(x, high, h4));
            x = Vector512.Create(a4[rowStep]);
            (l5, h5) = (Vector512.FusedMultiplyAdd(x, low, l5), Vector512.FusedMultiplyAdd(x, high, h5));
            x = Vector512.Create(a4[second]);
            (l6, h6) = (Vector512.FusedMultiplyAdd(x, low, l6), Vector512.FusedMultiplyAdd(x, high, h6));
            x = Vector512.Create(a4[third]);
            (l7, h7) = (Vector512.FusedMultiplyAdd(x, low, l7), Vector512.FusedMultiplyAdd(x, high, h7));
            x = Vector512.Create(*a8);
            (l8, h8) = (Vector512.FusedMultiplyAdd(x, low, l8), Vector512.FusedMultiplyAdd(x, high, h8));
            x = Vector512.Create(a8[rowStep]);
            (l9, h9) = (Vector512.FusedMultiplyAdd(x, low, l9), Vector512.FusedMultiplyAdd(x, high, h9));
            x = Vector512.Create(a8[second]);
            (l10, h10) = (Vector512.FusedMultiplyAdd(x, low, l10), Vector512.FusedMultiplyAdd(x, high, h10));
            x = Vector512.Create(a8[third]);
            (l11, h11) = (Vector512.FusedMultiplyAdd(x, low, l11), Vector512.FusedMultiplyAdd(x, high, h11));
            a0 += depthStep;
            a4 += depthStep;
            a8 += depthStep;
        }

        Store(l0, h0, c);
        Store(l1, h1, c + strideC);
        Store(l2, h2, c + (2 * strideC));
        Store(l3, h3, c + (3 * strideC));
        Store(l4, h4, c + (4 * strideC));
        Store(l5, h5, c + (5 * strideC));
        Store(l6, h6, c + (6 * strideC));
        Store(l7, h7, c + (7 * strideC));
        Store(l8, h8, c + (8 * strideC));
        Store(l9, h9, c + (9 * strideC));
        Store(l10, h10, c + (10 * strideC));
        Store(l11, h11, c + (11 * strideC));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4(int depth, float* a, nint rowStep, nint depthStep, float* panel, float* c, nint strideC, bool add)
    {
        Vector512<float> l0 = default, h0 = default;
        Vector512<float> l1 = default, h1 = default;
        Vector512<float> l2 = default, h2 = default;
        Vector512<float> l3 = default, h3 = default;
        if (add)
        {
            (l0, h0) = Load(c);
            (l1, h1) = Load(c + strideC);
            (l2, h2) = Load(c + (2 * strideC));
            (l3, h3) = Load(c + (3 * strideC));
        }

        float* a0 = a;
        nint second = 2 * rowStep, third = 3 * rowStep;
        for (int k = 0; k < depth; k++)
        {
            (Vector512<float> low, Vector512<float> high) = Load(panel);
            Vector512<float> x;
            panel += PanelWidth;
            x = Vector512.Create(*a0);
            (l0, h0) = (Vector512.FusedMultiplyAdd(x, low, l0), Vector512.FusedMultiplyAdd(x, high, h0));
            x = Vector512.Create(a0[rowStep]);
            (l1, h1) = (Vector512.FusedMultiplyAdd(x, low, l1), Vector512.FusedMultiplyAdd(x, high, h1));
            x = Vector512.Create(a0[second]);
            (l2, h2) = (Vector512.FusedMultiplyAdd(x, low, l2), Vector512.FusedMultiplyAdd(x, high, h2));
            x = Vector512.Create(a0[third]);
            (l3, h3) = (Vector512.FusedMultiplyAdd(x, low, l3), Vector512.FusedMultiplyAdd(x, high, h3));
            a0 += depthStep;
        }

        Store(l0, h0, c);
        Store(l1, h1, c + strideC);
        Store(l2, h2, c + (2 * strideC));
        Store(l3, h3, c + (3 * strideC));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Low, Vector512<float> High) Load(float* at) =>
        (Vector512.Load(at), Vector512.Load(at + Vector512<float>.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> low, Vector512<float> high, float* at)
    {
        low.Store(at);
        high.Store(at + Vector512<float>.Count);
    }
}
