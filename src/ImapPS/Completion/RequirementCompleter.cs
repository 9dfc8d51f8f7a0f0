using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ImapPS.Client.Diagnosis;

namespace ImapPS.Completion;

/// <summary>Offers what -Require takes: its own names first, then capabilities.</summary>
public sealed class RequirementCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = (wordToComplete ?? "").Trim('\'', '"');
        return Requirement.Names.Select(static n => (Name: n, Tip: Describe(n)))
            .Concat(Requirement.CapabilityNames.Select(static c => (Name: c, Tip: $"The server announces {c}.")))
            .Where(c => c.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(static c => new CompletionResult(Quote(c.Name), c.Name, CompletionResultType.ParameterValue, c.Tip));
    }

    private static string Quote(string name) => name.All(char.IsLetterOrDigit) ? name : $"'{name}'";

    private static string Describe(string name) => name switch
    {
        "ImplicitTls" => "TLS from the first byte works.",
        "StartTls" => "STARTTLS is offered and works.",
        "Tls12" => "TLS 1.2 is accepted.",
        "Tls13" => "TLS 1.3 is accepted.",
        "NoWeakTls" => "TLS 1.0 and 1.1 are refused.",
        "Trusted" => "The certificate is trusted, for this name, and valid now.",
        "NotExpiring30" => "The certificate lasts 30 days or more. Any number of days can stand there.",
        "NoInjection" => "What comes behind STARTTLS in the clear is dropped.",
        "NoLoginWithoutTls" => "No password is asked for before TLS.",
        "Login" => "The credential given with -Credential works.",
        _ => $"The server can be reached over {name}.",
    };
}
