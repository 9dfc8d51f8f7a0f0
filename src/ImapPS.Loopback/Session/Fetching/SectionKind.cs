namespace ImapPS.Loopback.Session.Fetching;

/// <summary>What of a message or part a section names.</summary>
internal enum SectionKind
{
    /// <summary>All of it: of a part its body.</summary>
    Whole,
    Header,
    Text,
    Mime,
    Fields,
    FieldsNot,
}
