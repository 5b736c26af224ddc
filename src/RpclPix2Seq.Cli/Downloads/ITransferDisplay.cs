namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Shows human-readable download progress on standard error. May be called from several threads.</summary>
internal interface ITransferDisplay
{
    /// <summary>Starts showing a file.</summary>
    TransferMeter Begin(string name);

    /// <summary>Stops showing it.</summary>
    void End(TransferMeter meter);

    /// <summary>A remark, on a line of its own, unless quiet.</summary>
    void Say(string line);

    /// <summary>A warning, on a line of its own.</summary>
    void Warn(string line);

    /// <summary>An error, on a line of its own.</summary>
    void Fail(string line);
}
