using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;

namespace ImapPS.TestKit;

/// <summary>Reads further users from a table: @{ bob = 'password'; eve = @{ Password = 'password'; Mail = @{ INBOX = ... }; MessageQuota = 10 } }.</summary>
internal sealed class TestUserReader(TestMailLoader loader)
{
    private static readonly string[] Keys = ["Password", "Mail", "StorageQuota", "MessageQuota"];

    /// <exception cref="TestTableException">The table says something that can't be meant.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at a path.</exception>
    public IEnumerable<TestUser> Read(IDictionary users)
    {
        foreach (DictionaryEntry entry in users)
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "";
            if (name.Length == 0)
                throw TestTableException.Create("-User", "TestKeyMissing", "name");
            yield return TestTable.Plain(entry.Value) switch
            {
                string password => TestUser.Create(name, password),
                SecureString password => new TestUser(new PSCredential(name, password)),
                PSCredential credential => new TestUser(new PSCredential(name, credential.Password)),
                IDictionary table => Read(name, new TestTable(name, table, Keys)),
                _ => throw TestTableException.Create(name, "TestUserWrong"),
            };
        }
    }

    private TestUser Read(string name, TestTable table)
    {
        if (table.Text("Password") is not { } password)
            throw TestTableException.Create(name, "TestKeyMissing", "Password");
        var user = TestUser.Create(name, password);
        var mailboxes = user.User.Mailboxes;
        mailboxes.Quota.Storage = table.Number("StorageQuota", 0, long.MaxValue);
        mailboxes.Quota.Messages = table.Number("MessageQuota", 0, int.MaxValue);
        if (table.Get("Mail") is { } mail)
            loader.Load(mailboxes, mail as IDictionary ?? throw table.Wrong("Mail"));
        return user;
    }
}
