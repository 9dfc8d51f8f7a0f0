using ImapPS.Client.Search;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Queries about <see cref="RandomMail"/>, half of them made from a message that is there.</summary>
public sealed class RandomQueries(System.Random random, IReadOnlyList<MailSample> messages, DateTimeOffset now)
{
    private static readonly TextField[] Fields = Enum.GetValues<TextField>();

    private readonly RandomMail _mail = new(random);

    public Query Next(int depth = 3) => random.Next(depth == 0 ? 1 : 4) switch
    {
        1 => Query.And(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next(depth - 1)).ToArray()),
        2 => Query.Or(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next(depth - 1)).ToArray()),
        3 => Query.Not(Next(depth - 1)),
        _ => Leaf(),
    };

    private Query Leaf() => random.Next(12) switch
    {
        0 => new FlagTerm(_mail.Pick(["\\Seen", "\\FLAGGED", "\\Answered", "\\Draft", "\\Deleted", "$junk", "Work", "None"])),
        1 => new NumberTerm(NumberField.Size, AnyComparison(), (ulong)(_mail.Pick(messages).Content.Length + random.Next(-1, 2))),
        2 => new NumberTerm(NumberField.Uid, AnyComparison(), (ulong)random.Next(messages.Count + 5)),
        3 => new UidTerm(UidSet.From(Enumerable.Range(0, random.Next(6)).Select(_ => (uint)random.Next(1, messages.Count + 3)))),
        4 or 5 => Time(),
        6 => random.Next(3) switch
        {
            0 => new AttachmentTerm(),
            1 => new HeaderExistsTerm(_mail.Pick(["X-Tag", "Sender", "cc", "X-None", "Reply-To"])),
            _ => new AgeTerm(_mail.Pick([Comparison.Less, Comparison.Greater]), now - FarFromMail(RandomMail.Start.AddSeconds(random.Next(-10_000, 60_000) * 10))),
        },
        _ => Text(),
    };

    /// <summary>That moment or a later one, none of the messages' within five minutes of it: the server looks at its clock later than we.</summary>
    private DateTimeOffset FarFromMail(DateTimeOffset moment)
    {
        while (messages.Any(m => (m.InternalDate - moment).Duration() < TimeSpan.FromMinutes(5)))
            moment = moment.AddMinutes(1);
        return moment;
    }

    private Comparison AnyComparison() => _mail.Pick(Enum.GetValues<Comparison>());

    private TimeTerm Time()
    {
        var field = _mail.Pick([TimeField.Received, TimeField.Date]);
        var sample = _mail.Pick(messages);
        var value = _mail.Chance(0.5) ? _mail.Moment() : field == TimeField.Received ? sample.InternalDate : sample.Parsed.Date ?? RandomMail.Start;
        return new TimeTerm(field, AnyComparison(), value.AddSeconds(_mail.Chance(0.3) ? random.Next(-1, 2) : 0));
    }

    private TextTerm Text()
    {
        var field = _mail.Pick(Fields);
        var name = field == TextField.Header ? _mail.Pick(["X-Tag", "List-Id", "subject", "From"]) : null;
        var sensitive = _mail.Chance(0.15);
        var value = Value(field);
        return random.Next(10) switch
        {
            0 or 1 => new TextTerm(field, name, TextTest.Equal, value, sensitive),
            2 => new TextTerm(field, name, TextTest.Match, Regex(value), sensitive),
            _ => new TextTerm(field, name, TextTest.Like, Pattern(value), sensitive),
        };
    }

    /// <summary>A value that some message may have, or one word.</summary>
    private string Value(TextField field)
    {
        var parsed = _mail.Pick(messages).Parsed;
        if (_mail.Chance(0.4))
            return _mail.Pick(RandomMail.Words);
        var value = field switch
        {
            TextField.From => parsed.From is [var sender, ..] ? _mail.Pick([sender.ToString(), sender.Address, sender.DisplayName]) : null,
            TextField.To => parsed.To is [var recipient, ..] ? recipient.ToString() : null,
            TextField.Subject => parsed.Subject,
            TextField.MessageId => parsed.MessageId,
            TextField.InReplyTo => parsed.InReplyTo,
            TextField.Body or TextField.Text => parsed.TextBody,
            TextField.AttachmentName => parsed.Attachments.Select(a => a.FileName).FirstOrDefault(),
            TextField.AttachmentType => "application/pdf",
            TextField.Header => parsed.Headers.FirstOrDefault(h => h.Name == "X-Tag")?.Value,
            _ => "@" + _mail.Pick(RandomMail.Domains),
        };
        return value ?? "";
    }

    private string Pattern(string value)
    {
        // A piece of it, most of the time.
        if (value.Length > 1 && _mail.Chance(0.6))
        {
            var start = random.Next(value.Length);
            value = value.Substring(start, random.Next(1, value.Length - start + 1));
        }

        var pattern = string.Concat(value.Select(c => c is '*' or '?' or '[' or ']' or '`' ? "`" + c : c.ToString()));
        if (pattern.Length > 2 && !pattern.Contains('`', StringComparison.Ordinal) && _mail.Chance(0.3))
        {
            var at = random.Next(pattern.Length);
            pattern = pattern[..at] + _mail.Pick(["?", "*", "[a-z]", "[A-Za-z0-9.@]"]) + pattern[(at + 1)..];
        }

        return (_mail.Chance(0.75) ? "*" : "") + pattern + (_mail.Chance(0.75) ? "*" : "");
    }

    private string Regex(string value) => _mail.Pick(["^" + System.Text.RegularExpressions.Regex.Escape(value), System.Text.RegularExpressions.Regex.Escape(value) + "$", "[0-9]{2,}", "(?i)INVO?ICE", "\\bfür\\b"]);
}
