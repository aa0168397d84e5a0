using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Core.Webhooks;
using Insights.Testing;
using Insights.Web.Webhooks;

namespace Insights.Web.Tests.Webhooks;

/// <summary>Where messages may not go.</summary>
public sealed class WebhookAddressTests
{
    public static TheoryData<string> Hostile =>
    [
        "http://hooks.example.com/a", "ftp://hooks.example.com/a", "file:///etc/passwd", "gopher://hooks.example.com/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/",
        "https://0177.0.0.1/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/", "https://[fe80::1]/", "https://169.254.169.254/latest/meta-data", "https://metadata.google.internal/", "https://localhost/", "https://hooks.localhost/",
        "https://10.0.0.1/", "https://user@hooks.example.com/", "https://hooks.example.com@127.0.0.1/", "https://hooks.example.com:22/", "https://hooks.example.com\\@127.0.0.1/",
        "https://hooks.example.com/#@127.0.0.1", "https://hooks.example.com/?u=http://127.0.0.1", "https://127.0.0.1.:443/", "https://hooks.example.com./", "https://HOOKS.example.com/", "https://①②⑦.⓪.⓪.①/", " https://hooks.example.com/", "hooks.example.com",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_address_is_refused_on_creation_and_nothing_connects_to_it(string url)
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.SendAsync(SomePeople.Consumer, new RegisterConsumer("Appeals classifier", null, null, null));
        var refused = (await database.TryAsync(SomePeople.Consumer, new CreateWebhook(consumer.Id.Value, consumer.Version, url))).Refusals;
        using var sender = new WebhookSender(WebhookAllowance.None, TimeSpan.FromSeconds(5), TimeProvider.System);

        Assert.All(refused, r => Assert.Equal("url", r.Path.Single()));
        Assert.NotEmpty(refused);
        Assert.Equal(WebhookOutcome.AddressRefused, (await sender.SendAsync(JobTo(url), default)).Outcome);
    }

    [Theory]
    [InlineData("https://hooks.example.com")]
    [InlineData("https://hooks.example.com:8443/insights/gaps")]
    public void A_public_host_by_its_name_is_fine(string url) => Assert.True(WebhookAddress.IsAllowed(url, WebhookAllowance.None));

    [Fact]
    public async Task Without_the_allowance_of_development_nothing_reaches_loopback_and_with_it_no_other_network()
    {
        await using var receiver = await Receiver.StartAsync();
        using var strict = new WebhookSender(WebhookAllowance.None, TimeSpan.FromSeconds(5), TimeProvider.System);
        using var sender = new WebhookSender(Sending.Loopback, TimeSpan.FromSeconds(5), TimeProvider.System);

        Assert.Equal(WebhookOutcome.AddressRefused, (await strict.SendAsync(JobTo(receiver.Url), default)).Outcome);
        Assert.Equal(WebhookOutcome.AddressRefused, (await sender.SendAsync(JobTo("http://127.0.0.2:8080/"), default)).Outcome);
        Assert.Equal(WebhookOutcome.AddressRefused, (await sender.SendAsync(JobTo("http://10.0.0.1/"), default)).Outcome);
        Assert.Empty(receiver.Taken);
        Assert.Equal(WebhookOutcome.Delivered, (await sender.SendAsync(JobTo(receiver.Url), default)).Outcome);
    }

    [Fact]
    public async Task The_connection_itself_refuses_a_name_that_leads_inwards()
    {
        await using var receiver = await Receiver.StartAsync();
        var policy = new Microsoft.Security.AntiSSRF.AntiSSRFPolicy(Microsoft.Security.AntiSSRF.PolicyConfigOptions.ExternalOnlyLatest) { AllowPlainTextHttp = true };
        using var client = new HttpClient(policy.GetHandler());
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "169.254.169.254", "2130706433", "0x7f.1" })
        {
            var fault = await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync(new Uri($"http://{host}:{new Uri(receiver.Url).Port}/")));
            Assert.True(fault is Microsoft.Security.AntiSSRF.AntiSSRFException || fault.InnerException is Microsoft.Security.AntiSSRF.AntiSSRFException, $"{host}: {fault.GetType().Name}");
        }

        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task Whatever_goes_wrong_while_sending_is_an_outcome_and_never_a_fault()
    {
        var sender = new WebhookSender(Sending.Loopback, TimeSpan.FromSeconds(5), TimeProvider.System);
        sender.Dispose();

        Assert.Equal(WebhookOutcome.Unreachable, (await sender.SendAsync(JobTo("http://127.0.0.1:9/"), default)).Outcome);
    }

    [Fact]
    public void Waits_follow_the_specification_with_a_spread_of_a_fifth()
    {
        Assert.Equal(10, RetrySchedule.MostAttempts);
        Assert.Equal((TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5)), (RetrySchedule.After(1, null, 0), RetrySchedule.After(1, null, 0.5)));
        Assert.InRange(RetrySchedule.After(9, null, 0.999)!.Value, TimeSpan.FromHours(28.7), TimeSpan.FromHours(28.8));
        Assert.Null(RetrySchedule.After(10, TimeSpan.FromMinutes(1), 0.5));
        Assert.Equal(TimeSpan.FromHours(1), RetrySchedule.After(1, TimeSpan.FromDays(3), 0.5));
        Assert.Equal(TimeSpan.FromHours(2), RetrySchedule.After(4, TimeSpan.FromDays(3), 0.5));
        Assert.Equal(TimeSpan.FromSeconds(90), RetrySchedule.After(1, TimeSpan.FromSeconds(90), 0.5));
    }

    [Fact]
    public void The_signature_is_the_published_one() => Assert.Equal(
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
        WebhookSignature.Header(["whsec_plJ3nmyCDGBKInavdOK15jsl"], "msg_loFOjxBNrRLzqYUf", 1731705121, """{"event_type":"ping","data":{"success":true}}"""u8));

    [Fact]
    public async Task What_identifies_somebody_is_no_part_of_an_address()
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.SendAsync(SomePeople.Consumer, new RegisterConsumer("Appeals classifier", null, null, null));
        Assert.Equal(RefusalCode.PersonalData, (await database.TryAsync(SomePeople.Consumer, new CreateWebhook(consumer.Id.Value, consumer.Version, "https://hooks.example.com/192.0.2.7"))).Refusals[0].Code);
    }

    private static WebhookJob JobTo(string url) => new(new WebhookId("whe_x"), 1, url, new EventId("evt_x"), DateTimeOffset.UnixEpoch, "v1,x", [1]);
}
