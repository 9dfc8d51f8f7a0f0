using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

public sealed class MimeKitHostileTests : HostileContract
{
    protected override IMimeEngine Engine => Engines.MimeKit;
}
