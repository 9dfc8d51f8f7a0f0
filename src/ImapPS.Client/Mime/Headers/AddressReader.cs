using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Reads From, To and their like. Source: RFC 5322 section 3.4, its obsolete forms in 4.4, and what real mail has instead.</summary>
/// <remarks>One pass, no recursion; anything is accepted. Addresses after <see cref="MaxAddresses"/> are left out.</remarks>
internal sealed class AddressReader
{
    /// <summary>The most addresses taken from one field.</summary>
    internal const int MaxAddresses = 10_000;

    private const int MaxDomainLiteral = 256;

    private readonly List<MimeAddress> _result = [];
    private readonly string _source;
    private readonly StringBuilder _raw = new();
    private readonly StringBuilder _phrase = new();
    private string? _address;
    private string? _comment;
    private string? _group;
    private bool _groupEmpty;
    private bool _quoteUnended;
    private int _at;

    private AddressReader(string source) => _source = source;

    internal static IReadOnlyList<MimeAddress> Read(ReadOnlySpan<byte> raw)
    {
        var text = HeaderText.Clean(Charsets.DecodeUnlabelled(raw).ToCharArray()).ToString();
        // Some senders encode the address together with the name.
        if (text.IndexOf('@') < 0 && text.IndexOf("=?", StringComparison.Ordinal) >= 0)
            text = HeaderText.Decode(text);
        var reader = new AddressReader(text);
        reader.Run();
        return reader._result;
    }

    // address      = mailbox / group
    // mailbox      = name-addr / addr-spec
    // name-addr    = [display-name] angle-addr
    // angle-addr   = [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr
    // group        = display-name ":" [group-list] ";" [CFWS]
    private void Run()
    {
        while (_at < _source.Length && _result.Count < MaxAddresses)
        {
            var c = _source[_at];
            switch (c)
            {
                case '(':
                    ReadComment();
                    continue;
                case '"' when !_quoteUnended:
                    EndUnseparated();
                    ReadQuoted();
                    continue;
                case '"':
                    break;
                case '<':
                    EndUnseparated();
                    ReadAngle();
                    continue;
                case '[':
                    EndUnseparated();
                    ReadDomainLiteral();
                    continue;
                case ',':
                    End();
                    break;
                case ';':
                    End();
                    EndGroup();
                    break;
                case ':' when _group is null && _address is null && _raw.Length > 0 && !Contains(_raw, '@'):
                    _group = HeaderText.Decode(_phrase.ToString()).Trim();
                    _groupEmpty = true;
                    Clear();
                    break;
                case ' ':
                case ':' when _raw.Length == 0 && _address is null:
                    Append(' ');
                    break;
                case '=' when EncodedWord.TryRead(_source.AsSpan(), _at, out var word):
                    // Taken whole, as some hold a comma or a quote.
                    EndUnseparated();
                    Append(_source.Substring(_at, word.End - _at));
                    _at = word.End;
                    continue;
                default:
                    EndUnseparated();
                    Append(c);
                    break;
            }
            _at++;
        }
        if (_result.Count >= MaxAddresses)
            return;
        End();
        EndGroup();
    }

    private void Append(char c)
    {
        if (c == ' ' && _raw.Length == 0)
            return;
        _raw.Append(c);
        _phrase.Append(c);
    }

    private void Append(string text)
    {
        _raw.Append(text);
        _phrase.Append(text);
    }

    // comment = "(" *([FWS] ccontent) [FWS] ")"
    private void ReadComment()
    {
        var start = ++_at;
        var depth = 1;
        for (; _at < _source.Length; _at++)
        {
            var c = _source[_at];
            if (c == '\\')
                _at++;
            else if (c == '(')
                depth++;
            else if (c == ')' && --depth == 0)
                break;
        }
        _comment ??= _source.Substring(start, Math.Min(_at, _source.Length) - start);
        _at = Math.Min(_at + 1, _source.Length);
        Append(' ');
    }

    // quoted-string = [CFWS] DQUOTE *([FWS] qcontent) [FWS] DQUOTE [CFWS]
    private void ReadQuoted()
    {
        var start = _at;
        var end = start + 1;
        while (end < _source.Length && _source[end] != '"')
            end += _source[end] == '\\' ? 2 : 1;
        if (end >= _source.Length)
        {
            // No end: the quotes from here on mean nothing.
            _quoteUnended = true;
            return;
        }
        for (_at++; _at < end; _at++)
        {
            if (_source[_at] == '\\')
                _at++;
            _phrase.Append(_source[_at]);
        }
        _at = end + 1;
        _raw.Append(_source, start, _at - start);
    }

    // obs-angle-addr = [CFWS] "<" obs-route addr-spec ">" [CFWS]
    private void ReadAngle()
    {
        var start = ++_at;
        var quoted = false;
        for (; _at < _source.Length; _at++)
        {
            var c = _source[_at];
            if (c == '\\' && quoted)
                _at++;
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && c == '>')
                break;
        }
        var end = Math.Min(_at, _source.Length);
        var address = _source.Substring(start, end - start).Trim().TrimStart('<');
        if (address.Length > 0 && address[0] == '@' && address.IndexOf(':') is > 0 and var colon)
            address = address.Substring(colon + 1).Trim();
        _address = address;
        _at = Math.Min(_at + 1, _source.Length);
        while (_at < _source.Length && _source[_at] == '>')
            _at++;
    }

    // domain-literal = [CFWS] "[" *([FWS] dtext) [FWS] "]" [CFWS]
    private void ReadDomainLiteral()
    {
        var end = _source.IndexOf(']', _at, Math.Min(MaxDomainLiteral, _source.Length - _at));
        end = end < 0 ? _at + 1 : end + 1;
        Append(_source.Substring(_at, end - _at));
        _at = end;
    }

    /// <summary>A word behind a complete address: the comma is missing.</summary>
    private void EndUnseparated()
    {
        if (_address is not null)
            End();
    }

    private void End()
    {
        if (_address is not null)
            Add(_phrase.ToString(), _address);
        else if (!string.IsNullOrWhiteSpace(_raw.ToString()))
            AddBare(_raw.ToString().Trim());
        Clear();
    }

    private void AddBare(string raw)
    {
        var at = raw.LastIndexOf('@');
        if (at < 0)
        {
            if (raw.IndexOf(' ') < 0 && raw[0] != '"' && raw.IndexOf("=?", StringComparison.Ordinal) < 0)
                Add("", raw);
            else
                Add(_phrase.ToString(), "");
            return;
        }
        // Name and address with no angle brackets between them; but blanks inside quotes or around "@" belong to the address.
        var blank = raw[0] == '"' ? -1 : raw.Substring(0, at).TrimEnd().LastIndexOf(' ');
        if (blank < 0)
            Add("", raw);
        else
            Add(raw.Substring(0, blank), raw.Substring(blank + 1));
    }

    private void Add(string name, string address)
    {
        name = HeaderText.Decode(name).Trim();
        if (name.Length == 0 && _comment is not null)
            name = HeaderText.DecodeDisplayName(_comment);
        if (name.Length == 0 && address.Length == 0)
            return;
        _groupEmpty = false;
        _result.Add(new MimeAddress(name, address, _group));
    }

    private void EndGroup()
    {
        if (_group is not null && _groupEmpty)
            _result.Add(new MimeAddress("", "", _group));
        _group = null;
        _groupEmpty = false;
    }

    private void Clear()
    {
        _raw.Clear();
        _phrase.Clear();
        _address = null;
        _comment = null;
    }

    private static bool Contains(StringBuilder text, char wanted) => text.ToString().IndexOf(wanted) >= 0;
}
