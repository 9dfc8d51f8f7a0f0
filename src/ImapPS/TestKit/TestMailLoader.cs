using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Errors;
using ImapPS.Loopback.Loading;
using ImapPS.Loopback.Store;

namespace ImapPS.TestKit;

/// <summary>Fills mailboxes from a table: @{ INBOX = @{ Subject = 'one' }, @{ Subject = 'two' }; 'Archive/2026' = './mail' }.</summary>
/// <param name="resolve">Makes a path of what was typed.</param>
internal sealed class TestMailLoader(Func<string, string> resolve)
{
    /// <summary>Each value is a message, a path, a list of both, or nothing for a mailbox that is empty.</summary>
    /// <exception cref="TestTableException">The table says something that can't be meant.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at a path.</exception>
    public void Load(LoopbackStore store, IDictionary mail)
    {
        foreach (DictionaryEntry entry in mail)
        {
            var mailbox = Mailbox(store, Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
            var number = 0;
            foreach (var item in TestTable.Each(entry.Value))
                Add(store, mailbox, item, ++number);
        }
    }

    private static LoopbackMailbox Mailbox(LoopbackStore store, string name)
    {
        try
        {
            if (name.Split(store.Delimiter).All(static level => level.Length > 0))
                return store.GetOrCreate(name);
        }
        catch (ArgumentException e)
        {
            throw TestTableException.Create(SafeText.Clean(name), "TestText", PlainText.Of(e));
        }

        throw TestTableException.Create(name, "TestMailboxName");
    }

    private void Add(LoopbackStore store, LoopbackMailbox mailbox, object? item, int number)
    {
        var place = Strings.Format("TestMessagePlace", mailbox.Name, number);
        switch (item)
        {
            case IDictionary table:
                var message = TestMessage.Create(place, table, resolve);
                mailbox.Add(message.Content, message.Flags, message.InternalDate);
                break;
            case string or FileSystemInfo or PathInfo:
                MailLoader.Load(store, resolve(item.ToString()!), mailbox.Name);
                break;
            case byte[] bytes:
                mailbox.Add((byte[])bytes.Clone());
                break;
            default:
                throw TestTableException.Create(place, "TestMessageWrong", item?.GetType().Name ?? "$null");
        }
    }
}
