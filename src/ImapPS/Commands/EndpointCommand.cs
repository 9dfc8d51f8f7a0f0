using System.Management.Automation;
using ImapPS.Client.Connecting;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>A cmdlet over the memory of endpoints.</summary>
public abstract class EndpointCommand : CancellableCommand
{
    /// <summary>Those whose server matches one of the names; a name without a wildcard that nothing matches is an error.</summary>
    internal IReadOnlyList<RememberedEndpoint> Find(IReadOnlyList<string>? names)
    {
        IReadOnlyList<RememberedEndpoint> all = [];
        Run(async (writer, cancellationToken) => all = await new EndpointMemory(null, text => writer.Warn(text, cancellationToken)).ListAsync(cancellationToken).ConfigureAwait(false));
        if (names is null)
            return all;
        var found = new List<RememberedEndpoint>();
        foreach (var name in names)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var matches = all.Where(e => pattern.IsMatch(e.Host)).ToArray();
            if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(ErrorFactory.Create(ErrorIds.EndpointNotFound, ErrorCategory.ObjectNotFound, name, name));
            found.AddRange(matches.Except(found));
        }

        return found;
    }
}
