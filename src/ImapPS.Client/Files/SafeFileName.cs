using System.Globalization;
using System.Text;

namespace ImapPS.Client.Files;

/// <summary>Makes file names out of what a message says: of an attachment's name, a subject, an address.</summary>
/// <remarks>
/// Sources: RFC 2183 section 2.3 (a receiver must not take paths or special names from a mail) and "Naming Files, Paths,
/// and Namespaces" of the Windows documentation. The rules are the same on every system, so that a folder can be copied
/// from one to another and a script finds the same names everywhere.
/// </remarks>
public static class SafeFileName
{
    /// <summary>The longest name, in UTF-8 octets and in UTF-16 units: NTFS counts these, ext4 and most others those.</summary>
    public const int MaxLength = 255;

    private const int MaxExtension = 20;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM\u00b9", "COM\u00b2", "COM\u00b3",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT\u00b9", "LPT\u00b2", "LPT\u00b3",
    };

    /// <summary>A name for one file in one folder; never empty, never a path, never special to the system.</summary>
    /// <param name="name">What the message says; null and empty are allowed.</param>
    /// <param name="fallback">Used where nothing is left of the name.</param>
    /// <param name="maxLength">The longest name, in UTF-8 octets and in UTF-16 units; at least 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is below 16 or above <see cref="MaxLength"/>.</exception>
    public static string Create(string? name, string fallback, int maxLength = MaxLength)
    {
        if (maxLength is < 16 or > MaxLength)
            throw new ArgumentOutOfRangeException(nameof(maxLength), $"A file name's limit lies between 16 and {MaxLength}.");
        var text = Clean(name);
        if (text.Length == 0)
            text = Clean(fallback);
        if (text.Length == 0)
            text = "unnamed";
        return Fit(text, "", maxLength);
    }

    /// <summary>The same for an attachment's name, from which a sender's path is taken off first.</summary>
    public static string CreateFromPath(string? name, string fallback, int maxLength = MaxLength) => Create(LastSegment(name), fallback, maxLength);

    /// <summary>The name with a number in front of its extension, shortened where needed: "a (2).txt".</summary>
    public static string Number(string name, int number, int maxLength = MaxLength) =>
        Fit(name, " (" + number.ToString(CultureInfo.InvariantCulture) + ")", maxLength);

    /// <summary>How long a name may be in this folder: Windows without long paths takes 259 units for the whole path.</summary>
    public static int MaxLengthIn(string folder)
    {
        if (Path.DirectorySeparatorChar != '\\' || Environment.Version.Major >= 5)
            return MaxLength;
        return Math.Max(16, Math.Min(MaxLength, 259 - folder.Length - 1));
    }

    /// <summary>What a name says of the file's kind: its dot and what follows; empty if there is none worth keeping.</summary>
    internal static string Extension(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || dot == name.Length - 1 || name.Length - dot > MaxExtension)
            return "";
        for (var i = dot + 1; i < name.Length; i++)
        {
            if (!char.IsLetterOrDigit(name[i]) && name[i] is not ('_' or '-'))
                return "";
        }

        // ".tar.gz" and its like belong together.
        return dot > 4 && string.CompareOrdinal(name, dot - 4, ".tar", 0, 4) == 0 ? name.Substring(dot - 4) : name.Substring(dot);
    }

    /// <summary>Senders that tell a path mean its last name; a slash inside other text is only a character of it.</summary>
    private static string? LastSegment(string? name)
    {
        if (name is null)
            return null;
        var isPath = name.IndexOf('\\') >= 0 || name.StartsWith("/", StringComparison.Ordinal)
            || name.StartsWith("./", StringComparison.Ordinal) || name.StartsWith("../", StringComparison.Ordinal);
        return isPath ? name.Substring(name.LastIndexOfAny(['/', '\\']) + 1) : name;
    }

    private static string Clean(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "";
        var text = new StringBuilder(Math.Min(name!.Length, 1024));
        // No name is longer than this, whatever is taken out of it; its end is read for the extension.
        var source = name.Length <= 8192 ? name : name.Remove(4096, name.Length - 4160);
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (char.IsHighSurrogate(c) && i + 1 < source.Length && char.IsLowSurrogate(source[i + 1]))
            {
                var category = CharUnicodeInfo.GetUnicodeCategory(source, i);
                if (category is not (UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse))
                    text.Append(c).Append(source[i + 1]);
                else if (category != UnicodeCategory.Format)
                    text.Append('_');
                i++;
            }
            else
            {
                Append(text, c);
            }
        }

        return Trim(text.ToString());
    }

    private static void Append(StringBuilder text, char c)
    {
        switch (char.GetUnicodeCategory(c))
        {
            // What changes the order of the text around it, and what can't be seen; joiners belong to scripts and emoji.
            case UnicodeCategory.Format when c is not ('\u200c' or '\u200d'):
                break;
            case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                AppendSpace(text);
                break;
            case UnicodeCategory.Control:
                if (c is '\t' or '\r' or '\n')
                    AppendSpace(text);
                else
                    text.Append('_');
                break;
            case UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned:
                text.Append('_');
                break;
            default:
                text.Append(c is '<' or '>' or ':' or '"' or '/' or '\\' or '|' or '?' or '*' or '\ufffd' ? '_' : c);
                break;
        }
    }

    private static void AppendSpace(StringBuilder text)
    {
        if (text.Length > 0 && text[text.Length - 1] != ' ')
            text.Append(' ');
    }

    /// <summary>No dots or spaces at the ends: Windows drops them behind, and a name that begins with a dot is hidden or special elsewhere.</summary>
    private static string Trim(string text)
    {
        text = text.TrimStart(' ', '\u200c', '\u200d').TrimEnd('.', ' ', '\u200c', '\u200d');
        var hidden = text.TrimStart('.', ' ', '\u200c', '\u200d');
        if (hidden.Length != text.Length)
            text = hidden.Length == 0 ? "" : "_" + hidden;
        return text;
    }

    private static string Guard(string name)
    {
        var dot = name.IndexOf('.');
        var stem = (dot < 0 ? name : name.Substring(0, dot)).TrimEnd(' ');
        return Reserved.Contains(stem) ? "_" + name : name;
    }

    private static string Fit(string name, string suffix, int maxLength)
    {
        name = Guard(name);
        var extension = Extension(name);
        if (Size(extension) + Size(suffix) > maxLength - 4)
            extension = "";
        var stem = name.Substring(0, name.Length - extension.Length);
        var room = maxLength - Size(extension) - Size(suffix);
        var cut = Size(stem) > room;
        if (cut)
            stem = Cut(stem, room);
        if (cut || suffix.Length > 0)
            stem = stem.TrimEnd('.', ' ', '\u200c', '\u200d');
        return Guard((stem.Length == 0 ? "_" : stem) + suffix + extension);
    }

    private static int Size(string text) => Math.Max(text.Length, Encoding.UTF8.GetByteCount(text));

    private static string Cut(string text, int room)
    {
        var bytes = 0;
        var length = 0;
        while (length < text.Length)
        {
            var units = char.IsHighSurrogate(text[length]) && length + 1 < text.Length ? 2 : 1;
            var size = units == 2 ? 4 : text[length] < 0x80 ? 1 : text[length] < 0x800 ? 2 : 3;
            // One octet is kept for the underscore of a name that turns out to be reserved.
            if (bytes + size > room - 1)
                break;
            bytes += size;
            length += units;
        }

        return text.Substring(0, length);
    }
}
