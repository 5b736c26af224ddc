namespace RpclPix2Seq.Tests.Checkpoints;

/// <summary>The process is dead.</summary>
public sealed class PowerCutException : Exception;
