using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Makes arguments of a command from what PowerShell has.</summary>
internal static class RawArguments
{
    /// <summary>NIL for null, a number, a string in whatever form it needs, a literal for bytes, a list for an array, a date.</summary>
    /// <exception cref="ArgumentException">It can't be said in a command.</exception>
    public static RawArgument From(object? value)
    {
        var bare = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            null => RawArgument.Nil,
            ImapAtom atom => RawArgument.Verbatim(atom.Text),
            ImapMailbox mailbox => RawArgument.Mailbox(MailboxName.Create(mailbox.Name)),
            string text => RawArgument.Text(text),
            byte[] bytes => RawArgument.Literal(bytes),
            DateTimeOffset date => RawArgument.Text(ImapDate.FormatDateTime(date)),
            DateTime date => RawArgument.Text(ImapDate.FormatDate(date)),
            sbyte or byte or short or ushort or int or uint or long or ulong => Number(bare),
            IEnumerable many => RawArgument.List(many.Cast<object?>().Select(From).ToArray()),
            _ => RawArgument.Text(Convert.ToString(bare, CultureInfo.InvariantCulture) ?? ""),
        };
    }

    private static RawArgument Number(object value)
    {
        var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return number >= 0 ? RawArgument.Number((ulong)number) : throw new ArgumentException("A number in a command can't be negative.", nameof(value));
    }
}
