using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.Web.Pages.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Contact;

/// <summary>What is done from a report or a gap to stay in contact about it: rate, remark, watch.</summary>
internal static class ContactPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/reports/R-{number:long}/rate", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ReportAsync(context, post, mediator, current, keys, number, "rate", "rated", RatingScale.Read(post.Values), ct));
        // From here a remark goes to everyone, whoever writes it: this is the conversation with the author.
        app.MapPost("/reports/R-{number:long}/remark", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ReportAsync(context, post, mediator, current, keys, number, "remark", "remarked",
                new WriteComment(post["gapId"] ?? "", post["text"], Audience.Reporter, post["formKey"]) { Acknowledged = post.Values.Kept }, ct));
        app.MapGet("/reports/R-{number:long}/{form:regex(^(rate|remark)$)}", (long number) => Results.LocalRedirect($"/reports/R-{number}"));
        app.MapPost("/gaps/G-{number:long}/watch", (HttpContext context, PagePost post, long number) => WatchAsync(context, post, number, "watching", new WatchGap(post["gapId"] ?? "")));
        app.MapPost("/gaps/G-{number:long}/unwatch", (HttpContext context, PagePost post, long number) => WatchAsync(context, post, number, "unwatched", new UnwatchGap(post["gapId"] ?? "")));
        app.MapGet("/gaps/G-{number:long}/{form:regex(^(watch|unwatch)$)}", (long number) => Results.LocalRedirect($"/gaps/G-{number}"));
    }

    private static async Task<IResult> ReportAsync<T>(
        HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, string form, string said, IRequest<Outcome<T>> request, CancellationToken ct)
    {
        var done = await post.SendAsync(request);
        return done.Refused
            ? await ReportPages.ShowAsync(mediator, current, keys, number, new FormInput(form, post.Values, done.Refusals), ct)
            : FlashNote.Go(context, $"/reports/R-{number}", said, $"R-{number}");
    }

    /// <summary>Clicking twice is no mistake: what is refused as done already is shown as done.</summary>
    private static async Task<IResult> WatchAsync(HttpContext context, PagePost post, long number, string said, IRequest<Outcome<GapView>> request)
    {
        var done = await post.SendAsync(request);
        return done.Refused && done.Refusals.All(r => r.Code is not (RefusalCode.IllegalMove or RefusalCode.GapEnded))
            ? Page.Refused(done.Refusals) : FlashNote.Go(context, $"/gaps/G-{number}", said, $"G-{number}");
    }
}
