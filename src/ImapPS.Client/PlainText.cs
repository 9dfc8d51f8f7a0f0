namespace ImapPS.Client;

/// <summary>Messages of exceptions as people are to read them.</summary>
public static class PlainText
{
    /// <summary>
    /// The message without the parameter's name, which .NET adds to that of an <see cref="ArgumentException"/> for programmers:
    /// behind it in brackets, on .NET Framework in a line of its own.
    /// </summary>
    public static string Of(Exception error)
    {
        if (error is null)
            throw new ArgumentNullException(nameof(error));
        if (error is not ArgumentException)
            return error.Message;
        var end = error.Message.IndexOfAny(['\r', '\n']);
        if (end < 0)
            end = error.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? error.Message : error.Message.Substring(0, end);
    }
}
