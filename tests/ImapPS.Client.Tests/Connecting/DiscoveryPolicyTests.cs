using System.Globalization;
using ImapPS.Client.Connecting;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>
/// The rules as tables. An event is "time what": t (timer), 993c, 993v, 993f (connected, verified, failed), the same for
/// 143, 993h (a failure that concerns the host). What comes back is written in the same way: +143 (start), w150 (wait),
/// -993 (close), =143 (win), ! (fail).
/// </summary>
public class DiscoveryPolicyTests
{
    private static readonly Endpoint Tls = new(993, ConnectionSecurity.ImplicitTls);
    private static readonly Endpoint StartTls = new(143, ConnectionSecurity.StartTls);

    [Theory]
    [InlineData("0 993c, 20 993v", "=993")]
    [InlineData("0 993c, 250 t, 300 993v", "=993")] // connected in time: the other is not even started
    [InlineData("0 993f, 30 143c, 50 143v", "+143 =143")]
    [InlineData("100 t, 250 t", "w150 +143")] // a timer that rings early is set again
    [InlineData("250 t, 260 143c, 300 143v", "+143 -993 =143")] // 993 has still not connected
    [InlineData("250 t, 260 993c, 270 143c, 300 143v", "+143")] // 993 has connected: it is waited for
    [InlineData("250 t, 260 993c, 270 143c, 300 143v, 400 993v", "+143 -143 =993")]
    [InlineData("250 t, 260 993c, 270 143c, 300 143v, 400 993f", "+143 =143")]
    [InlineData("250 t, 270 143c, 290 993c, 300 993v", "+143 -143 =993")]
    [InlineData("250 t, 270 143c, 280 143f, 9000 993c, 9100 993v", "+143 =993")] // late, but the only one
    [InlineData("250 t, 270 143f, 20000 993f", "+143 !")]
    [InlineData("0 993f, 10 143f", "+143 !")]
    [InlineData("0 993c, 20000 993f, 20010 143c, 20020 143v", "+143 =143")] // connected, but TLS failed
    [InlineData("0 993h", "!")]
    [InlineData("250 t, 260 143h", "+143 -993 !")]
    [InlineData("0 993c, 20 993v, 30 143v, 250 t, 40 993f", "=993")] // over is over
    public void Implicit_tls_is_preferred(string events, string actions) =>
        Assert.Equal("+993 w250 " + actions, Run(new DiscoveryPlan("host", Tls, StartTls, TimeSpan.FromMilliseconds(250)), events));

    [Theory]
    [InlineData("0 143c, 20 143v", "=143")]
    [InlineData("1000 t, 1010 993c, 1020 993v", "+993 -143 =993")] // only 993 connects
    [InlineData("1000 t, 1010 993c, 1015 143c, 1020 993v, 1500 143v", "+993 -993 =143")] // late, but connected: STARTTLS is looked for
    [InlineData("1000 t, 1010 993c, 1015 143c, 1020 993v, 1500 143f", "+993 =993")] // no STARTTLS there
    [InlineData("0 143c, 20 143f, 30 993c, 40 993v", "+993 =993")] // no STARTTLS: 993
    [InlineData("0 143c, 20 143f, 30 993f", "+993 !")] // no answer there either
    [InlineData("0 143f, 1 993f", "+993 !")]
    public void The_classic_order_prefers_starttls(string events, string actions) =>
        Assert.Equal("+143 w1000 " + actions, Run(DiscoveryPlan.For(new ConnectRequest("host") { PreferStartTls = true }, null), events));

    [Fact]
    public void Whatever_the_order_of_events_a_win_was_verified_and_everything_else_is_closed()
    {
        var random = new Random(4711);
        for (var round = 0; round < 20_000; round++)
        {
            var policy = new DiscoveryPolicy(new DiscoveryPlan("host", Tls, StartTls, TimeSpan.FromMilliseconds(random.Next(0, 300))));
            var open = new Dictionary<Endpoint, int>(); // how far each has come: 0 started, 1 connected, 2 verified
            var queue = new Queue<DiscoveryAction>(policy.Begin());
            var time = TimeSpan.Zero;
            var timer = false;
            DiscoveryAction? end = null;
            while (end is null)
            {
                while (queue.TryDequeue(out var action))
                {
                    Assert.Null(end);
                    switch (action.Kind)
                    {
                        case DiscoveryActionKind.Start:
                            Assert.True(open.TryAdd(action.Endpoint!, 0));
                            break;
                        case DiscoveryActionKind.Wait:
                            timer = true;
                            break;
                        case DiscoveryActionKind.Close:
                            Assert.True(open.Remove(action.Endpoint!));
                            break;
                        default:
                            end = action;
                            break;
                    }
                }

                if (end is not null)
                    break;
                var movable = open.Where(static o => o.Value < 2).Select(static o => o.Key).ToArray();
                Assert.True(timer || movable.Length > 0, "nobody is left to move");
                time += TimeSpan.FromMilliseconds(random.Next(0, 200));
                IReadOnlyList<DiscoveryAction> actions;
                if (movable.Length == 0 || (timer && random.Next(3) == 0))
                {
                    timer = false;
                    actions = policy.Handle(new DiscoveryEvent(time, DiscoveryEventKind.Timer));
                }
                else
                {
                    var mover = movable[random.Next(movable.Length)];
                    if (random.Next(3) == 0)
                    {
                        open.Remove(mover);
                        actions = policy.Handle(new DiscoveryEvent(time, DiscoveryEventKind.Failed, mover, new ImapException(ImapError.ConnectionLost, "lost")));
                    }
                    else
                    {
                        open[mover]++;
                        actions = policy.Handle(new DiscoveryEvent(time, open[mover] == 1 ? DiscoveryEventKind.Connected : DiscoveryEventKind.Verified, mover));
                    }
                }

                foreach (var action in actions)
                    queue.Enqueue(action);
            }

            if (end.Kind == DiscoveryActionKind.Win)
                Assert.Equal([new(end.Endpoint!, 2)], open.ToArray());
            else
                Assert.Empty(open);
        }
    }

