namespace ImapPS.Client.Authentication;

/// <summary>NTLM ([MS-NLMP] over SASL): three messages by the platform. Only on request: weak, and a wrong guess locks accounts.</summary>
public sealed class NtlmMechanism : SaslMechanism
{
    private readonly IGssContext _context;

    internal NtlmMechanism(IGssContext context) => _context = context;

    /// <inheritdoc/>
    public override string Name => "NTLM";

    /// <inheritdoc/>
    protected override byte[] OnStart() => _context.Step(default);

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (IsComplete)
            throw Unexpected();

        var response = _context.Step(challenge);
        SecretPresented = true;
        IsComplete = _context.IsComplete;
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _context.Dispose();
        base.Dispose(disposing);
    }
}
