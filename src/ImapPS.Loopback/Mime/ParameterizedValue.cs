using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Mime;

/// <summary>A header value with parameters: Content-Type, Content-Disposition.</summary>
/// <remarks>
/// <code>
/// content   = type "/" subtype *(";" parameter)        ; RFC 2045 section 5.1, comments between tokens
/// parameter = attribute "=" value                      ; value := token / quoted-string
/// </code>
/// </remarks>
internal sealed class ParameterizedValue
{
    private const int MaxParameters = 1000;

    private readonly byte[] _value;
    private int _at;

    private ParameterizedValue(byte[] value) => _value = value;

    /// <summary>What stands before the first semicolon, without spaces and comments.</summary>
    public byte[] Main { get; private set; } = [];

    public List<MimeParameter> Parameters { get; } = [];

    public static ParameterizedValue Parse(byte[] value)
    {
        var result = new ParameterizedValue(value);
        result.Main = result.Token(";"u8);
        while (result._at < value.Length && result.Parameters.Count < MaxParameters)
        {
            result._at++;
            var name = result.Token("=;"u8);
            if (result._at >= value.Length || value[result._at] == ';')
                continue;
            result._at++;
            var text = result.Token(";"u8);
            if (name.Length > 0)
                result.Parameters.Add(new MimeParameter(name, text));
        }

        return result;
    }

    /// <summary>The parameter's value; null if there is none of that name.</summary>
    public byte[]? Find(ReadOnlySpan<byte> upperName)
    {
        foreach (var parameter in Parameters)
        {
            if (ByteText.EqualsIgnoreCase(parameter.Name, upperName))
                return parameter.Value;
        }

        return null;
    }

    /// <summary>Up to one of <paramref name="stops"/>: quotes and comments taken off, spaces outside quotes dropped.</summary>
    private byte[] Token(ReadOnlySpan<byte> stops)
    {
        var token = new byte[_value.Length - _at];
        var length = 0;
        while (_at < _value.Length && stops.IndexOf(_value[_at]) < 0)
        {
            var b = _value[_at];
            if (b == '(')
            {
                _at = Comment.Skip(_value, _at);
                continue;
            }

            _at++;
            if (b == '"')
                Quoted(token, ref length);
            else if (!HeaderBlock.IsSpace(b))
                token[length++] = b;
        }

        return token.AsSpan(0, length).ToArray();
    }

    private void Quoted(byte[] token, ref int length)
    {
        for (; _at < _value.Length && _value[_at] != '"'; _at++)
        {
            if (_value[_at] == '\\' && _at + 1 < _value.Length)
                _at++;
            token[length++] = _value[_at];
        }

        _at++;
    }
}
