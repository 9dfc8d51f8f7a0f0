using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Tests.Session;

/// <summary>Servers that take part in SCRAM without knowing the password, and other challenges that are none.</summary>
public class ScramImpostorTests : RawTest
{
    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    /// <summary>Plays the exchange as far as the client's proof.</summary>
    private static async Task<(string Tag, string Nonce)> TakeProofAsync(RawPeer peer)
    {
        await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256 AUTH=PLAIN] hi");
        var (tag, command) = await peer.ReadCommandAsync();
        var nonce = Text(command.Split(' ')[2]).Split("r=")[1] + "server";
        await peer.SendAsync("+ " + Base64($"r={nonce},s={Convert.ToBase64String(new byte[16])},i=4096"));
        await peer.ReadLineAsync();
        return (tag, nonce);
    }

    private async Task<ImapException> ConnectFailsAsync(ImapError error, Func<RawPeer, Task> conversation)
    {
        using var credentials = Credentials();
        var server = Start(conversation);
        var exception = await FailsAsync(error, () => ImapSession.ConnectAsync(Request(server), credentials, Cancel));
        Assert.DoesNotContain("pencil", exception.ToString());
        Assert.Equal(AuthenticationOutcome.Failed, exception.Decisions[^1].Outcome);
        // The password itself is for nobody who could not prove that it knows it.
        Assert.DoesNotContain(server.Peer!.Lines, l => l.Contains("LOGIN", StringComparison.Ordinal) || l.Contains("PLAIN", StringComparison.Ordinal));
        return exception;
    }

    [Fact]
    public async Task Ok_without_the_servers_signature_is_no_login() => await ConnectFailsAsync(ImapError.ServerNotVerified, async peer =>
    {
        var (tag, _) = await TakeProofAsync(peer);
        await peer.SendAsync($"{tag} OK [CAPABILITY IMAP4rev1] welcome");
        await peer.KeepSilentAsync();
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wrong_signature_is_no_login_even_if_the_server_hangs_up(bool hangsUp)
    {
        await ConnectFailsAsync(ImapError.ServerNotVerified, async peer =>
        {
            var (tag, _) = await TakeProofAsync(peer);
            await peer.SendAsync("+ " + Base64("v=" + Convert.ToBase64String(new byte[32])));
            if (await peer.ReadLineAsync() != "*")
                throw new InvalidOperationException("The exchange was not cancelled.");
            if (hangsUp)
                return;
            await peer.SendAsync($"{tag} OK welcome all the same");
            await peer.KeepSilentAsync();
        });
    }

    [Fact]
    public async Task A_nonce_that_is_not_ours_is_no_login() => await ConnectFailsAsync(ImapError.ServerNotVerified, async peer =>
    {
        await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=SCRAM-SHA-256] hi");
        var tag = await peer.ExpectAsync("AUTHENTICATE");
        await peer.SendAsync("+ " + Base64("r=replayed,s=AAAA,i=4096"));
        await peer.ReadLineAsync();
        await peer.SendAsync($"{tag} BAD cancelled");
        await peer.KeepSilentAsync();
    });

    [Fact]
    public async Task The_true_server_is_let_in()
    {
        var credential = ScramCredential.Create(ScramHash.Sha256, "pencil"u8.ToArray(), new byte[16], 4096);
        var session = await ConnectAsync(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 AUTH=SCRAM-SHA-256] hi");
            var tag = await peer.ExpectAsync("AUTHENTICATE SCRAM-SHA-256");
            await peer.SendAsync("+ ");
            var server = new ScramServer(ScramHash.Sha256, plus: false, _ => credential);
            while (!server.Succeeded)
            {
                server.TryRespond(Convert.FromBase64String(await peer.ReadLineAsync()), out var answer);
                await peer.SendAsync("+ " + Convert.ToBase64String(answer!));
            }

            await peer.ReadLineAsync();
            await peer.SendAsync($"{tag} OK [CAPABILITY IMAP4rev1] in");
            await peer.KeepSilentAsync();
        });
        Assert.Equal("SCRAM-SHA-256", session.AuthMechanism);
        Assert.DoesNotContain(Trace, line => line.Contains("r=", StringComparison.Ordinal) || line.Contains(Base64("n,,")[..4], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_challenge_that_is_not_base64_gives_way_to_the_next_mechanism()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5] hi");
            var tag = await peer.ExpectAsync("AUTHENTICATE CRAM-MD5");
            await peer.SendAsync("+ !!! not base64 !!!");
            if (await peer.ReadLineAsync() != "*")
                throw new InvalidOperationException("The exchange was not cancelled.");
            await peer.SendAsync($"{tag} BAD cancelled");
            tag = await peer.ExpectAsync("LOGIN user");
            await peer.SendAsync($"{tag} OK [CAPABILITY IMAP4rev1] in");
            await peer.KeepSilentAsync();
        });
        Assert.Equal("LOGIN command", session.AuthMechanism);
        Assert.Equal(["CRAM-MD5"], session.AuthenticationDecision.Where(d => d.Outcome == AuthenticationOutcome.Failed).Select(d => d.Mechanism));
    }

    [Fact]
    public async Task A_connection_that_ends_during_the_login_is_told_as_such()
    {
        using var credentials = Credentials();
        var server = Start(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5] hi");
            await peer.ExpectAsync("AUTHENTICATE");
            await peer.SendAsync("* BYE [UNAVAILABLE] too busy");
        });
        var exception = await FailsAsync(ImapError.ServerClosed, () => ImapSession.ConnectAsync(Request(server), credentials, Cancel));
        Assert.Contains("too busy", exception.Message);
        Assert.NotEmpty(exception.Decisions);
    }
}
