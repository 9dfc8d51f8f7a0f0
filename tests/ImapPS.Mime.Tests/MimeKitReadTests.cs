using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

public sealed class MimeKitReadTests : ReadContract
{
    protected override IMimeEngine Engine => Engines.MimeKit;
}
