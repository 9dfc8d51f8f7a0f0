using System.Net;
using System.Text;

namespace ImapPS.Diagnosis;

/// <summary>Writes HTML in which nothing but what is written here is markup: every text and attribute is escaped.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _text = new();

    /// <summary>Markup of our own.</summary>
    public HtmlBuilder Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Anything else.</summary>
    public HtmlBuilder Text(string? text)
    {
        _text.Append(WebUtility.HtmlEncode(text ?? ""));
        return this;
    }

    /// <summary>An element with nothing but text in it.</summary>
    public HtmlBuilder Element(string name, string? text, string? className = null)
    {
        _text.Append('<').Append(name);
        if (className is not null)
            _text.Append(" class=\"").Append(WebUtility.HtmlEncode(className)).Append('"');
        _text.Append('>');
        return Text(text).Raw("</" + name + ">");
    }

    /// <summary>A table; the first cell of each row is its heading.</summary>
    /// <param name="caption">Read to those who can't see the page.</param>
    /// <param name="headings">Of the columns.</param>
    /// <param name="rows">The cells.</param>
    public HtmlBuilder Table(string caption, IReadOnlyList<string> headings, IEnumerable<HtmlCell[]> rows)
    {
        Raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Text(caption).Raw("\"><table>");
        Element("caption", caption, "hidden").Raw("<thead><tr>");
        var all = rows.ToArray();
        for (var i = 0; i < headings.Count; i++)
        {
            // A heading stands over its numbers.
            Raw(all.Length > 0 && i < all[0].Length && all[0][i].ClassName == "number" ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
            Text(headings[i]).Raw("</th>");
        }

        Raw("</tr></thead><tbody>");
        foreach (var row in all)
        {
            Raw("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                Raw(i == 0 ? "<th scope=\"row\"" : "<td");
                if (row[i].ClassName is { } className)
                    Raw(" class=\"").Text(className).Raw("\"");
                Raw(">").Text(row[i].Text).Raw(i == 0 ? "</th>" : "</td>");
            }

            Raw("</tr>");
        }

        return Raw("</tbody></table></div>\n");
    }

    /// <summary>Names and what they are.</summary>
    public HtmlBuilder Facts(IEnumerable<(string Name, string? Value)> facts)
    {
        Raw("<dl class=\"facts\">");
        foreach (var (name, value) in facts)
        {
            if (!string.IsNullOrEmpty(value))
                Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
        }

        return Raw("</dl>\n");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
