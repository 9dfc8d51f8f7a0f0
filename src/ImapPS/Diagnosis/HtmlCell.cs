namespace ImapPS.Diagnosis;

/// <summary>One cell of a table.</summary>
/// <param name="Text">Escaped when it is written.</param>
/// <param name="ClassName">How it looks; null for plain.</param>
internal readonly record struct HtmlCell(string? Text, string? ClassName = null)
{
    public static implicit operator HtmlCell(string? text) => new(text);
}
