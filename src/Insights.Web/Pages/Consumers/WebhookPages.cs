using System.Globalization;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Webhooks;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Consumers;

/// <summary>Where the feed is sent: the endpoints of a consumer, and one with what was sent to it.</summary>
internal static class WebhookPages
{
    private const string Address = "/consumers/{number:long}/webhooks";
    private const int PageSize = 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, long number, CancellationToken ct) => ListAsync(mediator, number, FormInput.Of("new"), null, ct));
        app.MapPost(Address, CreateAsync);
        app.MapGet($"{Address}/{{id}}", (IMediator mediator, long number, string id, string? before, CancellationToken ct) => ShowAsync(mediator, number, id, before, FormInput.Of(""), null, ct));
        app.MapPost($"{Address}/{{id}}/secret", RotateAsync);
        Act(app, "address", (post, id, version) => new UpdateWebhook(id, version, post["url"]), "webhookmoved");
        Act(app, "pause", (_, id, version) => new PauseWebhook(id, version), "webhookpaused");
        Act(app, "resume", (_, id, version) => new ResumeWebhook(id, version), "webhookresumed");
        Act(app, "replay", (post, id, version) => new ReplayWebhook(id, version, post["after"]), "webhookreplayed");
        Act(app, "skip", (post, id, version) => new SkipWebhookEvent(id, version, post["eventId"] ?? ""), "webhookskipped");
        Act(app, "test", (_, id, version) => new TestWebhook(id, version), "webhooktested");
        Act(app, "delete", (_, id, version) => new DeleteWebhook(id, version), "webhookdeleted");
        foreach (var act in new[] { "secret", "address", "pause", "resume", "replay", "skip", "test", "delete" })
            app.MapGet($"{Address}/{{id}}/{act}", (long number, string id) => PublicIds.TryParse<WebhookId>(id, out var webhook) ? Results.LocalRedirect(Of(number, webhook)) : Results.NotFound());
    }

    private static void Act(IEndpointRouteBuilder app, string act, Func<PagePost, string, int, IRequest<Core.Pipeline.Outcome<WebhookView>>> command, string said) =>
        app.MapPost($"{Address}/{{id}}/{act}", async (HttpContext context, PagePost post, IMediator mediator, long number, string id, CancellationToken ct) =>
        {
            var done = await post.SendAsync(command(post, id, post.Values.Whole("expectedVersion") ?? 0));
            return done.Succeeded(out var webhook)
                ? FlashNote.Go(context, Of(number, webhook.Id), said)
                : await ShowAsync(mediator, number, id, null, new FormInput(act, post.Values, done.Refusals), null, ct);
        });

    /// <summary>The secret is shown on the answer itself and nowhere else, as with a key.</summary>
    private static async Task<IResult> CreateAsync(PagePost post, IMediator mediator, long number, CancellationToken ct)
    {
        var made = await post.SendAsync(new CreateWebhook(post["consumerId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, post["url"]));
        return made.Succeeded(out var secret)
            ? await ListAsync(mediator, number, FormInput.Of("new"), secret, ct)
            : await ListAsync(mediator, number, new FormInput("new", post.Values, made.Refusals), null, ct);
    }

    private static async Task<IResult> RotateAsync(PagePost post, IMediator mediator, long number, string id, CancellationToken ct)
    {
        var made = await post.SendAsync(new RotateWebhookSecret(id, post.Values.Whole("expectedVersion") ?? 0));
        return made.Succeeded(out var secret)
            ? await ShowAsync(mediator, number, id, null, FormInput.Of(""), secret, ct)
            : await ShowAsync(mediator, number, id, null, new FormInput("secret", post.Values, made.Refusals), null, ct);
    }

    private static async Task<IResult> ListAsync(IMediator mediator, long number, FormInput input, WebhookSecretView? made, CancellationToken ct)
    {
        var read = await mediator.Send(new ConsumerByNumber(number), ct);
        var listed = await mediator.Send(new WebhookList(number), ct);
        if (!read.Succeeded(out var consumer) || !listed.Succeeded(out var webhooks))
            return Page.Refused(read.Refusals.Concat(listed.Refusals).ToList());
        return Page.Of<WebhookListPage>(new WebhookListModel(consumer, webhooks, input, made), Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, long number, string id, string? before, FormInput input, WebhookSecretView? made, CancellationToken ct)
    {
        long? last = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : null;
        var read = await mediator.Send(new WebhookById(id), ct);
        if (!read.Succeeded(out var webhook))
            return Page.Refused(read.Refusals);
        if (webhook.ConsumerNumber != number)
            return Results.NotFound();
        var sent = await mediator.Send(new WebhookDeliveryList(id, PageSize, last), ct);
        return Page.Of<WebhookPage>(new WebhookModel(webhook, sent.ValueOrDefault ?? new Page<WebhookDeliveryView>([], false), input, made), Page.StatusOf(input.Refusals));
    }

    private static string Of(long number, WebhookId id) => string.Create(CultureInfo.InvariantCulture, $"/consumers/{number}/webhooks/{id}");
}

/// <summary>The endpoints of a consumer.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Webhooks">Its endpoints.</param>
/// <param name="Input">What was refused.</param>
/// <param name="Made">One that was just created, with its secret.</param>
public sealed record WebhookListModel(ConsumerView Consumer, IReadOnlyList<WebhookView> Webhooks, FormInput Input, WebhookSecretView? Made);

/// <summary>One endpoint.</summary>
/// <param name="Webhook">The endpoint.</param>
/// <param name="Sent">A page of what was sent to it.</param>
/// <param name="Input">What was refused, in which form.</param>
/// <param name="Made">A secret that was just made.</param>
public sealed record WebhookModel(WebhookView Webhook, Page<WebhookDeliveryView> Sent, FormInput Input, WebhookSecretView? Made)
{
    /// <summary>The form that was refused, as it was typed; else as it would stand.</summary>
    public FormInput Form(string form) => Input.Form == form ? Input : new FormInput(form, form switch
    {
        "address" => FormValues.Of([("url", Webhook.Url)]),
        "replay" => FormValues.Of([("after", Webhook.Cursor)]),
        _ => FormValues.Empty,
    }, []);

    /// <summary>Why nothing is sent, in a sentence.</summary>
    public string StoppedBecause => Webhook.Stop switch
    {
        WebhookStop.Exhausted => Texts.T("One event failed ten times over three days, so nothing more is sent. Put the receiver right and resume, or skip the event."),
        WebhookStop.Gone => Texts.T("The receiver answered 410 Gone, so nothing more is sent. Put the receiver right or change the address, and resume."),
        WebhookStop.FeedRestored => Texts.T("The log was restored from a copy. Say from where to send again, and resume."),
        WebhookStop.SecretUnreadable => Texts.T("The keys that the signing secret was encrypted with are missing. Make another secret, and resume."),
        _ => Texts.T("Somebody paused it. Its place is kept; resuming goes on from there."),
    };
}
