namespace RpclPix2Seq.Tests.Models;

/// <summary>The process is dead.</summary>
public sealed class PowerCutException : Exception;
