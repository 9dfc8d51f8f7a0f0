using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using ImapPS.Protocol.Framing;

namespace ImapPS.Client.Diagnosis;

/// <summary>Runs the steps of a diagnosis, each within its time, and writes down how they went. Thread-safe.</summary>
/// <param name="request">The bounds.</param>
/// <param name="progress">Hears of each step that ended.</param>
/// <param name="user">Ends everything by exception.</param>
/// <param name="whole">Ends everything that is left, which is then reported as not finished; it follows <paramref name="user"/>.</param>
internal sealed class StepLog(DiagnosisRequest request, IProgress<DiagnosisStep>? progress, CancellationToken user, CancellationToken whole)
{
    private readonly List<DiagnosisStep> _steps = [];

    public IReadOnlyList<DiagnosisStep> Steps
    {
        get
        {
            lock (_steps)
                return _steps.ToArray();
        }
    }

    /// <summary>Runs a step. What fails in it, within what networks do, is its result; a fault of ours is not.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="port">Where.</param>
    /// <param name="timeout">What it is called when it takes too long.</param>
    /// <param name="action">Does it.</param>
    /// <param name="detail">What was seen.</param>
    public async Task<StepResult<T>> RunAsync<T>(string name, int? port, ImapError timeout, Func<CancellationToken, Task<T>> action, Func<T, string>? detail = null)
        where T : class
    {
        user.ThrowIfCancellationRequested();
        if (whole.IsCancellationRequested)
        {
            Skip(name, port, "no time was left");
            return new(null, TimedOut(name, timeout));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(whole);
        limit.CancelAfter(request.LimitOf(name));
        var clock = Stopwatch.StartNew();
        ImapException error;
        try
        {
            var value = await action(limit.Token).ConfigureAwait(false);
            Add(new DiagnosisStep(request.Host, name, port, clock.Elapsed, StepOutcome.Ok, detail?.Invoke(value) ?? ""));
            return new(value, null);
        }
        catch (Exception) when (user.IsCancellationRequested)
        {
            throw new OperationCanceledException(user);
        }
        catch (Exception e) when (limit.IsCancellationRequested && (IsExpected(e) || e is InvalidOperationException))
        {
            // Whatever it says: the stream was closed under it because its time was over.
            error = TimedOut(name, timeout);
        }
        catch (ImapException e)
        {
            error = e;
        }
        catch (Exception e) when (IsExpected(e))
        {
            error = new ImapException(e is FramingException ? ImapError.ProtocolViolation : ImapError.ConnectionLost, SafeText.Clean(e.Message), e);
        }

        Add(new DiagnosisStep(request.Host, name, port, clock.Elapsed, StepOutcome.Failed, error.Message));
        return new(null, error);
    }

    /// <summary>Writes down what was not tried.</summary>
    public void Skip(string name, int? port, string reason) => Add(new DiagnosisStep(request.Host, name, port, TimeSpan.Zero, StepOutcome.Skipped, reason));

    /// <summary>Writes down what was timed elsewhere.</summary>
    public void Add(DiagnosisStep step)
    {
        lock (_steps)
            _steps.Add(step);
        progress?.Report(step);
    }

    private static bool IsExpected(Exception e) =>
        e is ImapException or OperationCanceledException or IOException or SocketException or AuthenticationException or FramingException
            or ObjectDisposedException or System.ComponentModel.Win32Exception;

    private ImapException TimedOut(string name, ImapError error)
    {
        var seconds = (whole.IsCancellationRequested ? request.Timeout : request.LimitOf(name)).TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return new ImapException(error, whole.IsCancellationRequested
            ? $"The test of {request.Host} was over its {seconds} seconds before this was done: {name}."
            : $"{request.Host} did not answer within {seconds} seconds: {name}.")
        {
            Hint = "Test again with a larger -Timeout if the server is known to be slow.",
        };
    }
}
