namespace RpclPix2Seq.Studio.Tests.Trainings;

/// <summary>Makes the trainings that this process starts small enough for a step to take milliseconds, and endless.</summary>
internal sealed class SmallTrainings : IDisposable
{
    private static readonly (string Name, string Value)[] Settings =
    [
        ("RPCL_DEC_RNN_SIZE", "16"), ("RPCL_Z_SIZE", "8"), ("RPCL_PNG_WIDTH", "32"), ("RPCL_BATCH_SIZE", "8"), ("RPCL_NUM_STEPS", "100000"),
        ("RPCL_REPORT_STEPS", "1"), ("RPCL_SAVE_STEPS", "20"), ("RPCL_PATIENCE", "100000"), ("RPCL_THREADS", "1"),
        ("RPCL_NUM_EPOCHS", "1000000"),
    ];

    public SmallTrainings()
    {
        foreach ((string name, string value) in Settings)
            Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach ((string name, _) in Settings)
            Environment.SetEnvironmentVariable(name, null);
    }
}
