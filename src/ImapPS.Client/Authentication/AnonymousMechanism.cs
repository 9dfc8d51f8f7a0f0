using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>ANONYMOUS (RFC 4505): no identity, only a word for the server's log.</summary>
public sealed class AnonymousMechanism(string trace = "") : SaslMechanism
{
    /// <summary>RFC 4505 section 2: token = 1*255TCHAR.</summary>
    public const int MaximumTraceLength = 255;

    /// <inheritdoc/>
    public override string Name => "ANONYMOUS";

    // message         = [ email / token ]

    /// <inheritdoc/>
    protected override byte[] OnStart()
    {
        if (trace.Length > MaximumTraceLength || trace.Any(char.IsControl))
            throw Fail(SaslFailure.ProhibitedCharacter, "the trace word is too long or holds a control character");

        IsComplete = true;
        return Encoding.UTF8.GetBytes(trace);
    }

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge) => throw Unexpected();
}
