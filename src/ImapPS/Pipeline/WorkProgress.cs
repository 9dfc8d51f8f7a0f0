using System.Diagnostics;
using System.Management.Automation;
using ImapPS.Errors;
using ImapPS.Output;

namespace ImapPS.Pipeline;

/// <summary>How far a cmdlet is with its work: shown once it has worked for a second. Counts come from the work's threads, records go out on the pipeline's.</summary>
internal sealed class WorkProgress : IProgress<long>
{
    private const int ActivityId = 0x496D61;

    private readonly Stopwatch _clock = new();
    private OctetCount? _octets;
    private string _activity = "";
    private TimeSpan _shownAt;
    private bool _isShown;
    private int _works;
    private long _done;
    private long _total;

    /// <summary>How often a record is worth the terminal's time. A seam, as the next: tests need not wait so long.</summary>
    public static TimeSpan Interval { get; internal set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>What takes no longer shows nothing.</summary>
    public static TimeSpan Patience { get; internal set; } = TimeSpan.FromSeconds(1);

    /// <summary>What <see cref="Report"/> counts: the name of a text with a blank for the numbers.</summary>
    public string Unit { get; set; } = "ProgressMessages";

    /// <summary>What is being done, where nothing is counted.</summary>
    public Func<string?>? Status { get; set; }

    /// <summary>So many more are done.</summary>
    public void Report(long value) => Interlocked.Add(ref _done, value);

    /// <summary>So many more are to be done; without it nobody knows how many there will be.</summary>
    public void Expect(long value) => Interlocked.Add(ref _total, value);

    /// <summary>Work begins; what goes by between two works is not the work's time.</summary>
    /// <param name="activity">What is done.</param>
    /// <param name="octets">How many octets the session has moved so far; null where nobody counts them.</param>
    public void Begin(string activity, Func<long>? octets = null)
    {
        _activity = activity;
        if (octets is not null)
            (_octets ??= new OctetCount()).Watch(octets);
        _works++;
        _clock.Start();
    }

    /// <summary>Shows how far it is, if it is time to.</summary>
    public void Show(Cmdlet cmdlet)
    {
        var elapsed = _clock.Elapsed;
        if (elapsed < Patience || elapsed - _shownAt < Interval)
            return;
        _shownAt = elapsed;
        _isShown = true;
        var (done, total) = (Interlocked.Read(ref _done), Interlocked.Read(ref _total));
        var record = new ProgressRecord(ActivityId, _activity, Describe(done, total, elapsed));
        if (total >= done && total > 0)
        {
            record.PercentComplete = (int)(100 * done / total);
            if (done > 0)
                record.SecondsRemaining = (int)Math.Min(int.MaxValue, elapsed.TotalSeconds * (total - done) / done);
        }

        cmdlet.WriteProgress(record);
    }

    /// <summary>Work has ended, however.</summary>
    public void End()
    {
        if (--_works == 0)
            _clock.Stop();
    }

    /// <summary>Takes the last record away if nothing is under way any more.</summary>
    public void Clear(Cmdlet cmdlet)
    {
        if (_works == 0)
            TakeAway(cmdlet);
    }

    /// <summary>Takes the last record away, whatever is still under way: the pipeline has ended.</summary>
    public void TakeAway(Cmdlet cmdlet)
    {
        if (!_isShown)
            return;
        _isShown = false;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(ActivityId, _activity, _activity) { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // Ctrl+C: nothing may be written any more, and the host takes all progress away by itself.
        }
    }

    /// <summary>12,000 of 100,000 messages, 34 MB, 1.2 MB/s</summary>
    private string Describe(long done, long total, TimeSpan elapsed)
    {
        var parts = new List<string>();
        if (Status?.Invoke() is { Length: > 0 } status)
            parts.Add(status);
        if (done > 0 || total > 0)
            parts.Add(Strings.Format(Unit, total >= done && total > 0 ? Strings.Format("ProgressOf", done, total) : Strings.Format("ProgressCount", done)));
        if (_octets?.Sum() is { } octets)
        {
            parts.Add(ViewText.Size(octets));
            parts.Add(Strings.Format("ProgressRate", ViewText.Size((long)(octets / elapsed.TotalSeconds))));
        }

        // A record must say something.
        return parts.Count > 0 ? string.Join(", ", parts) : _activity;
    }
}
