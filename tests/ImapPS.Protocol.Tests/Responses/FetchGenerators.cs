using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>FETCH with envelopes, body structures and content.</summary>
internal static class FetchGenerators
{
    private static readonly Gen<string> Text = ResponseGenerators.Text;
    private static readonly Gen<string?> NText = ResponseGenerators.NText;

    private static readonly Gen<EnvelopeAddress> Address =
        from name in NText
        from route in Gen.Elements(null, null, "@a,@b")
        from mailbox in NText
        from host in Gen.OneOf(NText, Gen.Constant<string?>("example.org"))
        select new EnvelopeAddress(name, route, mailbox, host);

    private static readonly Gen<EnvelopeAddressList> Addresses =
        from list in Address.ListOf()
        select list.Count == 0 ? EnvelopeAddressList.Empty : new EnvelopeAddressList(list.Take(4).ToArray());

    private static readonly Gen<Envelope> Envelope =
        from texts in NText.ListOf(4)
        from lists in Addresses.ListOf(6)
        from same in Gen.Elements(true, true, false)
        select new Envelope
        {
            Date = texts[0],
            Subject = texts[1],
            From = lists[0],
            Sender = same ? lists[0] : lists[1],
            ReplyTo = same ? lists[0] : lists[2],
            To = lists[3],
            Cc = lists[4],
            Bcc = lists[5],
            InReplyTo = texts[2],
            MessageId = texts[3],
        };

    private static readonly Gen<KeyValuePair<string, string>[]> Parameters =
        from list in (from name in Gen.OneOf(Gen.Elements("charset", "NAME", "boundary", "filename*0*"), Text)
                      from value in Gen.OneOf(Gen.Elements("utf-8", "us-ascii"), Text)
                      select new KeyValuePair<string, string>(name, value)).ListOf()
        select list.Take(3).ToArray();

    private static readonly Gen<FetchSection> Section =
        from name in Gen.Elements("", "HEADER", "TEXT", "1.2.MIME", "HEADER.FIELDS (SUBJECT \"a]b\")")
        from binary in Gen.Elements(true, false)
        from sizeOnly in Gen.Elements(true, false, false)
        from origin in ResponseGenerators.Some(ResponseGenerators.Number)
        from content in Gen.OneOf(Gen.Constant<byte[]?>(null), Gen.Choose(0, 255).ListOf().Select(b => (byte[]?)b.Select(x => (byte)x).ToArray()))
        select binary && sizeOnly
            ? new FetchSection(name) { IsBinary = true, IsSizeOnly = true, Length = content?.Length ?? 0 }
            : new FetchSection(name) { IsBinary = binary, Origin = origin, Content = content, Length = content?.Length ?? 0 };

