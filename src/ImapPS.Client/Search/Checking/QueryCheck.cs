using ImapPS.Client.Mime;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Says of one message after the other whether it matches, from what is known of it.</summary>
internal sealed class QueryCheck
{
    private readonly List<(MessageData Needs, Func<MessageFacts, Truth> Test)> _terms = [];
    private readonly Func<MessageFacts, Truth> _root;
    private readonly DateTimeOffset _now;
    private readonly IReadOnlyDictionary<Query, (AsideUse Use, UidSet Uids)> _answers;

    /// <param name="query">What is looked for.</param>
    /// <param name="now">What age is counted from.</param>
    /// <param name="answers">What the server found for single terms.</param>
    public QueryCheck(Query query, DateTimeOffset now, IReadOnlyDictionary<Query, (AsideUse Use, UidSet Uids)> answers)
    {
        _now = now;
        _answers = answers;
        _root = Build(query);
    }

    public Truth Test(MessageFacts facts) => _root(facts);

    /// <summary>Whether the data may help to decide: a term that needs it isn't known yet.</summary>
    public bool IsWanted(MessageData data, MessageFacts facts)
    {
        if ((data & MessageData.Header) != 0)
            data |= MessageData.HeaderFields;
        return _terms.Exists(t => (t.Needs & data) != 0 && t.Test(facts) == Truth.Unknown);
    }

    /// <summary>Terms that the server alone can decide: what they stand for isn't among a message's data.</summary>
    public static bool IsForServer(Query term) => term is ServerTerm or GmailRawTerm or UidTerm { Uids.HasStar: true };

    private static Truth Of(bool value) => value ? Truth.Yes : Truth.No;

    private Func<MessageFacts, Truth> Build(Query query)
    {
        if (IsForServer(query))
            return OfSet(_answers[query].Uids);
        switch (query)
        {
            case QueryAll:
                return static _ => Truth.Yes;
            case QueryNone:
                return static _ => Truth.No;
            case QueryAnd and:
                return Join(and.Terms, Truth.No, Truth.Yes);
            case QueryOr or:
                return Join(or.Terms, Truth.Yes, Truth.No);
            case QueryNot not:
                var inner = Build(not.Term);
                return facts => inner(facts) switch { Truth.Yes => Truth.No, Truth.No => Truth.Yes, _ => Truth.Unknown };
            case UidTerm uids:
                return OfSet(uids.Uids);
            case NumberTerm { Field: NumberField.Uid } uid:
                return facts => Of(Holds(((ulong)facts.Uid).CompareTo(uid.Value), uid.Comparison));
            default:
                var test = BuildTerm(query);
                _terms.Add((TermNeeds.Of(query).Data, test));
                return test;
        }
    }

    private Func<MessageFacts, Truth> Join(IReadOnlyList<Query> terms, Truth deciding, Truth otherwise)
    {
        var tests = terms.Select(Build).ToArray();
        return facts =>
        {
            var result = otherwise;
            foreach (var test in tests)
            {
                var truth = test(facts);
                if (truth == deciding)
                    return deciding;
                if (truth == Truth.Unknown)
                    result = Truth.Unknown;
            }

            return result;
        };
    }

    private Func<MessageFacts, Truth> BuildTerm(Query term)
    {
        var test = term is TextTerm { Field: TextField.Text } text ? BuildText(text) : BuildKnown(term);
        if (!_answers.TryGetValue(term, out var found))
            return test;
        if (found.Use == AsideUse.Confirms)
            return facts => found.Uids.Contains(facts.Uid) ? Truth.Yes : test(facts);
        return facts => !found.Uids.Contains(facts.Uid) && facts.Has(MessageData.BodyStructure) && !facts.HasOtherCharsets ? Truth.No : test(facts);
    }

    private Func<MessageFacts, Truth> BuildKnown(Query term)
    {
        var need = TermNeeds.Of(term).Data;
        var test = BuildTest(term);
        return facts => facts.Has(need) ? Of(test(facts)) : Truth.Unknown;
    }

    private Func<MessageFacts, bool> BuildTest(Query term) => term switch
    {
        FlagTerm flag => BuildFlag(flag.Flag),
        NumberTerm { Field: NumberField.Size } size => facts => facts.Size is { } value && Holds(value.CompareTo(size.Value), size.Comparison),
        NumberTerm modSeq => facts => facts.ModSeq is { } value && Holds(value.CompareTo(modSeq.Value), modSeq.Comparison),
        TimeTerm time => facts => MomentOf(facts, time.Field) is { } moment && Holds(moment.CompareTo(time.Value), time.Comparison),
        AgeTerm age => facts => facts.InternalDate is { } moment && Holds((_now - moment).CompareTo(age.Value), age.Comparison),
        IdTerm id => facts => (id.Field == IdField.EmailId ? facts.EmailId : facts.ThreadId) == id.Value,
        LabelTerm label => BuildLabel(label),
        AttachmentTerm => static facts => facts.Attachments.Count > 0,
        HeaderExistsTerm exists => facts => facts.HeaderValues(exists.Name).Any(),
        TextTerm text => BuildText(text, new TextMatcher(text.Test, text.Value, text.CaseSensitive)),
        _ => throw new NotSupportedException($"{term.GetType().Name} can't be decided."),
    };

    private static Func<MessageFacts, bool> BuildLabel(LabelTerm label)
    {
        var matcher = new TextMatcher(label.Test, label.Value, caseSensitive: false);
        return facts => facts.Labels.Any(matcher.Passes);
    }

    private static Func<MessageFacts, bool> BuildFlag(string name)
    {
        if (!MessageFlags.TryGetSystem(System.Text.Encoding.ASCII.GetBytes(name), out var flag))
            return facts => facts.Flags.HasKeyword(name);
        return facts => facts.Flags.Has(flag);
    }

    private static Func<MessageFacts, bool> BuildText(TextTerm text, TextMatcher matcher)
    {
        var values = TermNeeds.Values(text);
        return facts => values(facts).Any(matcher.Passes);
    }

    /// <summary>Header or texts: either may decide alone.</summary>
    private static Func<MessageFacts, Truth> BuildText(TextTerm text)
    {
        var matcher = new TextMatcher(text.Test, text.Value, text.CaseSensitive);
        return facts =>
            (facts.Has(MessageData.Header) && facts.Headers.Any(h => matcher.Passes(TextFolding.Fold(h.Value)) || matcher.Passes(h.Name + ": " + TextFolding.Fold(h.Value))))
            || facts.Texts.Any(matcher.Passes) ? Truth.Yes
            : facts.Has(MessageData.Header | MessageData.TextParts) ? Truth.No
            : Truth.Unknown;
    }

    private static Func<MessageFacts, Truth> OfSet(UidSet uids) => facts => Of(uids.Contains(facts.Uid));

    private static DateTimeOffset? MomentOf(MessageFacts facts, TimeField field) => field switch
    {
        TimeField.Received => facts.InternalDate,
        TimeField.Saved => facts.SaveDate,
        _ => facts.Headers.FirstOrDefault(static h => h.Name.Equals("Date", StringComparison.OrdinalIgnoreCase)) is { } header
            && MailDate.TryParse(header.Trimmed, out var date) ? date : null,
    };

    private static bool Holds(int order, Comparison comparison) => comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        Comparison.Greater => order > 0,
        _ => order >= 0,
    };
}
