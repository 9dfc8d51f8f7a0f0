using System.Collections;

namespace ImapPS.Completion;

/// <summary>Offers names of header fields that people look for.</summary>
public sealed class HeaderNameCompleter : WordCompleter
{
    internal static readonly string[] Names =
    [
        "Authentication-Results", "Auto-Submitted", "Content-Type", "DKIM-Signature", "Delivered-To", "Disposition-Notification-To", "In-Reply-To", "List-Id", "List-Unsubscribe",
        "Message-ID", "Precedence", "Received", "References", "Reply-To", "Return-Path", "User-Agent", "X-Mailer", "X-Priority", "X-Spam-Flag", "X-Spam-Score", "X-Spam-Status",
    ];

    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) => Names.Select(static name => (name, name));
}
