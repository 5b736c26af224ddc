namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>Makes a piece of an array's data while it is being written. Called from several threads at once, each piece once.</summary>
/// <param name="offset">The first byte of the piece, counted in the data.</param>
/// <param name="destination">The piece; every byte of it must be set.</param>
public delegate void ArrayFiller(long offset, Span<byte> destination);
