using System.Text;

namespace ImapPS.Client.Search;

/// <summary>What stands between two stars of a <see cref="LikePattern"/>: so many characters, each given or one of a set.</summary>
internal sealed class LikeSegment
{
    private readonly StringBuilder _raw = new();
    private readonly List<LikeSet?> _sets = [];

    public int Length => _sets.Count;

    /// <summary>The characters; where there is a set, any.</summary>
    public string Raw { get; private set; } = "";

    /// <summary>The characters in upper case.</summary>
    public string Folded { get; private set; } = "";

    /// <summary>For each character the set that it is one of; null where it is given.</summary>
    public IReadOnlyList<LikeSet?> Sets => _sets;

    /// <summary>The characters if all are given, and there are some; else null.</summary>
    public string? Text { get; private set; }

    /// <summary>The pieces of which all characters are given.</summary>
    public IEnumerable<string> Runs()
    {
        var start = 0;
        for (var i = 0; i <= Length; i++)
        {
            if (i < Length && _sets[i] is null)
                continue;
            if (i > start)
                yield return Raw.Substring(start, i - start);
            start = i + 1;
        }
    }

    /// <param name="c">The character.</param>
    /// <param name="isFirst">Whether no star stands before: blanks at the beginning of a text don't count.</param>
    public void Add(char c, bool isFirst)
    {
        if (char.IsWhiteSpace(c))
        {
            if ((Length == 0 && isFirst) || (Length > 0 && _sets[Length - 1] is null && _raw[Length - 1] == ' '))
                return;
            c = ' ';
        }

        _raw.Append(c);
        _sets.Add(null);
    }

    public void Add(LikeSet set)
    {
        _raw.Append('\0');
        _sets.Add(set);
    }

    /// <summary>No star comes behind: blanks at the end of a text don't count.</summary>
    public void TrimEnd()
    {
        if (Length == 0 || _sets[Length - 1] is not null || _raw[Length - 1] != ' ')
            return;
        _raw.Length--;
        _sets.RemoveAt(_sets.Count - 1);
    }

    public LikeSegment Closed()
    {
        Raw = _raw.ToString();
        Folded = TextFolding.ToUpper(Raw);
        Text = Length > 0 && _sets.TrueForAll(static s => s is null) ? Raw : null;
        return this;
    }
}
