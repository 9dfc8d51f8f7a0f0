using ImapPS.Loopback;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Demo;

/// <summary>The embedded server and what is in it: the sample messages, with dates and flags as they might have.</summary>
internal static class DemoServer
{
    public const string User = "demo";

    public const string Password = "correct horse";

    private static readonly string[] Flags = ["\\Seen", "\\Seen \\Flagged", "\\Seen", "", "\\Seen \\Answered", "", "\\Flagged"];

    public static LoopbackServer Start()
    {
        var store = new LoopbackStore();
        store.AddSpecialMailboxes();
        store.GetOrCreate("Archive/2026");
        store.GetOrCreate("Entwürfe/Ärger & Co");
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.eml").Order(StringComparer.Ordinal).ToArray();
        for (var i = 0; i < files.Length; i++)
        {
            var name = Path.GetFileNameWithoutExtension(files[i]);
            var mailbox = name.EndsWith("-sent", StringComparison.Ordinal) ? "Sent" : name.EndsWith("-draft", StringComparison.Ordinal) ? "Drafts" : name.EndsWith("-junk", StringComparison.Ordinal) ? "Junk" : "INBOX";
            var flags = MessageFlags.Parse(Flags[i % Flags.Length].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            store.GetOrCreate(mailbox).Add(File.ReadAllBytes(files[i]), flags, new DateTimeOffset(2026, 1, 5, 8, 15, 0, TimeSpan.FromHours(1)).AddDays(i * 4).AddMinutes(i * 37));
        }

        var options = new LoopbackOptions();
        options.Users.Add(new LoopbackUser(User, Password, store));
        return LoopbackServer.Start(options);
    }
}
