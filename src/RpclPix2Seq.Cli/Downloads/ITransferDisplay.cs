namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Shows how files arrive, for people, on standard error. May be called from several threads.</summary>
internal interface ITransferDisplay
{
    /// <summary>Begins to show a file.</summary>
    TransferMeter Begin(string name);

    /// <summary>Ends to show it.</summary>
    void End(TransferMeter meter);

    /// <summary>A remark in a line of its own, unless quiet.</summary>
    void Say(string line);

    /// <summary>A warning, in a line of its own.</summary>
    void Warn(string line);

    /// <summary>An error, in a line of its own.</summary>
    void Fail(string line);
}
