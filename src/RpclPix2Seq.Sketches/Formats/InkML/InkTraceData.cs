using System.Globalization;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.InkML;

/// <summary>
/// The text of a trace: points are separated by commas, values by spaces or just by a sign or prefix. A prefix says how the values of its
/// channel are interpreted from there on (InkML §3.3.1).
/// </summary>
internal ref struct InkTraceData
{
    private const int LongestHex = 8;
    private readonly string _path;
    private readonly string _where;
    private readonly InkChannels _channels;
    private NumberScanner _scanner;
    private Channel _x;
    private Channel _y;

    private InkTraceData(string text, InkTrace trace, InkChannels channels, string path)
    {
        _scanner = new NumberScanner(text);
        (_path, _where, _channels) = (path, trace.Where, channels);
        (_x, _y) = (new Channel(), new Channel());
    }

    private enum Order
    {
        Explicit,
        FirstDifference,
        SecondDifference,
    }

    /// <summary>Draws the trace and its continuations as one stroke.</summary>
    /// <exception cref="InputException">The text violates the standard.</exception>
    public static void Draw(InkTrace trace, InkChannels channels, string path, Outline outline)
    {
        bool isFirst = true;
        bool isDot = false;
        foreach (string part in trace.Parts)
        {
            InkTraceData data = new(part, trace, channels, path);
            while (data.NextPoint(out double x, out double y))
            {
                if (isFirst)
                    outline.MoveTo(x, y);
                else
                    outline.LineTo(x, y);
                (isFirst, isDot) = (false, isFirst);
            }
        }

        if (isDot)
            outline.Close();
    }

    /// <summary>Advances to the next point with both values known.</summary>
    private bool NextPoint(out double x, out double y)
    {
        while (!_scanner.AtEnd)
        {
            bool hasX = false, hasY = false;
            int index = 0;
            for (_scanner.SkipSpace(); !_scanner.AtEnd && _scanner.Next != ','; _scanner.SkipSpace(), index++)
            {
                Channel ignored = new();
                if (index == _channels.X)
                    hasX = ReadValue(ref _x);
                else if (index == _channels.Y)
                    hasY = ReadValue(ref _y);
                else
                    ReadValue(ref ignored);
            }

            _scanner.TryTake(',');
            if (index > 0 && index <= Math.Max(_channels.X, _channels.Y))
                throw Error("points with a value for X and Y", $"one with {index} values");
            (x, y) = (_x.Value, _y.Value);
            if (hasX && hasY)
                return true;
        }

        (x, y) = (0, 0);
        return false;
    }

    /// <summary>Reads one value into its channel; false if the text marks it as unknown.</summary>
    private bool ReadValue(scoped ref Channel channel)
    {
        channel.Order = _scanner.Next switch
        {
            '!' => Order.Explicit,
            '\'' => Order.FirstDifference,
            '"' => Order.SecondDifference,
            _ => channel.Order,
        };
        if (_scanner.Next is '!' or '\'' or '"')
        {
            _scanner.Advance();
            _scanner.SkipSpace();
        }

        switch (_scanner.Next)
        {
            case '?':
                _scanner.Advance();
                return false;
            case '*':
                _scanner.Advance();
                channel.Continue();
                return true;
            case 'T' or 'F':
                channel.Take(_scanner.Next == 'T' ? 1 : 0);
                _scanner.Advance();
                return true;
            default:
                channel.Take(ReadNumber());
                return true;
        }
    }

    private double ReadNumber()
    {
        if (_scanner.TryNumber(out double value))
            return value;
        NumberScanner start = _scanner;
        bool isNegative = _scanner.TryTake('-');
        if (isNegative)
            _scanner.SkipSpace();
        if (_scanner.TryTake('#'))
        {
            ReadOnlySpan<char> digits = _scanner.Rest;
            int length = 0;
            for (; char.IsAsciiHexDigit(_scanner.Next); _scanner.Advance())
                length++;
            if (length is > 0 and <= LongestHex)
                return uint.Parse(
                    digits[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) * (isNegative ? -1.0 : 1.0);
        }
        else if (isNegative && char.IsAsciiDigit(_scanner.Next) && _scanner.TryNumber(out value))
        {
            return -value;
        }

        const int shown = 16;
        ReadOnlySpan<char> rest = start.Rest;
        throw Error("numbers, and ! ' \" before or * ? T F instead of them", InputPlace.Quote(rest[..Math.Min(shown, rest.Length)]));
    }

    private readonly InputException Error(string expected, string found) => new(_path, $"the trace at {_where}", expected, found);

    private struct Channel
    {
        private double _velocity;
        private double _acceleration;
        private bool _hasValue;

        public Order Order { get; set; }

        public double Value { get; private set; }

        public void Take(double given)
        {
            switch (Order)
            {
                case Order.Explicit:
                    (_velocity, Value) = (_hasValue ? given - Value : 0, given);
                    break;
                case Order.FirstDifference:
                    (_velocity, Value) = (given, Value + given);
                    break;
                default:
                    _acceleration = given;
                    _velocity += given;
                    Value += _velocity;
                    break;
            }

            _hasValue = true;
        }

        /// <summary>The star: an explicit value is repeated; a velocity or acceleration continues.</summary>
        public void Continue() => Take(Order switch
        {
            Order.Explicit => Value,
            Order.FirstDifference => _velocity,
            _ => _acceleration,
        });
    }
}
