using System.Globalization;
using System.Text;
using ImapPS.Client.Files;

namespace ImapPS.Client.Tests.Files;

/// <summary>Whatever a mail calls a file, the name is one that every system takes, in the folder that was meant.</summary>
public class SafeFileNameTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("../../.bashrc", "_bashrc")]
    [InlineData("..\\..\\evil.exe", "evil.exe")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("C:\\Users\\x\\Desktop\\offer.docx", "offer.docx")]
    [InlineData("\\\\server\\share\\a.txt", "a.txt")]
    [InlineData("C:a.txt", "C_a.txt")]
    [InlineData("Invoice 3/4.pdf", "Invoice 3_4.pdf")]
    [InlineData("a/../../b", "a_.._.._b")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("nul .tar.gz", "_nul .tar.gz")]
    [InlineData("COM\u00b9.log", "_COM\u00b9.log")]
    [InlineData("lpt9", "_lpt9")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("file.txt::$DATA", "file.txt__$DATA")]
    [InlineData("name. . .", "name")]
    [InlineData("  name  ", "name")]
    [InlineData(".", "fallback")]
    [InlineData("..", "fallback")]
    [InlineData("...", "fallback")]
    [InlineData("", "fallback")]
    [InlineData(null, "fallback")]
    [InlineData(" \t\r\n ", "fallback")]
    [InlineData("a\0b.txt", "a_b.txt")]
    [InlineData("line\r\nbreak.txt", "line break.txt")]
    [InlineData("invoice\u202efdp.exe", "invoicefdp.exe")]
    [InlineData("\u2066a\u2069\ufeff\u200b.txt", "a.txt")]
    [InlineData("what?*|<>\".txt", "what______.txt")]
    [InlineData("\ud83d\udce7\ud83d\udce7", "\ud83d\udce7\ud83d\udce7")]
    [InlineData("\u00fcber.txt", "\u00fcber.txt")]
    [InlineData("\ufffd\uffff.txt", "__.txt")]
    [InlineData("folder/", "folder_")]
    [InlineData("/", "fallback")]
    public void Names_of_mails(string? name, string expected) => Assert.Equal(expected, SafeFileName.CreateFromPath(name, "fallback"));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a_.txt", SafeFileName.Create("a\ud83d.txt", "x"));

    [Fact]
    public void A_name_of_5000_characters_keeps_its_extension()
    {
        var name = SafeFileName.Create(new string('a', 5000) + ".pdf", "x");
        Assert.EndsWith("a.pdf", name);
        Assert.InRange(name.Length, 250, 255);
    }

    [Fact]
    public void A_name_of_emoji_only_is_cut_between_them()
    {
        var name = SafeFileName.Create(string.Concat(Enumerable.Repeat("\ud83d\ude00", 2000)), "x");
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 240, 255);
        Assert.All(name.EnumerateRunes().ToArray(), r => Assert.Equal(0x1f600, r.Value));
    }

    [Fact]
    public void A_number_goes_before_the_extension_and_still_fits()
    {
        Assert.Equal("a (2).txt", SafeFileName.Number("a.txt", 2));
        Assert.Equal("a (2).tar.gz", SafeFileName.Number("a.tar.gz", 2));
        Assert.Equal("noextension (10)", SafeFileName.Number("noextension", 10));
        var name = SafeFileName.Number(new string('\u20ac', 84) + ".xy", 12345);
        Assert.EndsWith(" (12345).xy", name);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 200, 255);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(256)]
    public void A_limit_out_of_range_is_refused(int limit) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SafeFileName.Create("a", "b", limit));

    [Fact]
    public void Whatever_is_thrown_at_it_the_name_is_safe()
    {
        var random = new Random(20_260_412);
        string[] pieces =
        [
            "..", "/", "\\", ".", " ", "CON", "nul", "COM1", ":", "\0", "\u202e", "\u2067", "\ud83d", "\udce7", "\ud83d\udce7", "a", "B", "\u0301",
            "\u200d", ".exe", ".tar.gz", "\u00e4", "\u6f22", "\r\n", "\u007f", "\u0085", "~", "$", "%", "\u2028", "\udb40\udc01", "\ufffe", new string('x', 300),
        ];
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(12); n > 0; n--)
                text.Append(random.Next(4) == 0 ? ((char)random.Next(0x10000)).ToString() : pieces[random.Next(pieces.Length)]);
            var limit = random.Next(3) == 0 ? random.Next(16, 256) : 255;
            var given = text.ToString();
            foreach (var fallback in new[] { "f", "..", "CON" })
            {
                var name = SafeFileName.CreateFromPath(given, fallback, limit);
                AssertSafe(name, limit, given);
                AssertSafe(SafeFileName.Number(name, random.Next(2, 9999), limit), limit, given);
                // What is safe stays as it is: a name made twice is the same.
                Assert.Equal(name, SafeFileName.Create(name, "x", limit));
            }
        }
    }

    private static void AssertSafe(string name, int limit, string given)
    {
        var shown = string.Concat(given.Select(c => $"\\u{(int)c:x4}")) + " -> " + name;
        Assert.True(name.Length is > 0 && name.Length <= limit && Encoding.UTF8.GetByteCount(name) <= limit, shown);
        Assert.True(name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) < 0, shown);
        Assert.False(name[^1] is '.' or ' ' || name[0] is '.' or ' ', shown);
        var stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        Assert.DoesNotContain(stem, new[] { "CON", "NUL", "COM1", "PRN", "AUX", "LPT1" });
        for (var i = 0; i < name.Length; i++)
        {
            Assert.True(Client.SafeText.IsSafe(name[i]), shown);
            if (char.IsHighSurrogate(name[i]))
                Assert.True(i + 1 < name.Length && char.IsLowSurrogate(name[++i]), shown);
            else
                Assert.False(char.IsLowSurrogate(name[i]), shown);
        }

        // It is a name, and the same one when the system has looked at it.
        Assert.Equal(name, Path.GetFileName(Path.GetFullPath(Path.Combine(Path.GetTempPath(), name))));
    }
}
