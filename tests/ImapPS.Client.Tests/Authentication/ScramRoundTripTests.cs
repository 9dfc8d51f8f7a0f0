using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Authentication;
using ImapPS.Protocol.Sasl;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

/// <summary>Our client against our server, for users and passwords that nobody would think of.</summary>
public class ScramRoundTripTests
{
    private const int Iterations = 3;

    private static readonly Arbitrary<Case> Cases = (
        from hash in Gen.Elements(ScramHash.Sha1, ScramHash.Sha256, ScramHash.Sha512)
        from user in Names
        from password in Names
        from authorizationId in Gen.OneOf(Gen.Constant<string?>(null), Names.Select(n => (string?)n))
        from binding in Gen.OneOf(Gen.Constant<byte[]?>(null), ArbMap.Default.GeneratorFor<byte[]>().Select(b => (byte[]?)[.. b, 1]))
        from salt in ArbMap.Default.GeneratorFor<byte[]>()
        from noise in ArbMap.Default.GeneratorFor<int>()
        select new Case(hash, user, password, authorizationId, binding, [.. salt, 7], Math.Abs((long)noise))).ToArbitrary();

    private static Gen<string> Names =>
        Gen.Elements("a", "Z", "0", ",", "=", " ", "\"", "\\", "é", "ﬁ", "漢", "Ⅸ", "ª", "😀", "=2C")
            .NonEmptyListOf().Select(string.Concat).Select(s => "n" + s);

    [Fact]
    public void Client_and_server_agree() => Prop.ForAll(Cases, c =>
    {
        using var password = Secret(c.Password);
        using var client = Client(c, password);
        var server = Server(c, c.Password);
        var last = Run(client, server, (_, message) => message);
        Assert.NotNull(last);
        client.Respond(last);
        client.VerifySuccess();
        return server.Succeeded && client.IsServerVerified && server.AuthorizationId == c.AuthorizationId
            && server.UserName == SaslPrep.Prepare(c.User);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Another_password_is_refused_and_told() => Prop.ForAll(Cases, c =>
    {
        using var password = Secret(c.Password + "x");
        using var client = Client(c, password);
        var server = Server(c, c.Password);
        var last = Run(client, server, (_, message) => message);
        var failure = Assert.Throws<SaslException>(() => client.Respond(last));
        return !server.Succeeded && server.Error == "invalid-proof" && failure.Failure == SaslFailure.CredentialsRejected;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_byte_changed_on_the_way_ends_the_exchange() => Prop.ForAll(Cases, c =>
    {
        using var password = Secret(c.Password);
        using var client = Client(c, password);
        var server = Server(c, c.Password);
        var target = (int)(c.Noise % 4);
        try
        {
            var last = Run(client, server, (index, message) => index == target ? Tamper(message, c.Noise / 4) : message);
            if (server.Error is not null)
                return true;
            client.Respond(target == 3 ? Tamper(last!, c.Noise / 4) : last!);
            client.VerifySuccess();
        }
        catch (SaslException)
        {
            return true;
        }

        return false;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Another_channel_is_noticed() => Prop.ForAll(Cases, c =>
    {
        var bound = c with { Binding = c.Binding ?? [9] };
        using var password = Secret(c.Password);
        using var client = Client(bound, password);
        var server = Server(bound with { Binding = [.. bound.Binding, 0] }, c.Password);
        var last = Run(client, server, (_, message) => message);
        var failure = Assert.Throws<SaslException>(() => client.Respond(last));
        return !server.Succeeded && failure.Failure == SaslFailure.ChannelBindingMismatch;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_removed_plus_offer_is_noticed()
    {
        using var password = Secret("pencil");
        using var client = new ScramMechanism(ScramHash.Sha256, "user", password, ScramBinding.NotOffered);
        var server = new ScramServer(ScramHash.Sha256, plus: false, _ => null, offersPlus: true);

        Assert.False(server.TryRespond(client.Start(), out var response));
        Assert.Equal("server-does-support-channel-binding", server.Error);
        Assert.Equal(Utf8("e=server-does-support-channel-binding"), response);
        Assert.Throws<InvalidOperationException>(() => server.TryRespond(response, out _));
    }

    [Fact]
    public void An_unknown_user_looks_like_a_wrong_password()
    {
        using var password = Secret("pencil");
        using var client = new ScramMechanism(ScramHash.Sha256, "nobody", password);
        var server = new ScramServer(ScramHash.Sha256, plus: false, _ => null);

        Assert.True(server.TryRespond(client.Start(), out var first));
        Assert.False(server.TryRespond(client.Respond(first), out _));
        Assert.Equal("invalid-proof", server.Error);
    }

    private static ScramMechanism Client(Case c, SecretString password) => new(
        c.Hash,
        c.User,
        password,
        c.Binding is null ? ScramBinding.None : ScramBinding.To(new ChannelBinding("tls-server-end-point", c.Binding)),
        c.AuthorizationId);

    private static ScramServer Server(Case c, string password)
    {
        var credential = ScramCredential.Create(c.Hash, Utf8(SaslPrep.Prepare(password)), c.Salt, Iterations);
        return new(c.Hash, c.Binding is not null, user => user == SaslPrep.Prepare(c.User) ? credential : null, _ => c.Binding);
    }

    /// <summary>Carries the four messages; the last one is returned, undelivered.</summary>
    private static byte[] Run(ScramMechanism client, ScramServer server, Func<int, byte[], byte[]> wire)
    {
        if (!server.TryRespond(wire(0, client.Start()), out var serverFirst))
            return serverFirst;
        server.TryRespond(wire(2, client.Respond(wire(1, serverFirst))), out var serverFinal);
        return serverFinal;
    }

    private static byte[] Tamper(byte[] message, long where)
    {
        var copy = (byte[])message.Clone();
        copy[where % copy.Length] ^= 1;
        return copy;
    }

    public sealed record Case(
        ScramHash Hash, string User, string Password, string? AuthorizationId, byte[]? Binding, byte[] Salt, long Noise);
}
