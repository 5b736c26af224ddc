using BenchmarkDotNet.Attributes;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Bench.Micro;

/// <summary>A picture of 48 pixels of a built-in sketch. (Not sealed: BenchmarkDotNet derives from it.)</summary>
public class RasterKernels
{
    private readonly byte[] _image = new byte[48 * 48];
    private Rasterizer _rasterizer = null!;
    private Sketch _sketch = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _rasterizer = new Rasterizer(RasterOptions.Default);
        _sketch = ProceduralSketches.Draw("bee", seed: 1, index: 0).Sketch;
    }

    [Benchmark]
    public void Rasterize() => _rasterizer.Draw(_sketch.Points, _image);
}
