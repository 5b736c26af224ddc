namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// Draws the d attribute of a path (SVG 1.1 §8.3). If it violates the grammar, everything before the faulty segment is drawn, and nothing
/// after it (§8.3.9, F.2).
/// </summary>
internal ref struct SvgPath
{
    private const int MostNumbers = 6;
    private readonly Outline _outline;
    private NumberScanner _scanner;
    private (double X, double Y) _pen;
    private (double X, double Y) _start;

    // The control point that S or T mirrors; the pen itself after any other command.
    private (double X, double Y) _handle;
    private char _drawn;
    private bool _isClosed;

    private SvgPath(ReadOnlySpan<char> data, Outline outline)
    {
        _scanner = new NumberScanner(data);
        _outline = outline;
    }

    public static void Draw(ReadOnlySpan<char> data, Outline outline)
    {
        SvgPath path = new(data, outline);
        path.Draw();
    }

    private void Draw()
    {
        char command = '\0';
        while (true)
        {
            _scanner.SkipSpace();
            if (_scanner.AtEnd)
                return;
            if (char.IsAsciiLetter(_scanner.Next))
            {
                bool isFirst = command == '\0';
                command = _scanner.Next;
                if (isFirst && command is not ('M' or 'm'))
                    return;
                _scanner.Advance();
                _scanner.SkipSpace();
            }
            else if (command is '\0' or 'Z' or 'z')
            {
                return;
            }
            else
            {
                _scanner.SkipSeparator();
            }

            if (!DrawSegment(command))
                return;

            // Additional pairs after a move are lines.
            command = command switch { 'M' => 'L', 'm' => 'l', _ => command };
        }
    }

    private bool DrawSegment(char command)
    {
        bool relative = char.IsAsciiLetterLower(command);
        char kind = char.ToUpperInvariant(command);
        if (kind == 'Z')
        {
            _outline.Close();
            _isClosed = true;
            Arrive(kind, _start, _start);
            return true;
        }

        Span<double> v = stackalloc double[MostNumbers];
        bool large = false, sweep = false;
        int count = kind switch { 'M' or 'L' or 'T' => 2, 'H' or 'V' => 1, 'S' or 'Q' => 4, 'C' => 6, 'A' => 5, _ => -1 };
        if (count < 0 || !(kind == 'A' ? TryArc(v, out large, out sweep) : TryNumbers(v[..count])))
            return false;
        (double X, double Y) origin = relative ? _pen : default;
        (double X, double Y) end = kind switch
        {
            'H' => (origin.X + v[0], _pen.Y),
            'V' => (_pen.X, origin.Y + v[0]),
            _ => (origin.X + v[count - 2], origin.Y + v[count - 1]),
        };
        if (kind == 'M')
        {
            _outline.MoveTo(end.X, end.Y);
            (_start, _isClosed) = (end, false);
            Arrive(kind, end, end);
            return true;
        }

        // Without a move, the next segment after a closed figure starts where the figure started.
        if (_isClosed)
            _outline.MoveTo(_start.X, _start.Y);
        _isClosed = false;
        (double X, double Y) first = (origin.X + v[0], origin.Y + v[1]), second = (origin.X + v[2], origin.Y + v[3]);
        switch (kind)
        {
            case 'L' or 'H' or 'V':
                _outline.LineTo(end.X, end.Y);
                Arrive(kind, end, end);
                break;
            case 'C':
                Cubic(kind, first, second, end);
                break;
            case 'S':
                Cubic(kind, _drawn is 'C' or 'S' ? Mirrored() : _pen, first, end);
                break;
            case 'Q':
                Quadratic(kind, first, end);
                break;
            case 'T':
                Quadratic(kind, _drawn is 'Q' or 'T' ? Mirrored() : _pen, end);
                break;
            default:
                EllipticalArc.Draw(_outline, _pen, (v[0], v[1]), double.DegreesToRadians(v[2]), large, sweep, end);
                Arrive(kind, end, end);
                break;
        }

        return true;
    }

    private readonly (double X, double Y) Mirrored() => ((2 * _pen.X) - _handle.X, (2 * _pen.Y) - _handle.Y);

    private void Cubic(char kind, (double X, double Y) first, (double X, double Y) second, (double X, double Y) end)
    {
        _outline.CubicTo(first.X, first.Y, second.X, second.Y, end.X, end.Y);
        Arrive(kind, end, second);
    }

    private void Quadratic(char kind, (double X, double Y) control, (double X, double Y) end)
    {
        // The same curve as a cubic: its control points are two thirds of the way to the quadratic control point.
        _outline.CubicTo(
            _pen.X + ((control.X - _pen.X) * 2 / 3), _pen.Y + ((control.Y - _pen.Y) * 2 / 3),
            end.X + ((control.X - end.X) * 2 / 3), end.Y + ((control.Y - end.Y) * 2 / 3), end.X, end.Y);
        Arrive(kind, end, control);
    }

    private void Arrive(char kind, (double X, double Y) end, (double X, double Y) handle) => (_drawn, _pen, _handle) = (kind, end, handle);

    private bool TryNumbers(scoped Span<double> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i > 0)
                _scanner.SkipSeparator();
            if (!_scanner.TryNumber(out numbers[i]))
                return false;
        }

        return true;
    }

    /// <summary>Reads rx, ry, the tilt, two flags, x and y; the numbers are stored in the first five elements.</summary>
    private bool TryArc(scoped Span<double> numbers, out bool large, out bool sweep)
    {
        large = sweep = false;
        if (!TryNumbers(numbers[..3]))
            return false;
        _scanner.SkipSeparator();
        if (!_scanner.TryFlag(out large))
            return false;
        _scanner.SkipSeparator();
        if (!_scanner.TryFlag(out sweep))
            return false;
        _scanner.SkipSeparator();
        return TryNumbers(numbers.Slice(3, 2));
    }
}
