using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Webhooks;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>Every command about endpoints, and short ways to them.</summary>
internal static class WebhookActs
{
    private const string Url = "https://hooks.example.org/insights";

    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<CreateWebhook, WebhookSecretView>("CreateWebhook", SomePeople.Consumer, async d =>
        {
            var consumer = await d.ConsumerAsync();
            return _ => new CreateWebhook(consumer.Id.Value, consumer.Version, Url);
        }),
        On<UpdateWebhook, WebhookView>("UpdateWebhook", w => new UpdateWebhook(w.Id.Value, w.Version, "https://hooks.example.org/elsewhere")),
        On<RotateWebhookSecret, WebhookSecretView>("RotateWebhookSecret", w => new RotateWebhookSecret(w.Id.Value, w.Version)),
        On<DeleteWebhook, WebhookView>("DeleteWebhook", w => new DeleteWebhook(w.Id.Value, w.Version)),
        On<PauseWebhook, WebhookView>("PauseWebhook", w => new PauseWebhook(w.Id.Value, w.Version)),
        On<TestWebhook, WebhookView>("TestWebhook", w => new TestWebhook(w.Id.Value, w.Version)),
        On<ReplayWebhook, WebhookView>("ReplayWebhook", w => new ReplayWebhook(w.Id.Value, w.Version, w.Cursor)),
        Act.Of<ResumeWebhook, WebhookView>("ResumeWebhook", SomePeople.Consumer, async d =>
        {
            var made = await d.WebhookAsync();
            var paused = await d.SendAsync(SomePeople.Consumer, new PauseWebhook(made.Id.Value, made.Version));
            return _ => new ResumeWebhook(paused.Id.Value, paused.Version);
        }),
        Act.Of<SkipWebhookEvent, WebhookView>("SkipWebhookEvent", SomePeople.Consumer, async d =>
        {
            var job = await d.FailedJobAsync();
            var waiting = await d.SendAsync(SomePeople.Consumer, new WebhookById(job.Id.Value));
            return _ => new SkipWebhookEvent(waiting.Id.Value, waiting.Version, job.MessageId.Value);
        }),
        Act.Of<ClaimWebhook, WebhookJob?>("ClaimWebhook", Actor.System, async d =>
        {
            var made = await d.WebhookAsync();
            await d.GapInAsync(GapState.Triage);
            return _ => new ClaimWebhook(made.Id, "one");
        }),
        Act.Of<SettleWebhook, WebhookState>("SettleWebhook", Actor.System, async d =>
        {
            var job = await d.JobAsync();
            return _ => new SettleWebhook(job.Id, job.Fence, job.MessageId, job.At, 12, WebhookOutcome.Refused) { Status = 500 };
        }),
        Act.Of<PruneWebhooks, int>("PruneWebhooks", Actor.System, async d =>
        {
            await TestedAsync(d, PruneWebhooks.KeptInAnyCase + 1);
            d.Clock.Advance(TimeSpan.FromDays(PruneWebhooks.KeptDays + 1));
            return _ => new PruneWebhooks();
        }),
    ];

    /// <summary>An endpoint that was tried out so often.</summary>
    public static async Task<WebhookView> TestedAsync(TestDatabase database, int times)
    {
        var made = await database.WebhookAsync();
        for (var n = 0; n < times; n++)
        {
            made = await database.SendAsync(SomePeople.Consumer, new TestWebhook(made.Id.Value, made.Version));
            var job = (await database.SendAsync(Actor.System, new ClaimWebhook(made.Id, "one")))!;
            await database.SendAsync(Actor.System, new SettleWebhook(job.Id, job.Fence, job.MessageId, job.At, 12, WebhookOutcome.Delivered) { Status = 200 });
        }

        return made;
    }

    /// <summary>Whose roles allow it, besides the one who does it.</summary>
    public static IReadOnlyList<Actor> AllowedTo(Act act) => All.Any(a => a.Name == act.Name) && act.By != Actor.System ? [SomePeople.Administrator] : [];

    public static async Task<WebhookView> WebhookAsync(this TestDatabase database)
    {
        var consumer = await database.ConsumerAsync();
        return (await database.SendAsync(SomePeople.Consumer, new CreateWebhook(consumer.Id.Value, consumer.Version, Url))).Webhook;
    }

    private static Act On<TRequest, T>(string name, Func<WebhookView, TRequest> request) where TRequest : MediatR.IRequest<Outcome<T>> =>
        Act.Of<TRequest, T>(name, SomePeople.Consumer, async d =>
        {
            var made = await d.WebhookAsync();
            return _ => request(made);
        });

    private static async Task<WebhookJob> JobAsync(this TestDatabase database)
    {
        var made = await database.WebhookAsync();
        await database.GapInAsync(GapState.Triage);
        return (await database.SendAsync(Actor.System, new ClaimWebhook(made.Id, "one")))!;
    }

    private static async Task<WebhookJob> FailedJobAsync(this TestDatabase database)
    {
        var job = await database.JobAsync();
        await database.SendAsync(Actor.System, new SettleWebhook(job.Id, job.Fence, job.MessageId, job.At, 12, WebhookOutcome.Refused) { Status = 500 });
        return job;
    }
}
