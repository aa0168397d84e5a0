using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Stewardship;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Stewardship;

/// <summary>The exact strings that pass although a rule finds something in them: look, add, revoke.</summary>
internal static class AllowListPages
{
    private const int DaysToReview = 180;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/privacy/allowed", (IMediator mediator, CurrentActor current, FormKeys keys, TimeProvider clock, CancellationToken ct) =>
            ShowAsync(mediator, current, keys.Next(), New(clock), ct));
        app.MapPost("/privacy/allowed", AddAsync);
        app.MapPost("/privacy/allowed/revoke", RevokeAsync);
        app.MapGet("/privacy/allowed/revoke", () => Results.LocalRedirect("/privacy/allowed"));
    }

    private static async Task<IResult> AddAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var added = await post.SendAsync(new AllowString(post["text"], post["note"], post.Values.Day("reviewBy"), post["formKey"]));
        return added.Refused
            ? await ShowAsync(mediator, current, post["formKey"] ?? "", new FormInput("allow", post.Values, added.Refusals), ct)
            : FlashNote.Go(context, "/privacy/allowed", "allowed");
    }

    private static async Task<IResult> RevokeAsync(
        HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, TimeProvider clock, CancellationToken ct)
    {
        var revoked = await post.SendAsync(new RevokeAllowedString(post["allowedStringId"] ?? "", post.Values.Whole("expectedVersion") ?? 0));
        return revoked.Refused
            ? await ShowAsync(mediator, current, keys.Next(), New(clock) with { Refusals = revoked.Refusals }, ct)
            : FlashNote.Go(context, "/privacy/allowed", "revoked");
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, string key, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new AllowedStrings(), ct);
        if (!read.Succeeded(out var entries))
            return Page.Refused(read.Refusals);
        var people = await mediator.Send(new PeopleById([.. entries.SelectMany(e => new[] { e.AddedBy, e.EndedBy }).OfType<PersonId>().Distinct()]), ct);
        return Page.Of<AllowListPage>(
            new AllowListModel(entries, people.ValueOrDefault ?? [], input, key, current.Actor.May(Permission.KeepPrivacy)), Page.StatusOf(input.Refusals));
    }

    private static FormInput New(TimeProvider clock)
    {
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(DaysToReview);
        return new FormInput("allow", FormValues.Of([("reviewBy", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]), []);
    }
}

/// <summary>The allow-list.</summary>
/// <param name="Entries">What passes first, then what has ended.</param>
/// <param name="People">Who allowed and ended them.</param>
/// <param name="Input">The form for another one.</param>
/// <param name="FormKey">Makes sending twice one act.</param>
/// <param name="MayKeep">Whether this person may change the list.</param>
public sealed record AllowListModel(
    IReadOnlyList<AllowedStringView> Entries, IReadOnlyDictionary<PersonId, PersonView> People, FormInput Input, string FormKey, bool MayKeep)
{
    public IReadOnlyList<AllowedStringView> Passing => [.. Entries.Where(e => e.EndedAt is null)];

    public IReadOnlyList<AllowedStringView> Ended => [.. Entries.Where(e => e.EndedAt is not null)];
}
