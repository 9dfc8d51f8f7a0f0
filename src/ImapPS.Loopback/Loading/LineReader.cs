using ImapPS.Loopback.Mime;

namespace ImapPS.Loopback.Loading;

/// <summary>Reads lines of octets, their line ends taken off.</summary>
internal sealed class LineReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly WireBuffer _line = new();
    private int _start;
    private int _end;

    public bool TryRead(out byte[] line)
    {
        _line.Clear();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = stream.Read(_buffer, 0, _buffer.Length);
                if (_end == 0)
                {
                    line = _line.ToArray();
                    return line.Length > 0;
                }
            }

            var newline = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            if (newline < 0)
            {
                _line.Append(_buffer.AsSpan(_start, _end - _start));
                _start = _end;
                continue;
            }

            _line.Append(_buffer.AsSpan(_start, newline - _start));
            _start = newline + 1;
            line = _line.Span.Length > 0 && _line.Span[_line.Length - 1] == '\r' ? _line.Span.Slice(0, _line.Length - 1).ToArray() : _line.ToArray();
            return true;
        }
    }
}
