using ImapPS.Client.Messages;
using ImapPS.Output;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>One content of a message that is on its way, and where it belongs.</summary>
/// <param name="Message">Whose it is.</param>
/// <param name="Section">As BODY[...] takes it.</param>
/// <param name="Part">What BODYSTRUCTURE says of it; null if nothing.</param>
/// <param name="Stream">What it is gathered in.</param>
/// <param name="Keep">Puts it into its place.</param>
internal sealed record WantedContent(PendingMessage Message, string Section, BodyPart? Part, BoundedStream Stream, Action<MessageContents, PartContent> Keep);
