using System.Globalization;
using Insights.Core.Contact;

namespace Insights.Web.Mail;

/// <summary>How the connection to the mail server is kept from being read.</summary>
public enum MailSecurity
{
    /// <summary>Begins plain and turns encrypted; a server that does not is refused.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,

    /// <summary>Not at all: for a server on the same machine or in a network of its own.</summary>
    None,
}

/// <summary>The mail server of this deployment. Without one, no mail is ever sent.</summary>
public sealed record MailSettings
{
    private const string Key = "Insights:Mail";

    /// <summary>Everything that can stand there; anything else is a mistake in writing.</summary>
    private static readonly string[] Names = ["Host", "Port", "Security", "User", "Password", "From", "BaseUrl"];

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required MailSecurity Security { get; init; }

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Whom mails come from.</summary>
    public required string From { get; init; }

    /// <summary>Where the pages are that mails lead to.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The settings; null when nothing is set.</summary>
    /// <exception cref="InvalidDataException">They are set in part or wrongly; the message names the key and never its value.</exception>
    public static MailSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Key);
        if (!section.GetChildren().Any(child => child.Value is { Length: > 0 } || child.GetChildren().Any()))
            return null;
        if (section.GetChildren().FirstOrDefault(child => !Names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidDataException($"{Key}:{unknown.Key} is not a setting of mail.");

        var settings = new MailSettings
        {
            Host = Needed(section, "Host"),
            Port = PortOf(section),
            Security = section["Security"] is not { Length: > 0 } security ? MailSecurity.StartTls
                : Enum.TryParse<MailSecurity>(security, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsDigit(security[0]) ? known
                : throw new InvalidDataException($"{Key}:Security is none of StartTls, Tls and None."),
            User = section["User"] is { Length: > 0 } user ? user : null,
            Password = section["Password"] is { Length: > 0 } password ? password : null,
            From = Needed(section, "From") is var from && EmailAddress.IsOne(from) ? from : throw new InvalidDataException($"{Key}:From is not an e-mail address."),
            BaseUrl = Uri.TryCreate(Needed(section, "BaseUrl").TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? address! : throw new InvalidDataException($"{Key}:BaseUrl is not an address such as https://insights.example.com."),
        };
        return (settings.User is null) != (settings.Password is null) ? throw new InvalidDataException($"{Key}:{(settings.User is null ? "User" : "Password")} is not set, but the other one is.")
            : settings is { User: not null, Security: MailSecurity.None } ? throw new InvalidDataException($"{Key}:Security is None, so a password would travel in the open.")
            : settings;
    }

    private static int PortOf(IConfigurationSection section) =>
        section["Port"] is not { Length: > 0 } text ? 587
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port
        : throw new InvalidDataException($"{Key}:Port is not 1 to 65535.");

    private static string Needed(IConfigurationSection section, string key) =>
        section[key] is { Length: > 0 } value ? value : throw new InvalidDataException($"{Key}:{key} is not set, but other settings of mail are.");
}
