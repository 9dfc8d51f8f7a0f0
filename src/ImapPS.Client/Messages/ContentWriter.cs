using System.Buffers;
using ImapPS.Client.Files;
using ImapPS.Client.Mime;

namespace ImapPS.Client.Messages;

/// <summary>Writes one content, its encoding taken off on the way. A stream that fails costs this content only: the rest is dropped as it comes.</summary>
internal sealed class ContentWriter(ContentRequest request, bool decode)
{
    private const int BufferSize = 16 * 1024;

    private readonly TransferCoder? _decoder = decode && request.Encoding is { } encoding && TransferEncodings.CreateDecoder(encoding) is not IdentityCoder ? TransferEncodings.CreateDecoder(encoding) : null;
    private Stream? _stream;

    public ContentRequest Request { get; } = request;

    /// <summary>Whether the encoding is taken off here, and not by the server.</summary>
    public bool Decodes { get; } = decode;

    public long Received { get; private set; }

    public long Written { get; private set; }

    public bool IsDamaged => _decoder?.Damaged == true;

    public ImapException? Error { get; private set; }

    /// <summary>Whether a receiver has it in hand, or had.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Nobody waits for it any more: what still comes is dropped.</summary>
    public bool Unwanted { get; set; }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content)
    {
        Received += content.Length;
        if (_decoder is null)
            await PutAsync(content).ConfigureAwait(false);
        else
            await DecodeAsync(content, final: false).ConfigureAwait(false);
    }

    /// <summary>All is here. An empty content makes an empty file.</summary>
    public async ValueTask FinishAsync()
    {
        if (_decoder is not null)
            await DecodeAsync(default, final: true).ConfigureAwait(false);
        await PutAsync(default).ConfigureAwait(false);
    }

    private async ValueTask DecodeAsync(ReadOnlyMemory<byte> content, bool final)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            OperationStatus status;
            do
            {
                status = _decoder!.Convert(content.Span, buffer, out var consumed, out var written, final);
                content = content.Slice(consumed);
                if (written > 0)
                    await PutAsync(buffer.AsMemory(0, written)).ConfigureAwait(false);
            }
            while (status != OperationStatus.Done);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask PutAsync(ReadOnlyMemory<byte> content)
    {
        if (Error is not null || Unwanted)
            return;
        try
        {
            _stream ??= Request.Open();
            if (content.IsEmpty)
                return;
#if NET8_0_OR_GREATER
            await _stream.WriteAsync(content).ConfigureAwait(false);
#else
            if (!System.Runtime.InteropServices.MemoryMarshal.TryGetArray(content, out var segment))
                segment = new ArraySegment<byte>(content.ToArray());
            await _stream.WriteAsync(segment.Array!, segment.Offset, segment.Count).ConfigureAwait(false);
#endif
            Written += content.Length;
        }
        catch (ImapException e)
        {
            Error = e;
        }
        catch (Exception e)
        {
            // Whatever the caller's stream throws, the connection must not be lost for it: the result tells it.
            Error = FileErrors.ToException(e, (_stream as FileStream)?.Name);
        }
    }
}
