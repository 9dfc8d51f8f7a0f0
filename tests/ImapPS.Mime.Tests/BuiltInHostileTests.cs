using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

public sealed class BuiltInHostileTests : HostileContract
{
    protected override IMimeEngine Engine => Engines.BuiltIn;
}
