using System.Text;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Transport;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Scripts;

/// <summary>Plays a script on one connection.</summary>
internal sealed class ScriptPlayer(LoopbackScript script, Wire wire, Func<Task> startTls, Action<LogDirection, string> log)
{
    private const int MaxLine = 16 * 1024 * 1024;

    private readonly byte[] _received = new byte[16 * 1024];
    private readonly WireBuffer _line = new();
    private int _start;
    private int _end;
    private string _tag = "*";

    public async Task RunAsync()
    {
        foreach (var step in script.Steps)
        {
            switch (step.Action)
            {
                case ScriptAction.Send:
                    var octets = step.Octets ?? Encoding.UTF8.GetBytes(step.Text.Replace("{tag}", _tag));
                    log(LogDirection.Server, ByteText.ToText(octets));
                    await wire.WriteAsync(octets, octets.Length).ConfigureAwait(false);
                    break;
                case ScriptAction.Expect:
                    if (!await ExpectAsync(step.Text).ConfigureAwait(false))
                        return;
                    break;
                case ScriptAction.StartTls:
                    _start = _end = 0;
                    await startTls().ConfigureAwait(false);
                    break;
                case ScriptAction.Wait:
                    await wire.WaitAsync(step.Time).ConfigureAwait(false);
                    break;
                case ScriptAction.Close:
                case ScriptAction.Reset:
                    script.Complete();
                    await wire.CutAsync(step.Action == ScriptAction.Reset ? CutKind.Reset : CutKind.Close).ConfigureAwait(false);
                    break;
            }
        }

        script.Complete();
        while (await wire.ReadAsync(_received).ConfigureAwait(false) > 0)
        {
            // What a client says behind the end of the script is of no interest: a LOGOUT, as a rule.
        }
    }

    private async Task<bool> ExpectAsync(string pattern)
    {
        if (await ReadLineAsync().ConfigureAwait(false) is not { } line)
        {
            script.Fail($"'{pattern}' was expected, but the connection ended.");
            return false;
        }

        log(LogDirection.Client, line);
        if (LinePattern.Matches(pattern, line, out var tag))
        {
            _tag = tag ?? _tag;
            return true;
        }

        script.Fail($"'{pattern}' was expected, but '{line}' came.");
        var bye = "* BYE The script has something else here\r\n"u8.ToArray();
        await wire.WriteAsync(bye, bye.Length).ConfigureAwait(false);
        await wire.Link.LingerAsync().ConfigureAwait(false);
        return false;
    }

    private async Task<string?> ReadLineAsync()
    {
        _line.Clear();
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await wire.ReadAsync(_received).ConfigureAwait(false);
                if (_end == 0 || _line.Length > MaxLine)
                    return null;
            }

            var newline = Array.IndexOf(_received, (byte)'\n', _start, _end - _start);
            var to = newline < 0 ? _end : newline + 1;
            _line.Append(_received.AsSpan(_start, to - _start));
            _start = to;
            if (newline >= 0)
                return ByteText.ToText(_line.Span).TrimEnd('\r', '\n');
        }
    }
}
