using System.Numerics;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>A line of text taken apart into a drawing and what is known of it. One object reads all lines of a file.</summary>
internal interface IDrawingLine
{
    /// <summary>Why the last line gave no drawing: one of <see cref="SkipReasons"/>, or null.</summary>
    string? Reason { get; }

    /// <summary>What exactly was wrong with the last line, or empty.</summary>
    string Detail { get; }

    /// <summary>Whether the last line was no text of its format at all, rather than something else in that format.</summary>
    bool IsGarbage { get; }

    /// <summary>The strokes; never empty.</summary>
    Vector2[][] Strokes { get; }

    /// <summary>Whether strokes come with times.</summary>
    bool HasTimes { get; }

    /// <summary>The word that the player was asked to draw, or null.</summary>
    string? Word { get; }

    /// <summary>The key of the drawing, or null.</summary>
    string? Key { get; }

    /// <summary>Whether the game recognized the drawing, or null where the line does not say.</summary>
    bool? Recognized { get; }

    /// <summary>Reads a line; false if it gives no drawing, and then <see cref="Reason"/> says why.</summary>
    bool TryParse(ReadOnlySpan<byte> line);
}
