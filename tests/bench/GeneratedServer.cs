using System.Diagnostics;
using System.Globalization;
using System.Text;
using ImapPS.Loopback;

namespace ImapPS.Bench;

/// <summary>The loopback server in a process of its own, so that its memory and its time are not the client's; its messages are made when they are asked for.</summary>
internal sealed class GeneratedServer : IDisposable
{
    /// <summary>The content of <see cref="Attachment"/>'s part, before base64.</summary>
    public const int AttachmentSize = 20_000;

    public const string Small = "small";
    public const string Large = "large";
    public const string Attachment = "attachment";

    private readonly Process _process;

    /// <param name="kind">What is in INBOX: many small messages, one of a gigabyte, or one of 50 MB with a small attachment among others.</param>
    /// <param name="count">How many messages.</param>
    public GeneratedServer(string kind, int count)
    {
        _process = Child.Start("serve", kind, count.ToString(CultureInfo.InvariantCulture));
        Target = Target.Generated(int.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    public Target Target { get; }

    /// <summary>Is that server until its input ends.</summary>
    public static async Task ServeAsync(string kind, int count)
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { Tls = false });
        server.Mailboxes.Inbox.AddGenerated(count, kind switch { Small => SmallMessage, Large => Always(LargeMessage()), _ => Always(MessageWithAttachments()) });
        Console.WriteLine(server.Port.ToString(CultureInfo.InvariantCulture));
        Console.In.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static byte[] SmallMessage(uint uid) => Encoding.ASCII.GetBytes(string.Format(
        CultureInfo.InvariantCulture,
        "From: Ada Acker <ada.{0}@billing.example>\r\nTo: Bench <bench@example.org>\r\nSubject: Invoice {1}\r\nDate: Thu, 1 Jan 2026 10:00:00 +0000\r\nMessage-ID: <{1}@billing.example>\r\n\r\nHello.\r\n",
        uid % 100,
        uid));

    private static Func<uint, byte[]> Always(byte[] message) => _ => message;

    private static byte[] LargeMessage()
    {
        var message = new byte[1024 * 1024 * 1024];
        Array.Fill(message, (byte)'x');
        Encoding.ASCII.GetBytes("Subject: large\r\n\r\n").CopyTo(message, 0);
        for (var at = 100; at < message.Length; at += 78)
            (message[at - 2], message[at - 1]) = ((byte)'\r', (byte)'\n');
        return message;
    }

    private static byte[] MessageWithAttachments()
    {
        var text = new StringBuilder("Subject: attachments\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n");
        Add(text, "large.bin", 37 * 1024 * 1024);
        Add(text, "small.bin", AttachmentSize);
        return Encoding.ASCII.GetBytes(text.Append("\r\n--b--\r\n").ToString());
    }

    private static void Add(StringBuilder text, string name, int length) => text
        .Append("\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=").Append(name)
        .Append("\r\n\r\n").Append(Convert.ToBase64String(new byte[length], Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
}
