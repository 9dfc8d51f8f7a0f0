using System.Text;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

public class CommandSecretTests
{
    public static TheoryData<string> Secrets() => ["hunter2", "with \"quotes\" \\", "pässwörd", "line\r\nbreak", new string('p', 5000), ""];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_password_is_in_no_trace_and_gone_after_dispose(string secret)
    {
        foreach (var mode in new[] { LiteralMode.Synchronizing, LiteralMode.Minus, LiteralMode.Plus })
        {
            foreach (var utf8 in new[] { false, true })
            {
                var command = new LoginCommand("joe", Bytes(secret));
                var encoded = command.Encode("A1", new EncodingOptions(mode, utf8));
                Assert.Equal("A1 LOGIN joe ***", encoded.Trace);
                if (secret.Length > 0)
                    Assert.DoesNotContain(secret, command.ToString());
                encoded.Dispose();

                // The first segment may end before the secret, in the header of a literal user name for example.
                Assert.All(encoded.Segments, s => Assert.All(s.Bytes.ToArray(), b => Assert.Equal(0, b)));
            }
        }
    }

    [Fact]
    public void Segments_before_a_secret_need_no_wiping_those_after_do()
    {
        var encoded = new LoginCommand("jö", Bytes("pä")).Encode("A1");
        Assert.Equal(3, encoded.Segments.Count);
        Assert.Equal("A1 LOGIN {3} ***", encoded.Trace);
        encoded.Dispose();
        Assert.Equal("A1 LOGIN {3}\r\n", Encoding.ASCII.GetString(encoded.Segments[0].Bytes.Span));
        Assert.All(encoded.Segments.Skip(1), s => Assert.All(s.Bytes.ToArray(), b => Assert.Equal(0, b)));
    }

    [Fact]
    public void An_initial_response_is_secret_too()
    {
        var encoded = new AuthenticateCommand("PLAIN", Bytes("\0joe\0hunter2")).Encode("A1");
        Assert.Equal("A1 AUTHENTICATE PLAIN ***", encoded.Trace);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("\0joe\0hunter2")), encoded.Text());
        encoded.Dispose();
        Assert.All(encoded.Segments[0].Bytes.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void A_password_with_nul_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new LoginCommand("joe", Bytes("a\0b")).Encode("A1"));
        Assert.DoesNotContain("a\0b", error.Message);
    }

    [Fact]
    public void Wiping_an_unfinished_command_reaches_its_segments()
    {
        var writer = new CommandWriter("A1", EncodingOptions.Default);
        writer.Secret(Bytes("pä")).Raw("x");
        writer.Wipe();
        using var rest = writer.Finish();
        Assert.DoesNotContain("p", rest.Text());
    }

    [Theory]
    [InlineData("a\u001b[2Jb", "A1 UID SEARCH TO \"a.[2Jb\"")]
    [InlineData("a\u202eb\u200f", "A1 UID SEARCH TO \"a.b.\"")]
    [InlineData("q\"\\", "A1 UID SEARCH TO \"q\\\"\\\\\"")]
    [InlineData("a😀é", "A1 UID SEARCH TO \"a😀é\"")]
    [InlineData("a\u0085\u009bb\u2028", "A1 UID SEARCH TO \"a..b.\"")]
    [InlineData("a\U000e0041b", "A1 UID SEARCH TO \"a.b\"")]
    [InlineData("a\r\nb", "A1 UID SEARCH TO {4}")]
    public void A_trace_is_one_harmless_line(string text, string expected)
    {
        using var encoded = new UidSearchCommand(SearchKey.To(text)).Encode("A1", new EncodingOptions(LiteralMode.Synchronizing, true));
        Assert.Equal(expected, encoded.Trace);
    }

    private static SensitiveBytes Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
