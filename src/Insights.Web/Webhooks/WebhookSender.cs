using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Insights.Core.Webhooks;
using Microsoft.Security.AntiSSRF;

namespace Insights.Web.Webhooks;

/// <summary>What came of sending.</summary>
internal sealed record WebhookAnswer(WebhookOutcome Outcome)
{
    public int? Status { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? Body { get; init; }
}

/// <summary>
/// Sends one message. The address is judged by its text here, and by what its name leads to when connecting; redirects are
/// not followed, no proxy is asked, and of the answer no more than its beginning is read.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    /// <summary>How long an attempt may take in all, unless said otherwise.</summary>
    public static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(15);

    private readonly WebhookAllowance _allowance;
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public WebhookSender(WebhookAllowance allowance, TimeSpan limit, TimeProvider clock)
    {
        (_allowance, _limit, _clock) = (allowance, limit, clock);
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest) { AddXFFHeader = false, AllowPlainTextHttp = allowance.Networks.Count > 0 };
        if (allowance.Networks.Count > 0)
            policy.AddAllowedAddresses([.. allowance.Networks.Select(n => n.ToString())]);
        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.MaxResponseHeadersLength = 16;
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        handler.ResponseDrainTimeout = TimeSpan.Zero;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _client.Dispose();

    public async Task<WebhookAnswer> SendAsync(WebhookJob job, CancellationToken ct)
    {
        if (!WebhookAddress.IsAllowed(job.Url, _allowance))
            return new WebhookAnswer(WebhookOutcome.AddressRefused);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(ct);
        watch.CancelAfter(_limit);
        try
        {
            using var request = RequestOf(job);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token);
            var status = (int)response.StatusCode;
            return new WebhookAnswer(status is >= 200 and < 300 ? WebhookOutcome.Delivered : status is >= 300 and < 400 ? WebhookOutcome.Redirected : WebhookOutcome.Refused)
            {
                Status = status,
                RetryAfter = RetryAfterOf(response.Headers.RetryAfter),
                Body = await BeginningOf(response.Content, watch.Token),
            };
        }
        catch (Exception fault) when (!ct.IsCancellationRequested)
        {
            return new WebhookAnswer(OutcomeOf(fault));
        }
    }

    private static HttpRequestMessage RequestOf(WebhookJob job)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, job.Url) { Content = new ByteArrayContent(job.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", job.MessageId.Value);
        request.Headers.Add("webhook-timestamp", job.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", job.Signature);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Insights-Webhooks", "1"));
        return request;
    }

    /// <summary>A status that came is what counts; an answer that breaks off behind it changes nothing.</summary>
    private static async Task<string> BeginningOf(HttpContent content, CancellationToken ct)
    {
        var bytes = new byte[WebhookDelivery.LongestAnswer];
        var read = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(ct);
            read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            // Nothing of it is shown.
        }

        return string.Concat(Encoding.UTF8.GetString(bytes, 0, read).Where(c => !char.IsControl(c) || c is '\n' or '\t'));
    }

    private TimeSpan? RetryAfterOf(RetryConditionHeaderValue? asked) =>
        (asked?.Delta ?? (asked?.Date - _clock.GetUtcNow())) is { } wait && wait > TimeSpan.Zero ? wait : null;

    /// <summary>Total, since an attempt that is not settled would hold its lease: whatever else goes wrong counts as no answer.</summary>
    private static WebhookOutcome OutcomeOf(Exception fault)
    {
        for (var at = fault; at is not null; at = at.InnerException)
        {
            if (at is AntiSSRFException)
                return WebhookOutcome.AddressRefused;
        }

        return fault is OperationCanceledException ? WebhookOutcome.TimedOut : WebhookOutcome.Unreachable;
    }
}
