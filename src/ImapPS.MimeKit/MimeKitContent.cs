using System.Text;
using ImapPS.Client.Mime;
using ContentEncoding = global::MimeKit.ContentEncoding;
using MimeEntity = global::MimeKit.MimeEntity;
using Multipart = global::MimeKit.Multipart;
using NativeMessagePart = global::MimeKit.MessagePart;
using NativePart = global::MimeKit.MimePart;

namespace ImapPS.MimeKit;

/// <summary>The decoded content of a part.</summary>
internal sealed class MimeKitContent(MimeEntity entity)
{
    // MimeKit's own stream has one position for all who read it.
    private readonly object _reading = new();

    /// <summary>A stream of its own for each caller, over a copy.</summary>
    internal Stream Open()
    {
        var copy = new MemoryStream();
        TransferCoder? decoder = null;
        lock (_reading)
        {
            if (entity is NativePart { Content: { } content } part)
            {
                // Our decoders lose nothing of a content whose padding is missing, and tell of damage.
                if (part.ContentTransferEncoding is ContentEncoding.Base64 or ContentEncoding.QuotedPrintable)
                {
                    decoder = TransferEncodings.CreateDecoder(EncodingName(part.ContentTransferEncoding));
                    content.WriteTo(copy);
                }
                else
                {
                    content.DecodeTo(copy);
                }
            }
            else if (entity is NativeMessagePart { Message: { } message })
                message.WriteTo(copy);
            else if (entity is Multipart multipart)
                WritePreamble(multipart, copy);
        }
        copy.Position = 0;
        return decoder is null ? copy : new TransferStream(copy, decoder);
    }

    internal static long Measure(MimeEntity entity)
    {
        if (entity is NativePart part)
            return part.Content?.Stream?.Length ?? 0;
        if (entity is not NativeMessagePart { Message: { } message })
            return 0;
        using var measure = new global::MimeKit.IO.MeasuringStream();
        message.WriteTo(measure);
        return measure.Length;
    }

    internal static string EncodingName(ContentEncoding encoding) => encoding switch
    {
        ContentEncoding.EightBit => "8bit",
        ContentEncoding.Binary => "binary",
        ContentEncoding.Base64 => "base64",
        ContentEncoding.QuotedPrintable => "quoted-printable",
        ContentEncoding.UUEncode => "x-uuencode",
        _ => "7bit",
    };

    private static void WritePreamble(Multipart multipart, Stream destination)
    {
        var text = Encoding.UTF8.GetBytes(multipart.Count == 0 ? multipart.Preamble ?? "" : "");
        destination.Write(text, 0, text.Length);
    }
}
