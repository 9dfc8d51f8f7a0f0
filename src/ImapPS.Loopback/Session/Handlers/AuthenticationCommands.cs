using System.Text;
using ImapPS.Loopback.Session.Authentication;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>LOGIN and AUTHENTICATE.</summary>
internal static class AuthenticationCommands
{
    public static Answer Login(SessionContext context, LoginCommand command)
    {
        if (!context.IsSecure && !context.Options.AllowPlaintextLogin)
            return Answer.No("TLS comes first", "PRIVACYREQUIRED");
        if (context.Offers("LOGINDISABLED"))
            return Answer.No("LOGIN is disabled");
        var user = Find(context, command.UserName);
        return Finish(context, user is not null && user.HasPassword(command.Password.Span) ? user : null, "LOGIN");
    }

    public static async Task<Answer?> AuthenticateAsync(SessionContext context, AuthenticateCommand command)
    {
        if (command.InitialResponse is not null && !context.Offers("SASL-IR"))
            return Answer.NotOffered("SASL-IR");
        if (!context.Options.Mechanisms.Contains(command.Mechanism, StringComparer.OrdinalIgnoreCase) || Create(context, command.Mechanism) is not { } mechanism)
            return Answer.No("The mechanism isn't offered", "CANNOT");
        if (!context.IsSecure && !context.Options.AllowPlaintextLogin && SessionContext.SendsSecret(command.Mechanism))
            return Answer.No("TLS comes first", "PRIVACYREQUIRED");

        var message = command.InitialResponse?.Span.ToArray();
        byte[]? challenge = mechanism.FirstChallenge ?? [];
        while (challenge is not null)
        {
            if (message is null)
            {
                context.Output.Buffer.Append("+ "u8).Ascii(Convert.ToBase64String(challenge)).Append("\r\n"u8);
                if (!await context.Input.ReadAsync().ConfigureAwait(false))
                    return null;
                if (!TryDecode(context.Input.Message.Span, out message, out var refusal))
                    return refusal;
            }

            mechanism.Respond(message!, out challenge);
            message = null;
        }

        return Finish(context, mechanism.User, "AUTHENTICATE");
    }

    private static Answer Finish(SessionContext context, LoopbackUser? user, string command)
    {
        context.Statistics.AddLogin(user is not null);
        if (user is null)
            return Answer.No("Name or password is wrong", "AUTHENTICATIONFAILED");
        context.User = user;
        return Answer.Ok(command + " completed", context.Options.CapabilitiesInLogin ? new CapabilityCode(context.Capabilities()) : null);
    }

    private static ServerMechanism? Create(SessionContext context, string mechanism)
    {
        if (ScramHash.TryGet(mechanism, out var hash, out var plus))
            return plus && !context.IsSecure ? null : new ScramMechanism(hash, plus, context, name => Find(context, name));
        return mechanism.ToUpperInvariant() switch
        {
            "PLAIN" => new PlainMechanism(name => Find(context, name)),
            "LOGIN" => new LoginMechanism(name => Find(context, name)),
            "CRAM-MD5" => new CramMd5Mechanism(name => Find(context, name)),
            "XOAUTH2" => new BearerMechanism(true, name => Find(context, name), context.Options.Users),
            "OAUTHBEARER" => new BearerMechanism(false, name => Find(context, name), context.Options.Users),
            _ => null,
        };
    }

    private static LoopbackUser? Find(SessionContext context, string name) =>
        context.Options.Users.FirstOrDefault(u => string.Equals(u.Name, name, StringComparison.Ordinal));

    private static bool TryDecode(ReadOnlySpan<byte> line, out byte[]? message, out Answer? refusal)
    {
        message = null;
        refusal = null;
        var text = Encoding.ASCII.GetString(line.ToArray()).TrimEnd('\r', '\n');
        if (text == "*")
        {
            refusal = Answer.Bad("AUTHENTICATE cancelled");
            return false;
        }

        try
        {
            message = Convert.FromBase64String(text);
            return true;
        }
        catch (FormatException)
        {
            refusal = Answer.Bad("That isn't base64");
            return false;
        }
    }
}
