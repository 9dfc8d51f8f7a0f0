using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

public sealed class MimeKitWriteTests : WriteContract
{
    protected override IMimeEngine Engine => Engines.MimeKit;

    // MimeKit counts characters, not bytes, when it cuts encoded words.
    protected override int MaxLine => 998;
}
