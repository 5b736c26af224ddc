namespace RpclPix2Seq.Configuration;

/// <summary>Where tensors live and are computed.</summary>
public enum ComputeDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first NVIDIA graphics processor.</summary>
    Cuda,
}
