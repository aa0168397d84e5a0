using System.Net.Sockets;
using Insights.Core.Contact;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Insights.Web.Mail;

/// <summary>Hands one mail over to the mail server, on a connection of its own.</summary>
/// <param name="settings">Where it is.</param>
/// <param name="limit">How long it may take in all.</param>
internal sealed class SmtpSender(MailSettings settings, TimeSpan limit)
{
    /// <summary>How long a mail may take, unless said otherwise.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    /// <summary>Null once the server has taken the mail; otherwise why it has not, without its words, which may hold an address.</summary>
    public async Task<MailFailure?> SendAsync(MimeMessage message, CancellationToken ct)
    {
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(ct);
        watch.CancelAfter(limit);
        using var client = new SmtpClient { Timeout = (int)limit.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host, settings.Port, OptionsOf(settings.Security), watch.Token);
            if (settings is { User: { } user, Password: { } password })
                await client.AuthenticateAsync(user, password, watch.Token);
            await client.SendAsync(message, watch.Token);
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            return FailureOf(fault);
        }

        try
        {
            await client.DisconnectAsync(quit: true, watch.Token);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            // It was taken; that the farewell went wrong changes nothing.
        }

        return null;
    }

    private static MailFailure FailureOf(Exception fault) => fault switch
    {
        OperationCanceledException or TimeoutException => MailFailure.TimedOut,
        SslHandshakeException or NotSupportedException => MailFailure.NotSecure,
        AuthenticationException or SaslException => MailFailure.SignInRefused,
        SmtpCommandException or CommandException => MailFailure.Refused,
        SocketException or IOException or ProtocolException or ServiceNotConnectedException => MailFailure.Unreachable,
        _ => MailFailure.Faulted,
    };

    private static SecureSocketOptions OptionsOf(MailSecurity security) => security switch
    {
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
    };
}