    [Fact]
    public void When_both_fail_the_error_names_both_ports_and_each_cause()
    {
        var plan = new DiscoveryPlan("mail.example", Tls, StartTls, TimeSpan.Zero);
        var refused = new ImapException(ImapError.ConnectionRefused, "nothing listens.");
        var stripped = new ImapException(ImapError.StartTlsUnavailable, "no STARTTLS.") { Hint = "the hint" };

        var error = DiscoveryErrors.Merge(plan, refused, stripped);

        Assert.Equal(ImapError.StartTlsUnavailable, error.Error);
        Assert.Equal("There is no protected way in to mail.example. Port 993 (implicit TLS): nothing listens. Port 143 (STARTTLS): no STARTTLS.", error.Message);
        Assert.Equal("the hint", error.Hint);
        Assert.Equal([refused, stripped], Assert.IsType<AggregateException>(error.InnerException).InnerExceptions);
    }

    [Fact]
    public void What_is_remembered_goes_first_if_it_is_what_was_asked_for()
    {
        var request = new ConnectRequest("host");
        var known = new RememberedEndpoint("host", 143, ConnectionSecurity.StartTls, true, DateTimeOffset.UtcNow);

        Assert.Equal(Tls, DiscoveryPlan.For(request, null).First);
        Assert.Equal(request.Stagger, DiscoveryPlan.For(request, null).Delay);
        Assert.Equal(StartTls, DiscoveryPlan.For(request, known).First);
        Assert.Equal(Tls, DiscoveryPlan.For(request, known).Second);
        Assert.Equal(Tls, DiscoveryPlan.For(request with { PreferStartTls = true }, known with { Port = 993, Security = ConnectionSecurity.ImplicitTls }).First);
        Assert.Equal(Tls, DiscoveryPlan.For(request with { StartTlsPort = 1143 }, known).First);
    }

    private static string Run(DiscoveryPlan plan, string events)
    {
        var policy = new DiscoveryPolicy(plan);
        var log = policy.Begin().Select(Show).ToList();
        foreach (var part in events.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ');
            var at = TimeSpan.FromMilliseconds(int.Parse(words[0], CultureInfo.InvariantCulture));
            log.AddRange(policy.Handle(Event(at, words[1])).Select(Show));
        }

        return string.Join(" ", log);
    }

    private static DiscoveryEvent Event(TimeSpan at, string word)
    {
        if (word == "t")
            return new DiscoveryEvent(at, DiscoveryEventKind.Timer);
        var endpoint = word.StartsWith("993") ? Tls : StartTls;
        return word[^1] switch
        {
            'c' => new DiscoveryEvent(at, DiscoveryEventKind.Connected, endpoint),
            'v' => new DiscoveryEvent(at, DiscoveryEventKind.Verified, endpoint),
            'f' => new DiscoveryEvent(at, DiscoveryEventKind.Failed, endpoint, new ImapException(ImapError.ConnectionFailed, "failed")),
            _ => new DiscoveryEvent(at, DiscoveryEventKind.Failed, endpoint, new ImapException(ImapError.HostNotFound, "no such host")),
        };
    }

    private static string Show(DiscoveryAction action) => action.Kind switch
    {
        DiscoveryActionKind.Start => "+" + action.Endpoint!.Port,
        DiscoveryActionKind.Wait => "w" + action.Delay.TotalMilliseconds,
        DiscoveryActionKind.Close => "-" + action.Endpoint!.Port,
        DiscoveryActionKind.Win => "=" + action.Endpoint!.Port,
        _ => "!",
    };
}
