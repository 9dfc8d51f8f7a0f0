using System.Collections.ObjectModel;
using System.Management.Automation;
using ImapPS.Client.Authentication;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Sessions;

/// <summary>Asks a script block of the user's for tokens. It runs where all of the user's script runs: on the thread of the cmdlet that is at work.</summary>
internal sealed class ScriptTokenSource(ScriptBlock script, string server) : ITokenSource
{
    public async Task<SecretString> GetTokenAsync(CancellationToken cancellationToken)
    {
        var pipeline = PipelineWriter.Current ?? throw Failure(ErrorIds.TokenScriptFailed, null, Strings.Format("TokenNoPipeline"));
        var token = new TaskCompletionSource<SecretString>(TaskCreationOptions.RunContinuationsAsynchronously);
        // The pipeline may end before it comes to the script.
        using (cancellationToken.Register(() => token.TrySetCanceled(cancellationToken)))
        {
            await pipeline.DoAsync(cmdlet => Answer(cmdlet, token), cancellationToken).ConfigureAwait(false);
            return await token.Task.ConfigureAwait(false);
        }
    }

    private void Answer(Cmdlet cmdlet, TaskCompletionSource<SecretString> token)
    {
        try
        {
            var secret = Call(cmdlet);
            if (!token.TrySetResult(secret))
                secret.Dispose();
        }
        catch (TokenScriptException e)
        {
            token.TrySetException(e);
        }
    }

    private SecretString Call(Cmdlet cmdlet)
    {
        Collection<PSObject> output;
        try
        {
            output = script.Invoke();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw Failure(ErrorIds.TokenScriptFailed, e, e.ErrorRecord?.Exception.Message ?? e.Message);
        }

        var values = output.Where(static value => value is not null).ToArray();
        if (values.Length > 1)
            throw Failure(ErrorIds.TokenScriptInvalid, null, Strings.Format("TokenManyValues", values.Length));
        if (values.Length == 0)
            throw Failure(ErrorIds.TokenScriptEmpty, null);
        var secret = TokenValue.Read(values[0]);
        if (secret is null)
        {
            throw values[0].BaseObject is string or System.Security.SecureString
                ? Failure(ErrorIds.TokenScriptEmpty, null)
                : Failure(ErrorIds.TokenScriptInvalid, null, Strings.Format("TokenNoMember", values[0].BaseObject.GetType().Name));
        }

        if (TokenValue.ExpiresOn(values[0]) is { } end && end < DateTimeOffset.UtcNow)
            cmdlet.WriteWarning(Strings.Format("TokenExpiredWarning", end.ToString("u", System.Globalization.CultureInfo.InvariantCulture)));
        return secret;
    }

    private TokenScriptException Failure(string id, Exception? cause, params object?[] arguments) =>
        new(ErrorFactory.Create(id, ErrorCategory.AuthenticationError, server, cause, arguments));
}
