using System.Text;
using ImapPS.Client;
using ImapPS.Client.Messages;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>APPEND: each part of its command and each literal.</summary>
internal static class AppendOperations
{
    private const int Count = 3;

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        Of("APPEND", true),
        Of("APPEND without Message-ID", false),
        Of("APPEND, synchronizing literals", true, "LITERAL+"),
        Of("APPEND without UIDPLUS", true, "UIDPLUS"),
        Of("APPEND without UIDPLUS and Message-ID", false, "UIDPLUS"),
        Of("MULTIAPPEND", true) with { With = ["MULTIAPPEND"] },
        Of("MULTIAPPEND, synchronizing literals", true, "LITERAL+") with { With = ["MULTIAPPEND"] },
    ];

    private static FaultOperation Of(string name, bool withMessageId, params string[] without) =>
        new(name, world => AppendAsync(world, withMessageId)) { MayStayOpen = true, Without = without };

    private static async Task<Outcome> AppendAsync(FaultWorld world, bool withMessageId)
    {
        var items = Enumerable.Range(1, Count).Select(i => new AppendItem(AppendSource.FromBytes(Encoding.ASCII.GetBytes(
            $"Subject: new {i}\r\n{(withMessageId ? $"Message-ID: <{i}@example.org>\r\n" : "")}\r\n{new string('x', 10 + i)}\r\n"))));
        world.Arm();
        var results = new List<AppendResult>();
        await foreach (var result in world.Session.AppendAsync(FaultWorld.TargetName, items, null, FaultWorld.Token))
            results.Add(result);
        Assert.Equal(Count, results.Count);
        var there = FaultWorld.Subjects(world.Target);
        Assert.Equal(there.Distinct(), there);
        for (var i = 0; i < Count; i++)
        {
            switch (results[i].Error)
            {
                case null:
                    Assert.Contains($"new {i + 1}", there);
                    if (results[i].Uid != 0 && world.Meddled != Meddling.RenewsTarget)
                        Assert.Contains($"Subject: new {i + 1}\r", Encoding.ASCII.GetString(world.Target.Find(results[i].Uid)!.GetBytes()), StringComparison.Ordinal);
                    break;
                case { Error: ImapError.OutcomeUnknown }:
                    break;
                case var error:
                    Assert.Fail(error.ToString());
                    break;
            }
        }

        return results.TrueForAll(static r => r.Error is null) ? Outcome.Done : Outcome.Unknown;
    }
}
