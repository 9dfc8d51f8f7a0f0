using FsCheck;
using FsCheck.Fluent;

namespace ImapPS.Protocol.Tests;

/// <summary>Runs a property over generated cases; the failing case and its seed stand in the failure.</summary>
internal static class Properties
{
    public static void Check<T>(Gen<T> cases, Action<T> property) => Check(cases, 200, property);

    public static void Check<T>(Gen<T> cases, int count, Action<T> property) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(count), Prop.ForAll(cases.ToArbitrary(), property));
}
