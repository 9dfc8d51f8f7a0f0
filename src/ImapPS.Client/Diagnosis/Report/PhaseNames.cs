namespace ImapPS.Client.Diagnosis;

/// <summary>The points at which a server may say what it can do.</summary>
public static class PhaseNames
{
    /// <summary>In the greeting, in the clear.</summary>
    public const string Greeting = "greeting";

    /// <summary>Asked for in the clear.</summary>
    public const string Asked = "asked";

    /// <summary>Asked for after STARTTLS.</summary>
    public const string AfterStartTls = "after STARTTLS";

    /// <summary>In the greeting, within implicit TLS.</summary>
    public const string TlsGreeting = "greeting in TLS";

    /// <summary>Asked for within implicit TLS.</summary>
    public const string ImplicitTls = "implicit TLS";

    public const string AfterLogin = "after login";

    /// <summary>Whether what was said then was protected.</summary>
    public static bool IsProtected(string phase) => phase is not (Greeting or Asked);
}
