using System.Buffers;
using System.Globalization;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Writes responses: the server's side of <see cref="ResponseReader"/>, which reads back what this writes.</summary>
public static class ResponseWriter
{
    /// <summary>The response as octets, its line end included.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static byte[] ToBytes(Response response, bool utf8 = false)
    {
        var buffer = new ByteBufferWriter();
        Write(response, buffer, utf8);
        return buffer.ToArray();
    }

    /// <summary>Writes one response with its line end (RFC 9051 section 7).</summary>
    /// <param name="response">What to write.</param>
    /// <param name="output">Where to.</param>
    /// <param name="utf8">Whether the client enabled UTF8=ACCEPT or IMAP4rev2: 8-bit may then stand in quotes, and mailbox names are UTF-8.</param>
    /// <exception cref="ArgumentException">A flag, capability or name can't be written as the atom it has to be, or a set is empty.</exception>
    public static void Write(Response response, IBufferWriter<byte> output, bool utf8 = false)
    {
        var o = new ResponseOutput(output ?? throw new ArgumentNullException(nameof(output)), utf8);
        switch (response ?? throw new ArgumentNullException(nameof(response)))
        {
            case StatusResponse status:
                WriteStatus(o, status);
                break;
            case ContinuationRequest continuation:
                o.Raw("+ "u8).Text(continuation.Text);
                break;
            case FetchResponse fetch:
                FetchWriter.Write(o, fetch);
                break;
            case UnknownResponse unknown:
                o.Raw(unknown.Raw.Span);
                break;
            case ExistsResponse exists:
                o.Raw("* "u8).Number(exists.Count).Raw(" EXISTS"u8);
                break;
            case RecentResponse recent:
                o.Raw("* "u8).Number(recent.Count).Raw(" RECENT"u8);
                break;
            case ExpungeResponse expunge:
                o.Raw("* "u8).Number(expunge.Sequence).Raw(" EXPUNGE"u8);
                break;
            case CapabilityResponse capability:
                WriteCapabilities(o.Raw("* CAPABILITY"u8), capability.Capabilities);
                break;
            case EnabledResponse enabled:
                WriteCapabilities(o.Raw("* ENABLED"u8), enabled.Capabilities);
                break;
            case FlagsResponse flags:
                o.Raw("* FLAGS "u8).Flags(flags.Flags);
                break;
            case IdResponse id:
                WriteId(o, id);
                break;
            case SearchResponse search:
                SearchDataWriter.WriteNumbers(o.Raw("* SEARCH"u8), search.Numbers, search.ModSeq);
                break;
            case SortResponse sort:
                SearchDataWriter.WriteNumbers(o.Raw("* SORT"u8), sort.Numbers, sort.ModSeq);
                break;
            case ThreadResponse threads:
                SearchDataWriter.WriteThreads(o, threads);
                break;
            case ESearchResponse search:
                SearchDataWriter.WriteESearch(o, search);
                break;
            case VanishedResponse vanished:
                o.Raw(vanished.Earlier ? "* VANISHED (EARLIER) "u8 : "* VANISHED "u8).Raw(Set(vanished.Uids));
                break;
            case ListResponse list:
                MailboxDataWriter.WriteList(o, list);
                break;
            case MetadataResponse metadata:
                MailboxDataWriter.WriteMetadata(o, metadata);
                break;
            case QuotaResponse quota:
                MailboxDataWriter.WriteQuota(o, quota);
                break;
            case QuotaRootResponse roots:
                MailboxDataWriter.WriteQuotaRoots(o, roots);
                break;
            case NamespaceResponse namespaces:
                MailboxDataWriter.WriteNamespaces(o, namespaces);
                break;
            case MailboxStatusResponse status:
                MailboxDataWriter.WriteStatus(o, status);
                break;
            default:
                throw new ArgumentException($"{response.GetType().Name} can't be written.", nameof(response));
        }

        o.Raw("\r\n"u8);
    }

    internal static void WriteCapabilities(ResponseOutput o, CapabilitySet capabilities)
    {
        foreach (var capability in capabilities)
            o.Raw(" "u8).Atom(capability);
    }

    /// <summary>sequence-set, which has at least one number (RFC 9051 section 9).</summary>
    internal static string Set(UidSet set) =>
        set.IsEmpty ? throw new ArgumentException("An empty set can't be written.", nameof(set)) : set.ToString();

    private static void WriteStatus(ResponseOutput o, StatusResponse status)
    {
        if (status.Tag is null)
            o.Raw("*"u8);
        else
            o.Tag(status.Tag);
        o.Raw(status.Status switch
        {
            StatusKind.Ok => " OK "u8,
            StatusKind.No => " NO "u8,
            StatusKind.Bad => " BAD "u8,
            StatusKind.PreAuth => " PREAUTH "u8,
            _ => " BYE "u8,
        });
        if (status.Code is { } code)
        {
            ResponseCodeWriter.Write(o, code);
            o.Raw(" "u8);
        }

        // A bracket that begins a text would be read as a code.
        var text = status.Text;
        if (status.Code is null && text.TrimStart(' ').StartsWith("[", StringComparison.Ordinal))
            text = "(" + text.TrimStart(' ').Remove(0, 1);
        o.Text(text);
    }

    private static void WriteId(ResponseOutput o, IdResponse id)
    {
        o.Raw("* ID "u8);
        if (id.Parameters.Count == 0)
            o.Raw("NIL"u8);
        else
            o.List(id.Parameters, static (to, pair) => to.String(pair.Key).Raw(" "u8).NString(pair.Value));
    }
}
