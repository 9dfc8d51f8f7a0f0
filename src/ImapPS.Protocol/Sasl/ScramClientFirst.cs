using System.Diagnostics.CodeAnalysis;

namespace ImapPS.Protocol.Sasl;

/// <summary>The client's first message: who it is, and what it thinks of channel binding. RFC 5802 section 7, client-first-message.</summary>
/// <param name="BindingFlag">'n': the client can't bind. 'y': it could, but the server offered none. 'p': it does.</param>
/// <param name="BindingType">The channel binding's name with flag 'p', otherwise null.</param>
/// <param name="AuthorizationId">Whom to act as, or null for the user itself.</param>
/// <param name="UserName">Unescaped.</param>
/// <param name="Nonce">The client's part.</param>
public sealed record ScramClientFirst(char BindingFlag, string? BindingType, string? AuthorizationId, string UserName, string Nonce)
{
    // gs2-header      = gs2-cbind-flag "," [ authzid ] ","

    /// <summary>The part that the channel binding data goes behind in the final message.</summary>
    public string Gs2Header =>
        (BindingFlag == 'p' ? "p=" + BindingType : BindingFlag.ToString())
        + "," + (AuthorizationId is null ? "" : "a=" + Escape(AuthorizationId)) + ",";

    // client-first-message-bare = [reserved-mext ","] username "," nonce ["," extensions]

    /// <summary>The part that both sides sign.</summary>
    public string Bare { get; init; } = "n=" + Escape(UserName) + ",r=" + Nonce;

    /// <summary>The whole message as a client sends it.</summary>
    public string Text => Gs2Header + Bare;

    // gs2-cbind-flag  = ("p=" cb-name) / "n" / "y"
    // cb-name         = 1*(ALPHA / DIGIT / "." / "-")
    // authzid         = "a=" saslname
    // username        = "n=" saslname
    // nonce           = "r=" c-nonce

    /// <summary>Reads what a client sent.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out ScramClientFirst? message,
        [NotNullWhen(false)] out ScramFault? fault)
    {
        message = null;
        if (!ScramAttributes.TryDecode(bytes, out var text, out fault))
            return false;

        var firstComma = text.IndexOf(',');
        var secondComma = firstComma < 0 ? -1 : text.IndexOf(',', firstComma + 1);
        if (secondComma < 0
            || !TryReadFlag(text.Substring(0, firstComma), out var flag, out var type)
            || !TryReadAuthorizationId(text.Substring(firstComma + 1, secondComma - firstComma - 1), out var authorizationId))
        {
            fault = ScramAttributes.Malformed("the GS2 header is wrong");
            return false;
        }

        var bare = text.Substring(secondComma + 1);
        if (!ScramAttributes.TryParse(bare, out var attributes, out fault)
            || !attributes.TryTake('n', out var escaped, out fault)
            || !attributes.TryTake('r', out var nonce, out fault))
        {
            return false;
        }

        if (!TryUnescape(escaped, out var userName) || !ScramAttributes.IsPrintable(nonce))
        {
            fault = ScramAttributes.Malformed("the user name's escapes or the nonce are wrong");
            return false;
        }

        message = new(flag, type, authorizationId, userName, nonce) { Bare = bare };
        return true;
    }

    // saslname        = 1*(value-safe-char / "=2C" / "=3D")
    private static string Escape(string name) => name.Replace("=", "=3D").Replace(",", "=2C");

    private static bool TryUnescape(string escaped, [NotNullWhen(true)] out string? name)
    {
        name = null;
        for (var i = escaped.IndexOf('='); i >= 0; i = escaped.IndexOf('=', i + 1))
        {
            if (string.CompareOrdinal(escaped, i, "=2C", 0, 3) != 0 && string.CompareOrdinal(escaped, i, "=3D", 0, 3) != 0)
                return false;
        }

        name = escaped.Replace("=2C", ",").Replace("=3D", "=");
        return name.Length > 0;
    }

    private static bool TryReadFlag(string text, out char flag, out string? type)
    {
        type = null;
        flag = text.Length == 0 ? '\0' : text[0];
        if (flag is 'n' or 'y')
            return text.Length == 1;
        if (flag != 'p' || text.Length < 3 || text[1] != '=')
            return false;

        type = text.Substring(2);
        return type.All(c => c is (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-');
    }

    private static bool TryReadAuthorizationId(string text, out string? authorizationId)
    {
        authorizationId = null;
        return text.Length == 0
            || (text.StartsWith("a=", StringComparison.Ordinal) && TryUnescape(text.Substring(2), out authorizationId));
    }
}
