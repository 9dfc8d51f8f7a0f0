using System.Collections;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Store;

namespace ImapPS.TestKit;

/// <summary>Reads faults from tables: one key is the fault, the others say when: @{ No = '[NOPERM] Not you'; Command = 'MOVE'; Nth = 2 }.</summary>
internal static class TestFaultReader
{
    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(FaultKind.CutAfter)] = FaultKind.CutAfter, [nameof(FaultKind.Delay)] = FaultKind.Delay, [nameof(FaultKind.No)] = FaultKind.No, [nameof(FaultKind.Bad)] = FaultKind.Bad,
        [nameof(FaultKind.UidValidityChange)] = FaultKind.UidValidityChange, [nameof(FaultKind.Throttle)] = FaultKind.Throttle,
    };

    private static readonly string[] Keys = [.. Kinds.Keys, "Command", "Nth", "Times", "How"];

    // RFC 9051 section 6, and the extensions that the server knows.
    private static readonly HashSet<string> Commands = new(StringComparer.OrdinalIgnoreCase)
    {
        "APPEND", "AUTHENTICATE", "CAPABILITY", "CHECK", "CLOSE", "COMPRESS", "COPY", "CREATE", "DELETE", "ENABLE", "ESEARCH", "EXAMINE", "EXPUNGE", "FETCH", "GETMETADATA",
        "GETQUOTA", "GETQUOTAROOT", "ID", "IDLE", "LIST", "LOGIN", "LOGOUT", "LSUB", "MOVE", "NAMESPACE", "NOOP", "NOTIFY", "RENAME", "REPLACE", "SEARCH", "SELECT", "SETMETADATA",
        "SORT", "STARTTLS", "STATUS", "STORE", "SUBSCRIBE", "THREAD", "UNSELECT", "UNSUBSCRIBE",
    };

    /// <param name="description">The table.</param>
    /// <param name="mailboxes">Where a mailbox that is named must be.</param>
    /// <exception cref="TestTableException">The table says something that can't be meant.</exception>
    public static OrderedFault Read(IDictionary description, LoopbackStore mailboxes)
    {
        var table = new TestTable("-Fault", description, Keys);
        var kinds = Kinds.Keys.Where(table.Has).ToArray();
        if (kinds.Length != 1)
            throw TestTableException.Create("-Fault", "TestFaultOne", string.Join(", ", Kinds.Keys));
        var key = kinds[0];
        var kind = Kinds[key];
        var lasts = kind == FaultKind.Delay;
        return new OrderedFault(kind, Command(table, kind))
        {
            Nth = (int)(table.Number("Nth", 1, int.MaxValue) ?? 1),
            Times = (int)(table.Number("Times", 1, int.MaxValue) ?? (lasts ? int.MaxValue : 1)),
            Octets = kind == FaultKind.CutAfter ? table.Number(key, 0, long.MaxValue) ?? 0 : 0,
            Cut = Cut(table, kind),
            Time = kind is FaultKind.Delay or FaultKind.Throttle ? table.Time(key) ?? throw table.Wrong(key) : TimeSpan.Zero,
            Text = kind is FaultKind.No or FaultKind.Bad ? Text(table, key) : "",
            Mailbox = kind == FaultKind.UidValidityChange ? Mailbox(table, key, mailboxes) : "",
        };
    }

    private static string Command(TestTable table, FaultKind kind)
    {
        if (table.Text("Command") is not { } given)
        {
            // A server that is slow, or has enough, is so to all; to refuse or cut whatever comes first would hit what a client asks by itself.
            return kind is FaultKind.Delay or FaultKind.Throttle ? LoopbackFaults.AnyCommand : throw TestTableException.Create("-Fault", "TestFaultCommand", kind);
        }

        var command = given.Trim();
        var bare = command.StartsWith("UID ", StringComparison.OrdinalIgnoreCase) ? command.Substring(4) : command;
        return command == LoopbackFaults.AnyCommand || Commands.Contains(bare)
            ? command
            : throw TestTableException.Create("-Fault", "TestNameUnknown", "Command", given, string.Join(", ", Commands.OrderBy(static c => c, StringComparer.Ordinal)));
    }

    private static CutKind Cut(TestTable table, FaultKind kind)
    {
        if (table.Has("How") && kind != FaultKind.CutAfter)
            throw TestTableException.Create("-Fault", "TestFaultHow");
        return table.OneOf("How", nameof(CutKind.Close), nameof(CutKind.Reset), nameof(CutKind.Stall)) switch
        {
            nameof(CutKind.Reset) => CutKind.Reset,
            nameof(CutKind.Stall) => CutKind.Stall,
            _ => CutKind.Close,
        };
    }

    private static string Text(TestTable table, string key)
    {
        var text = table.Text(key);
        return string.IsNullOrEmpty(text) ? "Refused on order" : text!.IndexOfAny(['\r', '\n', '\0']) < 0 ? text : throw table.Wrong(key);
    }

    private static string Mailbox(TestTable table, string key, LoopbackStore mailboxes)
    {
        var name = table.Text(key);
        return string.IsNullOrEmpty(name) ? "INBOX" : mailboxes.Mailboxes.Any(m => m.Name == name) || string.Equals(name, "INBOX", StringComparison.OrdinalIgnoreCase)
            ? name!
            : throw TestTableException.Create("-Fault", "TestNameUnknown", key, name, string.Join(", ", mailboxes.Mailboxes.Select(static m => m.Name)));
    }
}
