namespace ImapPS.Client.Tests;

public class PlainTextTests
{
    [Fact]
    public void A_parameter_is_nothing_that_people_need_to_read()
    {
        Assert.Equal("It is too long.", PlainText.Of(new ArgumentException("It is too long.", "sequence")));
        Assert.Equal("It is too long.", PlainText.Of(new ArgumentException("It is too long.")));
        Assert.Equal("Not out of (Parameter 'a')", PlainText.Of(new InvalidOperationException("Not out of (Parameter 'a')")));
    }
}
