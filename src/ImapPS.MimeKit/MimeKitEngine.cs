using System.Reflection;
using ImapPS.Client.Mime;
using MimeMessage = global::MimeKit.MimeMessage;

namespace ImapPS.MimeKit;

/// <summary>Reads and writes whole messages with MimeKit; <see cref="ParsedMessage.Raw"/> is its MimeMessage.</summary>
public sealed class MimeKitEngine : IMimeEngine
{
    /// <inheritdoc/>
    public string Name { get; } = MakeName(typeof(MimeMessage).Assembly);

    /// <inheritdoc/>
    public ParsedMessage Read(Stream message, MimeReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MimeReadOptions();
        var bytes = MessageBuffer.Read(message, options.MaxMessageLength, cancellationToken);
        return new MimeKitReader(bytes, options, cancellationToken).Read();
    }

    /// <inheritdoc/>
    public void Write(MessageDraft draft, Stream destination, CancellationToken cancellationToken = default)
    {
        DraftRules.Check(draft);
        if (destination is null)
            throw new ArgumentNullException(nameof(destination));
        using var writer = new MimeKitWriter(draft);
        writer.Write(destination, cancellationToken);
    }

    private static string MakeName(Assembly assembly)
    {
        var name = assembly.GetName();
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? name.Version?.ToString(3) ?? "";
        var plus = version.IndexOf('+');
        return $"{name.Name} {(plus < 0 ? version : version.Substring(0, plus))}";
    }
}
