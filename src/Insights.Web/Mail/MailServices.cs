using Insights.Core.Contact;
using Insights.Web.Workers;

namespace Insights.Web.Mail;

/// <summary>Sends digests where a mail server is configured, and nowhere else.</summary>
internal static class MailServices
{
    public static void AddMail(this IServiceCollection services, MailSettings? settings)
    {
        services.AddSingleton(new DigestOptions(settings is not null));
        if (settings is null)
            return;
        services.AddSingleton(settings);
        services.AddSingleton(new SmtpSender(settings, SmtpSender.UsualLimit));
        services.AddSingleton<DigestRound>();
        services.AddHostedService<DigestMailer>();
    }
}
