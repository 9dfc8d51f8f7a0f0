using ImapPS.Errors;

namespace ImapPS.TestKit;

/// <summary>A table that describes mail, a user or a fault says something that can't be meant. The text names the place and the remedy.</summary>
public sealed class TestTableException : ArgumentException
{
    /// <summary>Makes an exception without a text.</summary>
    public TestTableException()
    {
    }

    /// <summary>Makes an exception.</summary>
    public TestTableException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with its cause.</summary>
    public TestTableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>One whose text is in the resources.</summary>
    /// <param name="place">Where it stands: "INBOX, message 2".</param>
    /// <param name="text">The name of the text.</param>
    /// <param name="arguments">Its blanks.</param>
    internal static TestTableException Create(string place, string text, params object?[] arguments) =>
        new(Strings.Format(ErrorIds.InvalidTestTable, place, Strings.Format(text, arguments)));
}
