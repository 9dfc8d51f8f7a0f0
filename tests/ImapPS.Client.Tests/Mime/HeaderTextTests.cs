using System.Text;
using FsCheck.Fluent;
using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Mime;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("=?utf-8?Q?caf=C3=A9?=", "café")]
    [InlineData("=?UTF-8?B?Y2Fmw6k=?=", "café")]
    [InlineData("=?iso-8859-1?q?Andr=E9?= Pirard", "André Pirard")]
    [InlineData("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)")]
    [InlineData("=?ISO-8859-1?Q?a?= b", "a b")]
    [InlineData("=?ISO-8859-1?Q?a_?= =?ISO-8859-2?Q?_b?=", "a  b")]
    [InlineData("=?utf-8*en?Q?Keith_Moore?=", "Keith Moore")]
    public void Words_as_the_RFC_has_them(string raw, string expected) => Assert.Equal(expected, Decode(raw));

    [Theory]
    [InlineData("=?utf-8?q?a b c?=", "a b c")]
    [InlineData("=?utf-8?Q?never ended", "never ended")]
    [InlineData("=?utf-8?Q?never ended?", "never ended")]
    [InlineData("=?utf-8?B?Y2Fmw6k= tail", "café tail")]
    [InlineData("=?utf-8?B?Y2Fmw6k", "café")]
    [InlineData("=?utf-8?b?Y2Fmw6k?=", "café")]
    [InlineData("=?utf-8?q?a?==?utf-8?q?b?=", "ab")]
    [InlineData("x=?utf-8?q?a?=y", "xay")]
    [InlineData("\"=?utf-8?q?a?=\"", "\"a\"")]
    [InlineData("=?no-such-charset?Q?caf=C3=A9?=", "café")]
    [InlineData("=?no-such-charset?Q?caf=E9?=", "café")]
    [InlineData("=?us-ascii?Q?caf=E9?=", "café")]
    [InlineData("=?utf-8?Q?caf=E9?=", "café")]
    [InlineData("=??Q?caf=C3=A9?=", "café")]
    [InlineData("=?utf-8?q?100=%?=", "100=%")]
    [InlineData("=?utf-8?q?What?=3F_Yes?=", "What?? Yes")]
    [InlineData("=?utf-8?q?a =?utf-8?q?b?=", "a b")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=? =?? =?a =?utf-8?", "=? =?? =?a =?utf-8?")]
    [InlineData("a =? b ?= c", "a =? b ?= c")]
    [InlineData("=?utf-8?q??= =?utf-8?b??=", "")]
    public void Words_as_real_mail_has_them(string raw, string expected) => Assert.Equal(expected, Decode(raw));

    [Theory]
    [InlineData("a@example.org", "a@example.org")]
    [InlineData("a\u001b[31m\tb\u0000@example.org\r\n", "a[31m b@example.org")]
    [InlineData("=?utf-8?q?caf=C3=A9?=", "=?utf-8?q?caf=C3=A9?=")]
    public void What_holds_no_words_is_one_line(string text, string expected) => Assert.Equal(expected, HeaderText.OneLine(text));

    [Fact]
    public void Addresses_and_fields_are_shown_safe_for_a_terminal()
    {
        var address = new MimeAddress("a\u001b]0;x\u202eb", "c\u0007@example.org");
        Assert.Equal("a\\u001B]0;x\\u202Eb <c\\u0007@example.org>", address.ToString());
        Assert.Equal("c\u0007@example.org", address.Address);
        var field = new MimeHeader("X-\u001bNote", "a\u202eb"u8.ToArray());
        Assert.Equal("X-\\u001BNote: a\\u202Eb", field.ToString());
    }

    [Fact]
    public void A_character_cut_over_two_words() =>
        Assert.Equal("é", Decode("=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=A9?="));

    [Fact]
    public void A_character_cut_over_words_of_both_encodings() =>
        Assert.Equal("aé", Decode("=?utf-8?Q?a=C3?= =?UTF8?B?qQ==?="));

    [Fact]
    public void A_base64_stream_cut_anywhere() =>
        Assert.Equal("Hello", Decode("=?utf-8?B?SGVsb?= =?utf-8?B?G8=?="));

    [Fact]
    public void Unpadded_words_that_are_whole_by_themselves() =>
        Assert.Equal("HiHello", Decode("=?utf-8?B?SGk?= =?utf-8?B?SGVsbG8=?="));

    [Theory]
    [InlineData("=?koi8-r?B?79Qg6dfBzsE=?=", "От Ивана")]
    [InlineData("=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?=", "Привет")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?gb2312?B?1tDOxA==?=", "中文")]
    [InlineData("=?GB18030?B?1tDOxA==?=", "中文")]
    [InlineData("=?big5?B?pKSk5Q==?=", "中文")]
    [InlineData("=?euc-kr?B?x9Gx2w==?=", "한글")]
    [InlineData("=?ks_c_5601-1987?B?x9Gx2w==?=", "한글")]
    [InlineData("=?shift_jis?B?k/qWew==?=", "日本")]
    [InlineData("=?iso-8859-1?Q?=80?=", "€")]
    [InlineData("=?iso-8859-15?Q?=A4?=", "€")]
    [InlineData("=?ISO_8859-2:1987?Q?=B1?=", "ą")]
    [InlineData("=?cp866?Q?=8F?=", "П")]
    public void Charsets_by_their_many_names(string raw, string expected) => Assert.Equal(expected, Decode(raw));

    [Theory]
    [InlineData("utf-7")]
    [InlineData("UNICODE-1-1-UTF-7")]
    [InlineData("cp65000")]
    public void Utf7_is_never_read(string charset)
    {
        Assert.Null(Charsets.Find(charset.AsSpan()));
        Assert.Equal("+ADw-", Decode($"=?{charset}?Q?+ADw-?="));
    }

    [Fact]
    public void Raw_UTF8() => Assert.Equal("naïve 日本", HeaderText.Decode("naïve 日本"u8));

    [Fact]
    public void Raw_UTF8_that_was_cut_off() => Assert.Equal("日\uFFFD", HeaderText.Decode([0xE6, 0x97, 0xA5, 0xE6, 0x9C]).Substring(0, 2));

    [Fact]
    public void Raw_Windows_1252() => Assert.Equal("café €", HeaderText.Decode([(byte)'c', (byte)'a', (byte)'f', 0xE9, (byte)' ', 0x80]));

    [Fact]
    public void Raw_8bit_next_to_and_inside_words() =>
        Assert.Equal("é é é", HeaderText.Decode("=?iso-8859-1?q?=E9?= é =?iso-8859-1?q?é?="u8));

    [Theory]
    [InlineData("a\r\n b", "a b")]
    [InlineData("a\r\n\tb", "a b")]
    [InlineData("a\r\nb", "a b")]
    [InlineData("a\tb", "a b")]
    [InlineData("a\0b\u001b[31m\u007f", "ab[31m")]
    [InlineData("=?utf-8?q?a=0D=0AX-Evil:_1?=", "a X-Evil: 1")]
    [InlineData("=?utf-8?q?a=C2=85b=E2=80=A8c?=", "a b c")]
    public void Control_characters_stay_out(string raw, string expected) => Assert.Equal(expected, Decode(raw));

    [Theory]
    [InlineData("\"Doe, \\\"J\\\" John\"", "Doe, \"J\" John")]
    [InlineData(" \"=?utf-8?q?caf=C3=A9?=\" ", "café")]
    [InlineData("=?utf-8?q?=22Joe=22?=", "\"Joe\"")]
    [InlineData("\"", "\"")]
    [InlineData("", "")]
    public void Display_names(string raw, string expected)
    {
        Assert.Equal(expected, HeaderText.DecodeDisplayName(Encoding.UTF8.GetBytes(raw)));
        Assert.Equal(expected, HeaderText.DecodeDisplayName(raw));
    }

    [Fact]
    public void Plain_text_costs_one_string()
    {
        Edition.NeedsCore("what is allocated is neither bounded nor counted there");
        var raw = "Re: the quarterly figures, once more"u8.ToArray();
        HeaderText.Decode(raw);
        // A collection may empty what is kept from one to the next: the least counts.
        var least = Enumerable.Range(0, 4).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            HeaderText.Decode(raw);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.InRange(least, 1, 24 + raw.Length * 2 + 8);
    }

    [Theory]
    [InlineData("=?a?q?")]
    [InlineData("=?a?q?=AA?=AA")]
    [InlineData("=?utf-8?b?!!!!")]
    [InlineData("?=AA")]
    [InlineData("=?")]
    public async Task Hostile_repetition_takes_linear_time(string piece)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 400_000)));
        // Seconds; the square of that length would be hours.
        await Task.Run(() => HeaderText.Decode(text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Any_bytes_give_one_line() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From<byte[]>(Hostile()), bytes =>
    {
        var text = HeaderText.Decode(bytes);
        return !text.Any(char.IsControl);
    }));

    [Fact]
    public void What_is_encoded_decodes_to_the_same() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        text = Valid(text);
        var folded = HeaderEncoder.Text(text, "Subject: ".Length);
        foreach (var line in ("Subject: " + folded).Split("\r\n"))
            Assert.True(line.Length <= 78, line);
        var phrase = HeaderEncoder.Phrase(text, 5);
        return Decode(folded) == HeaderEncoder.OneLine(text)
            && HeaderText.DecodeDisplayName(Encoding.UTF8.GetBytes(phrase)) == HeaderEncoder.OneLine(text).Trim();
    }));

    [Theory]
    [InlineData("a very long subject of plain words that goes on and on, well over what fits into a single line of a header")]
    [InlineData("  two  blanks   three ")]
    [InlineData("日本語の件名はとても長いので、一つの符号化語には収まりません。だから幾つかに分けられます。")]
    [InlineData("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀")]
    [InlineData("mostly plain text with one ä in it, so that quoted-printable words are the better choice for it")]
    [InlineData("looks =?like?= a word")]
    public void Long_and_odd_texts_survive_folding(string text)
    {
        var folded = HeaderEncoder.Text(text, 9);
        Assert.All(folded.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
        Assert.Equal(text, Decode(folded));
    }

    internal static string Valid(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static FsCheck.Gen<byte[]> Hostile()
    {
        var pieces = new[] { "=?", "?=", "utf-8", "iso-2022-jp", "utf-16", "?q?", "?B?", "=C3", "=0A", "_", "\r\n", "\0", " ", "SGk=", "ab", "\u001b$B", "é" };
        return Gen.Select(Gen.ArrayOf(Gen.Elements(pieces)), parts => Encoding.UTF8.GetBytes(string.Concat(parts)));
    }

    private static string Decode(string raw) => HeaderText.Decode(Encoding.UTF8.GetBytes(raw));
}
