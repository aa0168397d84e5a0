using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>What one does about a gap without moving it: take it, give it, give it back; label it; put it off.</summary>
internal static class GapQueuePages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Map(app, "owner", "owned", async post => (await post.SendAsync(new AssignGap(Gap(post), Version(post), post["personId"] ?? ""))).Refusals);
        Map(app, "release", "givenback", async post => (await post.SendAsync(new ReleaseGap(Gap(post), Version(post)))).Refusals);
        Map(app, "labels", "labelled", async post => (await post.SendAsync(new LabelGap(Gap(post), Version(post), One(post["add"]), [.. post.Values.Each("remove")]))).Refusals);
        Map(app, "snooze", "snoozed", async post => (await post.SendAsync(new SnoozeGap(Gap(post), Version(post), post.Values.Day("until")))).Refusals);
        Map(app, "unsnooze", "unsnoozed", async post => (await post.SendAsync(new SnoozeGap(Gap(post), Version(post), null))).Refusals);
    }

    private static void Map(IEndpointRouteBuilder app, string act, string said, Func<PagePost, Task<IReadOnlyList<Refusal>>> send)
    {
        app.MapPost($"/gaps/G-{{number:long}}/{act}", async (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
        {
            var refusals = await send(post);
            return refusals.Count == 0
                ? FlashNote.Go(context, $"/gaps/G-{number}", said, $"G-{number}")
                : await GapPages.ShowAsync(mediator, current, number, keys.Next(), new FormInput(act, post.Values, refusals), default, ct);
        });
        app.MapGet($"/gaps/G-{{number:long}}/{act}", (long number) => Results.LocalRedirect($"/gaps/G-{number}"));
    }

    private static string Gap(PagePost post) => post["gapId"] ?? "";

    private static int Version(PagePost post) => post.Values.Whole("expectedVersion") ?? 0;

    private static IReadOnlyList<string>? One(string? code) => code is null ? null : [code];
}
