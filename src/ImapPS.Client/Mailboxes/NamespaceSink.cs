using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Mailboxes;

/// <summary>Takes NAMESPACE, or the LIST response that tells the delimiter.</summary>
internal sealed class NamespaceSink : ResponseSink
{
    public NamespaceResponse? Namespaces { get; private set; }

    public char? Delimiter { get; private set; }

    public override bool TryAccept(Response response)
    {
        switch (response)
        {
            case NamespaceResponse namespaces:
                Namespaces = namespaces;
                return true;
            case ListResponse list:
                Delimiter = list.Delimiter;
                return true;
            default:
                return false;
        }
    }
}
