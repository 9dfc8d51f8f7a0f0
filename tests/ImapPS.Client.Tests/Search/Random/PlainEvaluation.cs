using System.Text;
using System.Text.RegularExpressions;
using ImapPS.Client.Mime;
using ImapPS.Client.Search;

namespace ImapPS.Client.Tests.Search;

/// <summary>What a query means, said as plainly as it can be, of whole messages in memory.</summary>
public static class PlainEvaluation
{
    public static bool Matches(Query query, MailSample message, DateTimeOffset now) => query switch
    {
        QueryAll => true,
        QueryNone => false,
        QueryAnd and => and.Terms.All(t => Matches(t, message, now)),
        QueryOr or => or.Terms.Any(t => Matches(t, message, now)),
        QueryNot not => !Matches(not.Term, message, now),
        FlagTerm flag => message.Flags.Contains(flag.Flag, StringComparer.OrdinalIgnoreCase),
        NumberTerm { Field: NumberField.Size } size => Holds(((ulong)message.Content.Length).CompareTo(size.Value), size.Comparison),
        NumberTerm { Field: NumberField.Uid } uid => Holds(((ulong)message.Uid).CompareTo(uid.Value), uid.Comparison),
        UidTerm uids => uids.Uids.Contains(message.Uid),
        TimeTerm { Field: TimeField.Received } time => Holds(message.InternalDate.CompareTo(time.Value), time.Comparison),
        TimeTerm { Field: TimeField.Date } time => message.Parsed.Date is { } date && Holds(date.CompareTo(time.Value), time.Comparison),
        AgeTerm age => Holds((now - message.InternalDate).CompareTo(age.Value), age.Comparison),
        AttachmentTerm => message.Parsed.Attachments.Count > 0,
        HeaderExistsTerm header => Headers(message, header.Name).Any(),
        TextTerm text => Values(text, message).Any(v => Passes(text, v)),
        _ => throw new NotSupportedException(query.ToString()),
    };

    private static bool Passes(TextTerm term, string value)
    {
        var options = RegexOptions.CultureInvariant | RegexOptions.Singleline | (term.CaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase);
        return term.Test switch
        {
            TextTest.Equal => string.Equals(Fold(value), Fold(term.Value), term.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase),
            TextTest.Like => Regex.IsMatch(Fold(value), "\\A" + FromWildcards(Fold(term.Value)) + "\\z", options),
            _ => Regex.IsMatch(value, term.Value, options & ~RegexOptions.Singleline),
        };
    }

    private static string FromWildcards(string pattern)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*':
                    result.Append(".*");
                    break;
                case '?':
                    result.Append('.');
                    break;
                case '[':
                    var end = pattern.IndexOf(']', i);
                    result.Append(pattern, i, end - i + 1);
                    i = end;
                    break;
                case '`' when i + 1 < pattern.Length:
                    result.Append(Regex.Escape(pattern[++i].ToString()));
                    break;
                default:
                    result.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return result.ToString();
    }

    private static IEnumerable<string> Values(TextTerm term, MailSample message)
    {
        var parsed = message.Parsed;
        return term.Field switch
        {
            TextField.From => Forms(parsed.From),
            TextField.To => Forms(parsed.To),
            TextField.Cc => Forms(parsed.Cc),
            TextField.Bcc => Forms(parsed.Bcc),
            TextField.ReplyTo => Forms(parsed.ReplyTo),
            TextField.Sender => Forms(parsed.Sender),
            TextField.Subject => Headers(message, "Subject").DefaultIfEmpty(""),
            TextField.Header => Headers(message, term.HeaderName!),
            TextField.MessageId => Headers(message, "Message-ID").DefaultIfEmpty("").SelectMany(Ids),
            TextField.InReplyTo => Headers(message, "In-Reply-To").DefaultIfEmpty("").SelectMany(Ids),
            TextField.AttachmentName => parsed.Attachments.Select(a => a.FileName).OfType<string>(),
            TextField.AttachmentType => parsed.Attachments.Select(a => a.ContentType),
            TextField.Body => Texts(parsed),
            _ => parsed.Headers.SelectMany(h => new[] { Fold(h.Value), h.Name + ": " + Fold(h.Value) }).Concat(Texts(parsed)),
        };
    }

    private static IEnumerable<string> Texts(ParsedMessage message) =>
        message.Parts.Where(p => p.ContentType.StartsWith("text/", StringComparison.Ordinal)).Select(p => p.ReadText());

    private static IEnumerable<string> Headers(MailSample message, string name) =>
        message.Parsed.Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => Fold(h.Value));

    private static IEnumerable<string> Forms(IEnumerable<MimeAddress> addresses) =>
        addresses.SelectMany(a => new[] { a.Address, a.DisplayName, a.DisplayName.Length > 0 && a.Address.Length > 0 ? $"{a.DisplayName} <{a.Address}>" : "", a.Group ?? "" })
            .Where(f => f.Length > 0).Select(Fold);

    private static IEnumerable<string> Ids(string value) =>
        Regex.Matches(value, "<[^>]*>").Cast<Match>().SelectMany(m => new[] { m.Value, m.Value[1..^1] }).Prepend(value);

    private static string Fold(string text) => Regex.Replace(text, @"[\s\u0085]+", " ").Trim();

    private static bool Holds(int order, Comparison comparison) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };
}
