using System.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Writes response codes with their brackets (RFC 9051 section 7.1; the grammar is at <see cref="ResponseCodeReader"/>).</summary>
internal static class ResponseCodeWriter
{
    public static void Write(ResponseOutput o, ResponseCode code)
    {
        o.Raw("["u8).Atom(code.Name);
        switch (code)
        {
            case CapabilityCode capability:
                ResponseWriter.WriteCapabilities(o, capability.Capabilities);
                break;
            case PermanentFlagsCode flags:
                o.Raw(" "u8).Flags(flags.Flags);
                break;
            case BadCharsetCode { Charsets.Count: > 0 } charset:
                o.Raw(" "u8).List(charset.Charsets, WriteCharset);
                break;
            case BadCharsetCode:
                break;
            case NumberCode number:
                o.Raw(" "u8).Number(number.Value);
                break;
            case AppendUidCode append:
                Ranges(o.Raw(" "u8).Number(append.UidValidity), append.Uids);
                break;
            case CopyUidCode copy:
                Ranges(o.Raw(" "u8).Number(copy.UidValidity), copy.Source);
                Ranges(o, copy.Destination);
                break;
            case ModifiedCode modified:
                o.Raw(" "u8).Raw(ResponseWriter.Set(modified.Set));
                break;
            case ReferralCode referral:
                o.Raw(" "u8).Text(WithoutBracket(referral.Url));
                break;
            default:
                if (code.Arguments is { Length: > 0 } arguments)
                    o.Raw(" "u8).Text(WithoutBracket(arguments));
                break;
        }

        o.Raw("]"u8);
    }

    /// <summary>charset = atom / quoted: a status line has no room for a literal.</summary>
    private static void WriteCharset(ResponseOutput o, string charset)
    {
        var bytes = Encoding.UTF8.GetBytes(charset);
        if (bytes.Any(b => b is 0 or (byte)'\r' or (byte)'\n' or >= 0x80))
            throw new ArgumentException($"'{ReadingContext.Shorten(bytes)}' can't be a charset's name.", nameof(charset));
        o.Quoted(bytes);
    }

    /// <summary>uid-set: in the order given, which COPYUID gives a meaning (RFC 4315 section 3).</summary>
    private static void Ranges(ResponseOutput o, IReadOnlyList<UidRange> ranges)
    {
        if (ranges.Count == 0)
            throw new ArgumentException("An empty set can't be written.", nameof(ranges));
        o.Raw(" "u8).Joined(ranges, ",", static (to, range) => to.Raw(range.ToString()));
    }

    private static string WithoutBracket(string text) => text.Replace(']', ')');
}
