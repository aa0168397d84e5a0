using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Web.Pages.Contact;
using Insights.Web.Pages.Shared;
using MimeKit;

namespace Insights.Web.Mail;

/// <summary>Writes a digest as a mail: the same lines as text and as HTML, each with a link. No word beyond titles.</summary>
internal static class DigestMail
{
    public static MimeMessage Of(DigestView digest, PersonId to, MailSettings settings)
    {
        var from = MailboxAddress.Parse(settings.From);
        var changes = Words.Count(digest.Lines.Count + digest.More, "gap or report", "gaps and reports");
        var message = new MimeMessage
        {
            Subject = $"Insights: news of {changes}",
            // The same digest has the same id, so that a mail that had to be sent again can be told from a new one.
            MessageId = $"{IdOf(to, digest.Through)}@{from.Domain}",
        };
        message.From.Add(new MailboxAddress("Insights", from.Address));
        message.To.Add(MailboxAddress.Parse(digest.Address!));
        // Asks mail programs that answer by themselves not to.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new Multipart("alternative")
        {
            new TextPart("plain") { Text = Text(digest, settings.BaseUrl) },
            new TextPart("html") { Text = Html(digest, settings.BaseUrl) },
        };
        return message;
    }

    private static string Text(DigestView digest, Uri pages)
    {
        var text = new StringBuilder("What happened since your last digest and you have not read yet:\n\n");
        foreach (var line in digest.Lines)
            text.Append(CultureInfo.InvariantCulture, $"{line.Number}  {line.Title}\n    {Said(line)}\n    {LinkOf(line, pages)}\n\n");
        if (digest.More > 0)
            text.Append(CultureInfo.InvariantCulture, $"And {digest.More.ToString(CultureInfo.InvariantCulture)} more.\n\n");
        return text.Append(CultureInfo.InvariantCulture, $"All of it: {new Uri(pages, "notifications")}\nWhat you are told of, and how often: {new Uri(pages, "notifications/preferences")}\n").ToString();
    }

    private static string Html(DigestView digest, Uri pages)
    {
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><body><p>What happened since your last digest and you have not read yet:</p><ul>");
        foreach (var line in digest.Lines)
            html.Append(CultureInfo.InvariantCulture, $"<li><p><a href=\"{Safe(LinkOf(line, pages).ToString())}\">{Safe(line.Number)}: {Safe(line.Title)}</a><br>{Safe(Said(line))}</p></li>");
        html.Append("</ul>");
        if (digest.More > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>And {digest.More} more.</p>");
        return html.Append(CultureInfo.InvariantCulture,
            $"<p><a href=\"{Safe(new Uri(pages, "notifications").ToString())}\">All of it</a> · <a href=\"{Safe(new Uri(pages, "notifications/preferences").ToString())}\">What you are told of, and how often</a></p></body></html>").ToString();
    }

    private static string Said(DigestLine line) =>
        NotificationWords.Of(line.Kind, line.State) + (line.Count > 1 ? $" ({Words.Count(line.Count, "change", "changes")})" : "");

    private static Uri LinkOf(DigestLine line, Uri pages) => new(pages, line.Number switch
    {
        ['G', ..] => $"gaps/{line.Number}",
        ['C', ..] => $"consumers/{line.Number[2..]}/webhooks",
        ['R', 'o', 'u', 'n', 'd', ' ', .. var number] => $"calibration/{number}",
        _ => $"reports/{line.Number}",
    });

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private static string IdOf(PersonId to, long through) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"insights/digest\0{to.Value}\0{through}"))).AsSpan(0, 16));
}
