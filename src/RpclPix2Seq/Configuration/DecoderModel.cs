namespace RpclPix2Seq.Configuration;

/// <summary>The recurrent cell of the sequence decoder (the specification §6).</summary>
public enum DecoderModel
{
    /// <summary>LSTM with recurrent dropout on the candidate.</summary>
    Lstm,

    /// <summary>LSTM with layer normalisation of every gate and of the cell state.</summary>
    LayerNorm,

    /// <summary>LSTM whose weights are scaled step by step by a smaller, auxiliary LSTM.</summary>
    Hyper,
}
