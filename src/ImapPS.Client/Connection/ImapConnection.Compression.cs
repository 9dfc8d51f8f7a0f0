using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <content>COMPRESS: from its OK on everything is compressed, in both directions (RFC 4978).</content>
public sealed partial class ImapConnection
{
    private CompressedStream? _compressed;

    /// <summary>Whether the conversation is compressed.</summary>
    public bool IsCompressed => _compressed is not null;

    /// <summary>Asks for compression. Nobody else may use the connection meanwhile: what is sent next must be compressed.</summary>
    /// <param name="cancellationToken">Leaves the connection unusable.</param>
    /// <returns>The server's answer; after NO or BAD the conversation goes on as it was.</returns>
    /// <exception cref="ImapException">The connection is broken, or breaks before the answer.</exception>
    public async Task<StatusResponse> CompressAsync(CancellationToken cancellationToken)
    {
        StatusResponse response;
        using (cancellationToken.Register(() => Break(new ImapException(ImapError.SessionClosed, "Starting the compression was cancelled."))))
            response = await ExecuteAsync(new CompressCommand(), null, CommandTraits.Alone, CancellationToken.None).ConfigureAwait(false);
        if (response.Status != StatusKind.Ok)
            return response;
        await _readLoop.ConfigureAwait(false);
        // What came behind the OK is compressed; in the clear it would not be understood.
        _compressed = new CompressedStream(_stream, _options.Limits, _framer.TakeRest());
        lock (_gate)
        {
            ThrowIfBroken();
            _stream = _compressed;
        }

        Note("compression started");
        Touch();
        _readLoop = Task.Run(ReadLoopAsync, CancellationToken.None);
        return response;
    }
}