    private static readonly Gen<DateTimeOffset> Date =
        from seconds in Gen.Choose(0, 2_000_000_000)
        from minutes in Gen.Choose(-840, 840)
        select DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes));

    /// <summary>At least one of them: none is written as nothing, and read as null.</summary>
    private static readonly Gen<FetchExtras> Extras =
        from preview in NText
        from date in ResponseGenerators.Some(Date)
        from ids in Gen.Elements<string?>(null, "M6d99ac3275bb4e", "T64b478a75b7ea9_-").ListOf(2)
        from labels in Gen.OneOf(Gen.Constant<string[]?>(null), Gen.Elements("\\Inbox", "Entwürfe", "NIL", "a \"b\\", "日本", "x&y").ListOf().Select(l => (string[]?)l.ToArray()))
        from thread in ResponseGenerators.Some(ResponseGenerators.Number64)
        from message in ResponseGenerators.Number64
        select new FetchExtras
        {
            Preview = preview,
            SaveDate = date,
            EmailId = ids[0],
            ThreadId = ids[1],
            GmailLabels = labels,
            GmailThreadId = thread,
            GmailMessageId = message,
        };

    public static Gen<FetchResponse> Fetch { get; } =
        from sequence in ResponseGenerators.Number
        from uid in ResponseGenerators.Number
        from flags in Maybe(ResponseGenerators.Flags)
        from date in ResponseGenerators.Some(Date)
        from size in ResponseGenerators.Some(Gen.Elements(0L, 4286, 5_000_000_000, long.MaxValue))
        from modSeq in ResponseGenerators.Some(ResponseGenerators.Number64)
        from envelope in Maybe(Envelope)
        from body in Maybe(Body(3))
        from extras in Maybe(Extras)
        from sections in Section.ListOf()
        select new FetchResponse(sequence)
        {
            Uid = uid,
            Flags = flags,
            InternalDate = date,
            Size = size,
            ModSeq = modSeq,
            Envelope = envelope,
            Body = body is null ? null : Numbered(body),
            Extras = extras,
            Sections = sections.ToArray(),
        };

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : class => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(v => (T?)v));

    private static Gen<BodyPart> Body(int depth)
    {
        var leaf = Part(Gen.Elements(("text", "plain"), ("text", "html"), ("image", "png"), ("message", "delivery-status"), ("message", "rfc822")));
        if (depth == 0)
            return leaf;
        var multipart = from part in Part(Gen.Elements(("multipart", "mixed"), ("multipart", "alternative")))
                        from parts in Body(depth - 1).NonEmptyListOf()
                        select With(part, p => p.Parts = parts.Take(3).ToArray());
        var message = from part in Part(Gen.Elements(("message", "rfc822"), ("message", "global")))
                      from envelope in Envelope
                      from inside in Body(depth - 1)
                      from lines in Gen.Choose(0, 900)
                      select With(part, p => (p.Envelope, p.Parts, p.Lines) = (envelope, [inside], lines));
        return Gen.Frequency((3, leaf), (2, multipart), (1, message));
    }

    /// <summary>A part with the fields that its kind has: those of a multipart are extension data all.</summary>
    private static Gen<BodyPart> Part(Gen<(string Type, string Subtype)> types) =>
        from type in types
        from parameters in Parameters
        from texts in NText.ListOf(4)
        from encoding in Gen.Elements("7bit", "BASE64", "odd one")
        from size in Gen.Choose(0, 100_000)
        from disposition in Gen.Elements(null, "attachment", "INLINE")
        from dispositionParameters in Parameters
        from languages in Gen.Elements<string[]>([], ["en"], ["en", "de"])
        from extended in Gen.Elements(true, false)
        select new BodyPart
        {
            Type = type.Type,
            Subtype = type.Subtype,
            Parameters = type.Type == "multipart" && !extended ? [] : parameters,
            Id = type.Type == "multipart" ? null : texts[0],
            Description = type.Type == "multipart" ? null : texts[1],
            Encoding = type.Type == "multipart" ? null : encoding,
            Size = type.Type == "multipart" ? 0 : size,
            Lines = type.Type == "text" ? size / 7 : null,
            HasExtensionData = extended,
            Md5 = extended && type.Type != "multipart" ? texts[2] : null,
            Disposition = extended ? disposition : null,
            DispositionParameters = extended && disposition is not null ? dispositionParameters : [],
            Languages = extended ? languages : [],
            Location = extended ? texts[3] : null,
        };

    private static BodyPart With(BodyPart part, Action<BodyPart> change)
    {
        change(part);
        return part;
    }

    /// <summary>A copy with the section numbers of RFC 9051 section 6.4.5.1, made in another way than the reader makes them.</summary>
    private static BodyPart Numbered(BodyPart root)
    {
        Number(root, root.IsMultipart ? "" : "1", "");
        return root;

        static void Number(BodyPart part, string section, string prefix)
        {
            part.Section = section;
            if (!part.IsMultipart && part.Parts.Count == 1)
            {
                var inside = part.Parts[0];
                Number(inside, inside.IsMultipart ? section + ".TEXT" : section + ".1", section);
            }
            else
            {
                var before = section.EndsWith("TEXT") ? prefix + "." : section.Length == 0 ? "" : section + ".";
                for (var i = 0; i < part.Parts.Count; i++)
                    Number(part.Parts[i], before + (i + 1), before + (i + 1));
            }
        }
    }
}
