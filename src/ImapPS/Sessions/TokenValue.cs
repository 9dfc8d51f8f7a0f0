using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using ImapPS.Client.Authentication;

namespace ImapPS.Sessions;

/// <summary>What people's token commands return: a text, a SecureString, or an object that holds one of them and says until when it is good.</summary>
internal static class TokenValue
{
    // MSAL.PS and most others say AccessToken, Get-AzAccessToken says Token.
    private static readonly string[] TokenNames = ["AccessToken", "Token", "access_token"];

    /// <summary>The token, which is the caller's to dispose; null if there is none in it.</summary>
    public static SecretString? Read(object? value)
    {
        var found = Unwrap(value);
        if (found is not (null or string or SecureString))
            found = TokenNames.Select(name => Unwrap(Member(found, name))).FirstOrDefault(static member => member is string or SecureString);
        return found switch
        {
            string { Length: > 0 } text => new SecretString(text.Trim().AsSpan()),
            SecureString { Length: > 0 } secure => new SecretString(secure),
            _ => null,
        };
    }

    /// <summary>Until when it is good; null if it doesn't say.</summary>
    public static DateTimeOffset? ExpiresOn(object? value) => Unwrap(value) is { } token and not (string or SecureString) ? Unwrap(Member(token, "ExpiresOn")) switch
    {
        DateTimeOffset time => time,
        // Without a zone it is UTC: so say the commands that use DateTime.
        DateTime { Kind: DateTimeKind.Local } time => new DateTimeOffset(time),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    } : null;

    private static object? Member(object value, string name) =>
        value is IDictionary table ? table.Contains(name) ? table[name] : null : PSObject.AsPSObject(value).Properties[name]?.Value;

    // An object made by New-Object or [pscustomobject] is its wrapper.
    private static object? Unwrap(object? value) => value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
}
