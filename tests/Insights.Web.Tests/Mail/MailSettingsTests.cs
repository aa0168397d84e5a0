using Insights.Web.Mail;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Mail;

/// <summary>Mail is off until it is configured as a whole; what is half set stops the start and names the key.</summary>
public sealed class MailSettingsTests
{
    private static readonly Dictionary<string, string?> Whole = new()
    {
        ["Host"] = "mail.example.org",
        ["User"] = "insights",
        ["Password"] = "a synthetic password",
        ["From"] = "insights@example.org",
        ["BaseUrl"] = "https://insights.example.org/in",
    };

    [Fact]
    public void Nothing_set_is_no_mail()
    {
        Assert.Null(Read([]));
        Assert.Null(Read(new() { ["Host"] = "", ["Port"] = "" }));
    }

    [Fact]
    public void What_is_left_out_is_the_safe_choice()
    {
        var settings = Read(Whole)!;
        Assert.Equal((587, MailSecurity.StartTls, "https://insights.example.org/in/"), (settings.Port, settings.Security, settings.BaseUrl.ToString()));
    }

    [Theory]
    [InlineData("Host", null, "Insights:Mail:Host is not set")]
    [InlineData("From", null, "Insights:Mail:From is not set")]
    [InlineData("BaseUrl", null, "Insights:Mail:BaseUrl is not set")]
    [InlineData("User", null, "Insights:Mail:User is not set")]
    [InlineData("Password", null, "Insights:Mail:Password is not set")]
    [InlineData("From", "Insights <insights@example.org>", "Insights:Mail:From is not an e-mail address")]
    [InlineData("BaseUrl", "insights.example.org", "Insights:Mail:BaseUrl is not an address")]
    [InlineData("BaseUrl", "ftp://insights.example.org", "Insights:Mail:BaseUrl is not an address")]
    [InlineData("Port", "70000", "Insights:Mail:Port is not 1 to 65535")]
    [InlineData("Security", "2", "Insights:Mail:Security is none of")]
    [InlineData("Security", "None", "Insights:Mail:Security is None, so a password would travel in the open")]
    [InlineData("Hots", "mail.example.org", "Insights:Mail:Hots is not a setting of mail")]
    public void What_is_half_set_or_wrong_is_refused_by_name_and_never_by_value(string key, string? value, string message)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(new(Whole) { [key] = value }));

        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("synthetic", fault.Message, StringComparison.Ordinal);
    }

    private static MailSettings? Read(Dictionary<string, string?> mail) => MailSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(mail.Select(m => KeyValuePair.Create($"Insights:Mail:{m.Key}", m.Value))).Build());
}
