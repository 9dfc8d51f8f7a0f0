using FsCheck.Fluent;
using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Mime;

public sealed class ParameterDecoderTests
{
    [Theory]
    [InlineData("filename=a.txt", "a.txt")]
    [InlineData("FileName=a.txt", "a.txt")]
    [InlineData("filename*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "This is ***fun***")]
    [InlineData("filename*=UTF-8''caf%c3%A9.txt", "café.txt")]
    [InlineData("filename*=iso-8859-1''caf%E9.txt", "café.txt")]
    [InlineData("filename*=''caf%C3%A9.txt", "café.txt")]
    [InlineData("filename*=UTF-8'caf%c3%A9.txt", "café.txt")]
    [InlineData("filename*=it's%20mine.txt", "it's mine.txt")]
    [InlineData("filename*=100%.txt", "100%.txt")]
    [InlineData("filename*0=URL;filename*1=.txt", "URL.txt")]
    [InlineData("filename*1=.txt;filename*0=URL", "URL.txt")]
    [InlineData("filename*0*=us-ascii'en'This%20is%20even%20more%20;filename*1*=%2A%2A%2Afun%2A%2A%2A%20;filename*2=isn't it!", "This is even more ***fun*** isn't it!")]
    [InlineData("filename*0*=utf-8''caf%C3;filename*1*=%A9.txt", "café.txt")]
    [InlineData("filename*0*=utf-8''a;filename*2*=c", "ac")]
    [InlineData("filename*0*=utf-8''a;filename*0*=utf-8''b", "a")]
    [InlineData("filename==?utf-8?q?caf=C3=A9.txt?=", "café.txt")]
    [InlineData("filename*0==?utf-8?B?Y2Fmw;filename*1=6k=?=", "café")]
    [InlineData("filename=plain.txt;filename*=utf-8''%C3%A9.txt", "é.txt")]
    [InlineData("filename*=utf-8''%C3%A9.txt;filename=plain.txt", "é.txt")]
    [InlineData("filename*0=long;filename=plain.txt;filename*1=.txt", "long.txt")]
    [InlineData("filename=first;filename=second", "first")]
    [InlineData("filename*=utf-8''a%0D%0Ab%00.txt", "a b.txt")]
    [InlineData("filename*=no-such''caf%E9", "café")]
    public void Values(string list, string expected) => Assert.Equal(expected, ParameterDecoder.Decode(Pairs(list))["filename"]);

    [Theory]
    [InlineData("filename*x=a", "filename*x")]
    [InlineData("*=a", "*")]
    [InlineData("filename*99999999999=a", "filename*99999999999")]
    [InlineData("filename*-1=a", "filename*-1")]
    public void Names_that_only_look_like_pieces_stay(string list, string name) => Assert.Equal("a", ParameterDecoder.Decode(Pairs(list))[name]);

    [Fact]
    public void Bytes_are_taken_too()
    {
        var result = ParameterDecoder.Decode(new List<KeyValuePair<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>>
        {
            new("NAME"u8.ToArray(), new byte[] { (byte)'c', 0xE9 }),
            new("x*"u8.ToArray(), "utf-8''%C3%A9"u8.ToArray()),
        });
        Assert.Equal("cé", result["name"]);
        Assert.Equal("é", result["X"]);
    }

    [Fact]
    public void Everything_is_bounded()
    {
        var many = Enumerable.Range(0, ParameterDecoder.MaxParameters * 2).Select(i => new KeyValuePair<string, string>("p" + i, "v")).ToList();
        Assert.Equal(ParameterDecoder.MaxParameters, ParameterDecoder.Decode(many).Count);
        var pieces = Enumerable.Range(0, 900).Select(i => new KeyValuePair<string, string>($"f*{i}*", new string('x', 5_000))).ToList();
        Assert.InRange(ParameterDecoder.Decode(pieces)["f"].Length, ParameterDecoder.MaxValueLength, ParameterDecoder.MaxValueLength + 5_000);
        var plain = Enumerable.Range(0, 900).Select(i => new KeyValuePair<string, string>($"f*{i}", new string('x', 5_000))).ToList();
        Assert.Equal(ParameterDecoder.MaxValueLength, ParameterDecoder.Decode(plain)["f"].Length);
    }

    [Fact]
    public void What_is_encoded_decodes_to_the_same() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        text = HeaderTextTests.Valid(text);
        var encoded = HeaderEncoder.Parameter("filename", text + text + text);
        Assert.All(encoded.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
        var field = StructuredField.Parse(System.Text.Encoding.UTF8.GetBytes("attachment" + encoded));
        return field.Value == "attachment" && field.Parameters["filename"] == HeaderEncoder.OneLine(text + text + text);
    }));

    [Theory]
    [InlineData("text/plain; charset=utf-8", "text/plain", "charset", "utf-8")]
    [InlineData("TEXT/Plain;charset = \"utf-8\" ; format=flowed", "text/plain", "charset", "utf-8")]
    [InlineData("text/plain (comment); (another) charset=utf-8", "text/plain", "charset", "utf-8")]
    [InlineData("text/plain charset=utf-8", "text/plain", "charset", "utf-8")]
    [InlineData("application/pdf; name=My File (1).pdf; x=y", "application/pdf", "name", "My File (1).pdf")]
    [InlineData("application/pdf; name=a.pdf x=y", "application/pdf", "x", "y")]
    [InlineData("application/pdf; name=\"C:\\temp\\a \\\"b\\\".pdf\"", "application/pdf", "name", "C:\\temp\\a \"b\".pdf")]
    [InlineData("application/pdf; name=\"never ended; x=y", "application/pdf", "name", "never ended; x=y")]
    [InlineData(";;; ; =; a=b", "", "a", "b")]
    public void Fields_as_real_mail_has_them(string raw, string value, string name, string expected)
    {
        var field = StructuredField.Parse(System.Text.Encoding.UTF8.GetBytes(raw));
        Assert.Equal(value, field.Value);
        Assert.Equal(expected, field.Parameters[name]);
    }

    private static List<KeyValuePair<string, string>> Pairs(string list) => list.Split(';').Select(pair =>
    {
        var equals = pair.IndexOf('=');
        return new KeyValuePair<string, string>(pair[..equals], pair[(equals + 1)..]);
    }).ToList();
}
