using ImapPS.Client;

namespace ImapPS.Errors;

/// <summary>An error that the module finds while the engine works for it: it has an id, a text and a hint in Strings.resx.</summary>
/// <param name="error">Its kind, which gives the category.</param>
/// <param name="id">One of <see cref="ErrorIds"/>.</param>
/// <param name="target">What it is about.</param>
/// <param name="cause">What it was found by; null if nothing was thrown.</param>
/// <param name="arguments">For the blanks in the text.</param>
internal sealed class ModuleException(ImapError error, string id, object target, Exception? cause, params object?[] arguments)
    : ImapException(error, Strings.Format(id, arguments), cause)
{
    public string Id => id;

    public object Target => target;
}
