using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

public sealed class BuiltInWriteTests : WriteContract
{
    protected override IMimeEngine Engine => Engines.BuiltIn;
}
