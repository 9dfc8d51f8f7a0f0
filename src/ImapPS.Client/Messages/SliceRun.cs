using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Messages;

/// <summary>A large content on its way in slices. It ends with the first slice that is shorter than asked for, whatever sizes were told, and begins where the writer has come to.</summary>
internal sealed class SliceRun(ContentWriter writer, long expected, int slice, bool binary)
{
    private long _next = writer.Received;

    public ContentWriter Writer { get; } = writer;

    /// <summary>Its last octet came, or it failed.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether enough is asked for, if the size that was told is right.</summary>
    public bool IsAskedFor => _next > expected;

    public bool CanGoOn => _next + slice <= uint.MaxValue;

    public FetchSectionRequest Next()
    {
        var item = new FetchSectionRequest(Writer.Request.Section) { Origin = (uint)_next, Count = (uint)slice, Binary = binary };
        _next += slice;
        return item;
    }
}
