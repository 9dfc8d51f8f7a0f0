using System.Diagnostics.CodeAnalysis;

namespace ImapPS.Client.Mailboxes;

/// <summary>What a mailbox is for (RFC 6154 section 2, RFC 8457 for Important), by names without the backslash; and Inbox for INBOX.</summary>
public static class SpecialUses
{
    /// <summary>All of them, Inbox first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Inbox", "Sent", "Trash", "Junk", "Drafts", "Archive", "All", "Flagged", "Important"];

    /// <summary>Reads "\Trash", in any case.</summary>
    /// <param name="text">What may be a special use.</param>
    /// <param name="use">Its name as in <see cref="Names"/>.</param>
    /// <returns>False for everything else, names without the backslash included: those are mailboxes.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? use)
    {
        use = text.Length > 1 && text[0] == '\\'
            ? Names.FirstOrDefault(n => n.Length == text.Length - 1 && text.EndsWith(n, StringComparison.OrdinalIgnoreCase))
            : null;
        return use is not null;
    }

    /// <summary>The first special use among attributes of LIST; null if there is none.</summary>
    public static string? Of(IReadOnlyList<string> attributes)
    {
        foreach (var attribute in attributes)
        {
            // \Inbox is no attribute of RFC 6154; INBOX is known by its name.
            if (TryParse(attribute, out var use) && use != "Inbox")
                return use;
        }

        return null;
    }
}
