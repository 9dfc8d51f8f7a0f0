using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImapPS.Errors;

namespace ImapPS.Sessions;

/// <summary>Makes a session of what people have in hand: the session, its name or number, or what is left of it after a job or a JSON file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SessionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or ImapSession or ImapSession[] => value,
            string or int or long or uint => Find(value),
            IDictionary => Find(value),
            IEnumerable many => many.Cast<object?>().Select(item => Transform(engineIntrinsics, item)).OfType<ImapSession>().ToArray(),
            _ => Find(value),
        };
    }

    private static ImapSession Find(object value)
    {
        var store = ImapSessionStore.Current;
        switch (value)
        {
            case string name:
                return store.Find(name) ?? (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? store.Find(number) : null) ?? throw NotFound(name);
            case int or long or uint:
                return store.Find(Convert.ToInt32(value, CultureInfo.InvariantCulture)) ?? throw NotFound(value);
        }

        // An id of another process says nothing here: the name does, if account and server are the same too.
        if (Text(value, nameof(ImapSession.Name)) is not { } known)
            throw NotFound(value);
        var found = store.Find(known) ?? throw NotFound(known);
        if (Differs(value, nameof(ImapSession.Server), found.Server) || Differs(value, nameof(ImapSession.UserName), found.UserName))
            throw Other(value, "", found.ToString());
        // Two servers of one host, such as test servers, know nothing of each other; IMAP's own two ports are one server's.
        if (int.TryParse(Text(value, nameof(ImapSession.Port)), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port != found.Port && !(IsWellKnown(port) && IsWellKnown(found.Port)))
            throw Other(value, FormattableString.Invariant($":{port}"), FormattableString.Invariant($"{found}, port {found.Port}"));
        return found;
    }

    private static bool IsWellKnown(int port) => port is 143 or 993;

    private static ArgumentTransformationMetadataException Other(object value, string port, string found) =>
        new(Strings.Format(ErrorIds.OtherSession, $"{Text(value, nameof(ImapSession.UserName))}@{Text(value, nameof(ImapSession.Server))}{port}", found) + " " + Strings.Format(ErrorIds.OtherSession + "Hint"));

    private static bool Differs(object value, string member, string? expected) =>
        Text(value, member) is { } text && !string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);

    private static string? Text(object value, string member) =>
        (value is IDictionary table ? table[member] : PSObject.AsPSObject(value).Properties[member]?.Value) is { } found ? found.ToString() : null;

    private static ArgumentTransformationMetadataException NotFound(object value) =>
        new(Strings.Format(ErrorIds.SessionNotFound, value) + " " + Strings.Format(ErrorIds.SessionNotFound + "Hint"));
}
