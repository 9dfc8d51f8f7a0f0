using System.Globalization;
using System.Resources;

namespace ImapPS.Client.Tests;

public sealed class ErrorTextTests
{
    [Fact]
    public void Is_in_English_where_there_is_nothing_else()
    {
        var (host, seconds) = ("imap.example.org", 1.25);
        Assert.Equal(FormattableString.Invariant($"No connection to {host} within {seconds:0.#} seconds {{at all}}."), Text($"No connection to {host} within {seconds:0.#} seconds {{at all}}.").ToString());
        Assert.Equal("A text with {braces} of its own", Text("A text with {braces} of its own").ToString());
        Assert.Equal("a {0} b", new ImapException(ImapError.BadContent, "a {0} b").Message);
    }

    [Fact]
    public void Is_translated_by_its_English_form_and_may_turn_round_what_is_filled_in()
    {
        var other = new OtherLanguage { ["'{0}' in '{1}' is gone."] = "In {1} fehlt {0}.", ["Search again."] = "Suche noch einmal." };
        var (uid, name) = (7, "INBOX");
        Assert.Equal("In INBOX fehlt 7.", Text($"'{uid}' in '{name}' is gone.").Format(other));
        Assert.Equal("Suche noch einmal.", Text("Search again.").Format(other));
        Assert.Equal("It is 7.", Text($"It is {uid}.").Format(other));
    }

    [Fact]
    public void What_comes_from_a_server_is_never_taken_for_a_format()
    {
        var said = "{0} {1:x} }{";
        Assert.Equal("The server said: {0} {1:x} }{", Text($"The server said: {said}").ToString());
        Assert.Equal(said, Text(said).ToString());
    }

    [Fact]
    public void The_resources_hold_the_texts_that_errors_have()
    {
        var resources = new ResourceManager("ImapPS.Client.ErrorTexts", typeof(ImapException).Assembly).GetResourceSet(CultureInfo.InvariantCulture, true, false);
        Assert.NotNull(resources);
        var texts = resources.Cast<System.Collections.DictionaryEntry>().Select(static e => ((string)e.Key, (string?)e.Value)).ToArray();
        Assert.True(texts.Length > 150);
        Assert.All(texts, static t => Assert.Equal(t.Item1, t.Item2));
        Assert.Contains(texts, static t => t.Item1 == "The server refused {0}{1}: {2}");
    }

    private static ErrorText Text(ErrorText text) => text;

    private sealed class OtherLanguage : ResourceManager
    {
        private readonly Dictionary<string, string> _texts = [];

        public string this[string english]
        {
            set => _texts[english] = value;
        }

        public override string? GetString(string name, CultureInfo? culture) => _texts.GetValueOrDefault(name);
    }
}
