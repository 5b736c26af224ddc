namespace RpclPix2Seq.Configuration;

/// <summary>What the worker threads of the tensor library do between two operators.</summary>
public enum WaitPolicy
{
    /// <summary>They spin: fastest when the machine is otherwise idle.</summary>
    Active,

    /// <summary>They sleep: faster by far when other programs want the same cores.</summary>
    Passive,
}
