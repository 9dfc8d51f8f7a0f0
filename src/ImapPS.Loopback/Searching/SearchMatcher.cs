using System.Runtime.CompilerServices;
using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Searching;

/// <summary>Says whether a message is what a search key looks for (RFC 9051 section 6.4.4).</summary>
/// <remarks>Keys never nest deeper than <see cref="CommandLimits.MaxSearchDepth"/>, so walking them down may recurse.</remarks>
internal sealed class SearchMatcher(MailboxView view)
{
    private readonly DateTimeOffset _now = DateTimeOffset.Now;

    // By reference: comparing sets of many ranges for each message would cost more than looking in them.
    private readonly ConditionalWeakTable<SearchSetKey, UidSet> _sets = new();
    private LoopbackMessage? _message;
    private MessageContent? _content;
    private int _index;

    public bool Matches(SearchKey key, int index)
    {
        _index = index;
        _message = view.Messages[index];
        _content = null;
        return Test(key);
    }

    private LoopbackMessage Message => _message!;

    private MessageContent Content => _content ??= Message.Open();

    private bool Test(SearchKey key)
    {
        switch (key)
        {
            case SearchAndKey and:
                foreach (var each in and.Keys)
                {
                    if (!Test(each))
                        return false;
                }

                return true;
            case SearchOrKey or:
                return Test(or.Left) || Test(or.Right);
            case SearchNotKey not:
                return !Test(not.Key);
            case SearchFuzzyKey fuzzy:
                return Test(fuzzy.Key);
            case SearchSavedKey:
                return view.Saved.Contains(Message.Uid);
            case SearchWordKey word:
                return TestWord(word.Word);
            case SearchSetKey set:
                return Resolved(set).Contains(set.IsUid ? Message.Uid : (uint)_index + 1);
            case SearchKeywordKey keyword:
                return Message.Flags.HasKeyword(keyword.Keyword) == keyword.IsSet;
            case SearchDateKey date:
                return TestDate(date);
            case SearchAgeKey age:
                return age.IsOlder == _now - Message.InternalDate >= TimeSpan.FromSeconds(age.Seconds);
            case SearchSizeKey size:
                var octets = (ulong)Content.Bytes.Length;
                return size.IsLarger ? octets > size.Octets : octets < size.Octets;
            case SearchModSeqKey modSeq:
                return Message.ModSeq >= modSeq.Value;
            case SearchObjectIdKey id:
                return (id.IsThread ? Content.Identity.ThreadId : Content.Identity.EmailId) == id.Id;
            case SearchGmailIdKey id:
                return (id.IsThread ? Content.Identity.ThreadNumber : Content.Identity.Number) == id.Id;
            case SearchGmailTextKey { IsLabel: true } label:
                return Message.Labels.Contains(label.Value, StringComparer.OrdinalIgnoreCase);
            case SearchGmailTextKey raw:
                // Of Gmail's language: one text, looked for anywhere.
                return TestText(new SearchTextKey(SearchField.Text, raw.Value));
            case SearchHeaderKey header:
                return MessageText.InHeader(Content.Header, Encoding.UTF8.GetBytes(header.Name.ToUpperInvariant()), header.Value);
            case SearchTextKey text:
                return TestText(text);
            default:
                throw new NotSupportedException($"{key.GetType().Name} isn't known.");
        }
    }

    private bool TestWord(SearchWord word)
    {
        var flags = Message.Flags;
        return word switch
        {
            SearchWord.Answered => flags.Has(SystemFlags.Answered),
            SearchWord.Deleted => flags.Has(SystemFlags.Deleted),
            SearchWord.Draft => flags.Has(SystemFlags.Draft),
            SearchWord.Flagged => flags.Has(SystemFlags.Flagged),
            SearchWord.Seen => flags.Has(SystemFlags.Seen),
            SearchWord.Unanswered => !flags.Has(SystemFlags.Answered),
            SearchWord.Undeleted => !flags.Has(SystemFlags.Deleted),
            SearchWord.Undraft => !flags.Has(SystemFlags.Draft),
            SearchWord.Unflagged => !flags.Has(SystemFlags.Flagged),
            SearchWord.Unseen => !flags.Has(SystemFlags.Seen),

            // This server gives nobody \Recent, so that everything is old.
            SearchWord.New or SearchWord.Recent => false,
            _ => true,
        };
    }

    private bool TestDate(SearchDateKey key)
    {
        DateTime date;
        if (key.Field is SearchDateField.SentBefore or SearchDateField.SentOn or SearchDateField.SentSince)
        {
            if (!HeaderDate.TryParse(Content.Header.Find("DATE"u8), out var sent))
                return false;
            date = sent.Date;
        }
        else
        {
            date = (key.Field >= SearchDateField.SavedBefore ? Message.SaveDate : Message.InternalDate).Date;
        }

        return key.Field switch
        {
            SearchDateField.Before or SearchDateField.SentBefore or SearchDateField.SavedBefore => date < key.Date,
            SearchDateField.On or SearchDateField.SentOn or SearchDateField.SavedOn => date == key.Date,
            _ => date >= key.Date,
        };
    }

    private bool TestText(SearchTextKey key) => key.Field switch
    {
        SearchField.From => MessageText.InHeader(Content.Header, "FROM"u8, key.Value),
        SearchField.To => MessageText.InHeader(Content.Header, "TO"u8, key.Value),
        SearchField.Cc => MessageText.InHeader(Content.Header, "CC"u8, key.Value),
        SearchField.Bcc => MessageText.InHeader(Content.Header, "BCC"u8, key.Value),
        SearchField.Subject => MessageText.InHeader(Content.Header, "SUBJECT"u8, key.Value),
        SearchField.Body => MessageText.InBody(Content, key.Value),
        _ => MessageText.InAnyHeader(Content.Header, key.Value) || MessageText.InBody(Content, key.Value),
    };

    /// <summary>The set with "*" made the number that it stands for now.</summary>
    private UidSet Resolved(SearchSetKey key)
    {
        if (_sets.TryGetValue(key, out var resolved))
            return resolved;
        var largest = key.IsUid ? view.LargestUid : (uint)view.Messages.Count;
        resolved = UidSet.FromRanges(key.Set.Select(r => r.Last == UidRange.Star ? new UidRange(Math.Min(r.First, largest), largest) : r));
        _sets.Add(key, resolved);
        return resolved;
    }
}
