namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>How the sketches of a split are laid out in a .npz file.</summary>
public enum SketchNpzLayout
{
    /// <summary>
    /// train, valid, test: object arrays [N] of arrays [n, 3], as sketch-rnn has them. numpy reads them with <c>allow_pickle=True</c>, in any
    /// encoding.
    /// </summary>
    Pickled,

    /// <summary>
    /// train_points [P, 3] and train_offsets int64 [N + 1], and so on: sketch i is rows offsets[i] to offsets[i + 1]. numpy reads them without
    /// pickle.
    /// </summary>
    Plain,
}
