using System.Text;

namespace ImapPS.Sessions;

/// <summary>Mailbox names as text of PowerShell: a backtick takes the meaning from a wildcard character behind it.</summary>
internal static class MailboxText
{
    /// <summary>The name so that it stands for itself: no wildcard, no special use.</summary>
    public static string Escape(string name)
    {
        StringBuilder? result = null;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '*' or '?' or '[' or ']' or '`' || (i == 0 && name[i] == '\\'))
                (result ??= new StringBuilder(name, 0, i, name.Length + 8)).Append('`');
            result?.Append(name[i]);
        }

        return result?.ToString() ?? name;
    }

    /// <summary>The name without the backticks that take meaning away.</summary>
    public static string Unescape(string text)
    {
        if (text.IndexOf('`') < 0)
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            result.Append(text[i] == '`' && i + 1 < text.Length ? text[++i] : text[i]);
        return result.ToString();
    }

    /// <summary>Whether there are wildcards in it: * or ?, and brackets if they count.</summary>
    public static bool HasWildcards(string text, bool brackets = true)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`')
                i++;
            else if (text[i] is '*' or '?' || (brackets && text[i] == '['))
                return true;
        }

        return false;
    }

    /// <summary>The pattern with its brackets standing for themselves: [Gmail]/* as a person means it.</summary>
    public static string EscapeBrackets(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] is '[' or ']')
                result.Append('`');
            result.Append(pattern[i]);
            if (pattern[i] == '`' && i + 1 < pattern.Length)
                result.Append(pattern[++i]);
        }

        return result.ToString();
    }
}
