using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

public sealed class BuiltInReadTests : ReadContract
{
    protected override IMimeEngine Engine => Engines.BuiltIn;
}
