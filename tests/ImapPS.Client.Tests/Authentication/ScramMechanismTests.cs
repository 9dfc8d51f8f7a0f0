using ImapPS.Client.Authentication;
using ImapPS.Protocol.Sasl;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class ScramMechanismTests
{
    private const string Nonce = "fyko+d2lbbFgONRv9qkxdawL";
    private const string ServerFirst = "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096";
    private const string ServerFinal = "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=";

    // RFC 5802 section 5; RFC 7677 section 3; SHA-512 and the escaped, bound one computed with another implementation.
    [Theory]
    [InlineData(
        "SCRAM-SHA-1",
        Nonce,
        ServerFirst,
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        ServerFinal)]
    [InlineData(
        "SCRAM-SHA-256",
        "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    [InlineData(
        "SCRAM-SHA-512",
        "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO02431b08-2f0f-4bad-a4e6-80c0564ec865,s=Yin2FuHTt/M0kJWb0t9OI32n2VmOGi3m+JfjOvuDF88=,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO02431b08-2f0f-4bad-a4e6-80c0564ec865,p=AHuvx97kPQScNDLYIheuG6Q/asUKpFp2kgPohOiq39ObMoDoIKUWrGW1n6Ln8NsAEfz6LHF3SQjCdZ79hJhsCw==",
        "v=/Jnds7MxB19WMnyUy8sFWntKUqKZr1xAN+2Un2tmVKOfnsqmeY5QLAfbxEhAWfV+Bii5LTVve0wXXWMYbsUzRA==")]
    public void Answers_the_known_exchange(string name, string nonce, string serverFirst, string clientFinal, string serverFinal)
    {
        Assert.True(ScramHash.TryGet(name, out var hash, out _));
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(hash, "user", password, nonce: nonce);

        Assert.Equal(name, scram.Name);
        Assert.Equal("n,,n=user,r=" + nonce, scram.StartText());
        Assert.False(scram.SecretPresented);
        Assert.Equal(clientFinal, scram.RespondText(serverFirst));
        Assert.True(scram.SecretPresented);
        Assert.False(scram.IsServerVerified);
        Assert.Empty(scram.RespondText(serverFinal));
        scram.VerifySuccess();
        Assert.True(scram.IsComplete && scram.IsServerVerified);
        Assert.False(scram.IsIterationCountWeak);
    }

    [Fact]
    public void Escapes_names_and_binds_to_the_channel()
    {
        using var password = Secret("pencil");
        var channel = new ChannelBinding("tls-unique", [.. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        using var scram = new ScramMechanism(ScramHash.Sha256, "us=er,x", password, ScramBinding.To(channel), "adm,in", "cnonce");

        Assert.Equal("SCRAM-SHA-256-PLUS", scram.Name);
        Assert.Equal("p=tls-unique,a=adm=2Cin,n=us=3Der=2Cx,r=cnonce", scram.StartText());
        Assert.Equal(
            "c=cD10bHMtdW5pcXVlLGE9YWRtPTJDaW4sAAECAwQFBgcICQoL,r=cnoncesnonce,p=k1ZtqK5QPd/qzDKQGDhpCNXQ9/F17sxpfbr9qn0ACtE=",
            scram.RespondText("r=cnoncesnonce,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        scram.RespondText("v=JtfDZWnZf/wo1mGXOvPrKE8AVh9/WQsXl2AtdDLxq6I=");
        scram.VerifySuccess();
    }

    [Fact]
    public void Tells_the_server_that_it_saw_no_plus()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, ScramBinding.NotOffered, nonce: "abc");

        Assert.Equal("SCRAM-SHA-1", scram.Name);
        Assert.Equal("y,,n=user,r=abc", scram.StartText());
    }

    [Fact]
    public void Sends_the_first_message_when_asked_by_an_empty_or_any_challenge()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);

        Assert.Equal("n,,n=user,r=" + Nonce, scram.RespondText("go ahead"));
        Assert.StartsWith("c=biws,", scram.RespondText(ServerFirst));
    }

    [Theory]
    [InlineData("", SaslFailure.MalformedChallenge)]
    [InlineData("hello", SaslFailure.MalformedChallenge)]
    [InlineData("s=QSXC,i=4096", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,i=4096,s=QSXC", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=,i=4096", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSX,i=4096", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QS XC,i=4096", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC,i=", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC,i=-1", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC,i=0", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC,i=04096", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC,i=4096\r\n", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}x,s=QSXC,i=4096,", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}\0x,s=QSXC,i=4096", SaslFailure.MalformedChallenge)]
    [InlineData("r={0}é,s=QSXC,i=4096", SaslFailure.MalformedChallenge)]
    [InlineData("m=must,r={0}x,s=QSXC,i=4096", SaslFailure.Unsupported)]
    [InlineData("r={0},s=QSXC,i=4096", SaslFailure.NonceMismatch)]
    [InlineData("r=other,s=QSXC,i=4096", SaslFailure.NonceMismatch)]
    [InlineData("r=x{0}x,s=QSXC,i=4096", SaslFailure.NonceMismatch)]
    [InlineData("r={0}x,s=QSXC,i=10000001", SaslFailure.IterationCountOutOfRange)]
    [InlineData("r={0}x,s=QSXC,i=2000000000", SaslFailure.IterationCountOutOfRange)]
    [InlineData("r={0}x,s=QSXC,i=99999999999999999999", SaslFailure.IterationCountOutOfRange)]
    public void Refuses_a_wrong_challenge_before_it_proves_anything(string challenge, SaslFailure expected)
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();

        Assert.Equal(expected, FailsWith(() => scram.Respond(Utf8(challenge.Replace("{0}", Nonce)))));
        Assert.False(scram.SecretPresented);
    }

    [Fact]
    public void Refuses_a_challenge_that_is_not_utf8_or_has_attributes_without_end()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();

        Assert.Equal(SaslFailure.MalformedChallenge, FailsWith(() => scram.Respond([0xC3, 0x28])));
        var many = ServerFirst + string.Concat(Enumerable.Repeat(",x=y", 1000));
        Assert.Equal(SaslFailure.MalformedChallenge, FailsWith(() => scram.RespondText(many)));
    }

    [Fact]
    public void Takes_one_iteration_but_records_the_weakness()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();

        scram.RespondText($"r={Nonce}x,s=QSXC,i=1");

        Assert.Equal(1, scram.Iterations);
        Assert.True(scram.IsIterationCountWeak);
    }

    [Fact]
    public void Ignores_extensions_behind_the_known_attributes()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();

        Assert.StartsWith("c=biws,", scram.RespondText(ServerFirst + ",x=future,y=="));
    }

    [Theory]
    [InlineData("v=rmF9pqV8S7suAoZWja4dJRkFsKA=", SaslFailure.ServerSignatureMismatch)]
    [InlineData("v=rmF9pqV8S7su", SaslFailure.ServerSignatureMismatch)]
    [InlineData("v=", SaslFailure.MalformedChallenge)]
    [InlineData("", SaslFailure.MalformedChallenge)]
    [InlineData("ok", SaslFailure.MalformedChallenge)]
    [InlineData("m=x,v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", SaslFailure.Unsupported)]
    [InlineData("e=invalid-proof", SaslFailure.CredentialsRejected)]
    [InlineData("e=unknown-user", SaslFailure.CredentialsRejected)]
    [InlineData("e=channel-bindings-dont-match", SaslFailure.ChannelBindingMismatch)]
    [InlineData("e=server-does-support-channel-binding", SaslFailure.ChannelBindingMismatch)]
    [InlineData("e=unsupported-channel-binding-type", SaslFailure.Unsupported)]
    [InlineData("e=no-resources", SaslFailure.ServerError)]
    [InlineData("e=\u001B[31mred", SaslFailure.ServerError)]
    public void Refuses_a_wrong_last_word(string serverFinal, SaslFailure expected)
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();
        scram.RespondText(ServerFirst);

        Assert.Equal(expected, FailsWith(() => scram.RespondText(serverFinal)));
        Assert.False(scram.IsServerVerified);
        Assert.Equal(SaslFailure.ServerSignatureMissing, FailsWith(() => scram.VerifySuccess()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Believes_no_OK_without_the_signature(int steps)
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        if (steps > 0)
            scram.Start();
        if (steps > 1)
            scram.RespondText(ServerFirst);

        Assert.Equal(SaslFailure.ServerSignatureMissing, FailsWith(() => scram.VerifySuccess()));
    }

    [Fact]
    public void Takes_the_signature_with_the_OK_too()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();
        scram.RespondText(ServerFirst);

        scram.VerifySuccess(Utf8(ServerFinal));

        Assert.True(scram.IsServerVerified);
    }

    [Fact]
    public void Answers_nothing_after_its_end()
    {
        using var password = Secret("pencil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();
        scram.RespondText(ServerFirst);
        scram.RespondText(ServerFinal);

        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => scram.RespondText(ServerFinal)));
        Assert.Throws<InvalidOperationException>(scram.Start);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\u00AD", null)]
    [InlineData("us\u0007er", null)]
    [InlineData("user", "")]
    [InlineData("user", "a\0b")]
    public void Refuses_names_that_it_cannot_carry(string userName, string? authorizationId)
    {
        using var password = Secret("pencil");

        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => _ = new ScramMechanism(ScramHash.Sha1, userName, password, authorizationId: authorizationId)));
    }

    [Fact]
    public void Refuses_a_password_that_SASLprep_prohibits_before_it_proves_anything()
    {
        using var password = Secret("pen\u0007cil");
        using var scram = new ScramMechanism(ScramHash.Sha1, "user", password, nonce: Nonce);
        scram.Start();

        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => scram.RespondText(ServerFirst)));
        Assert.False(scram.SecretPresented);
    }
}
