using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Triage;

/// <summary>Who is on triage duty: everyone looks, triage leads set the rota and swap.</summary>
internal static class DutyPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/triage/duty", (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowAsync(mediator, current, FormInput.Of(""), ct));
        app.MapPost("/triage/duty", SetAsync);
        app.MapPost("/triage/duty/swap", SwapAsync);
        app.MapGet("/triage/duty/swap", () => Results.LocalRedirect("/triage/duty"));
    }

    private static async Task<IResult> SetAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        // The place in the turn is typed beside each name; who has none takes no turn.
        var turns = post.Values.All.Where(v => v.Key.StartsWith("turn-", StringComparison.Ordinal))
            .Select(v => (Lead: v.Key["turn-".Length..], Turn: post.Values.Whole(v.Key))).Where(t => t.Turn is not null).OrderBy(t => t.Turn).Select(t => t.Lead).ToList();
        var set = await post.SendAsync(new SetTriageRota(post.Values.Day("startsOn"), post.Values.Whole("daysEach") ?? 0, turns, post.Values.Whole("expectedVersion") ?? 0));
        return set.Refused ? await ShowAsync(mediator, current, new FormInput("rota", post.Values, set.Refusals), ct) : FlashNote.Go(context, "/triage/duty", "rotaset");
    }

    private static async Task<IResult> SwapAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var swapped = await post.SendAsync(new SwapTriageDuty(post.Values.Day("from"), post.Values.Day("to"), post["personId"] ?? "", post.Values.Whole("expectedVersion") ?? 0));
        return swapped.Refused ? await ShowAsync(mediator, current, new FormInput("swap", post.Values, swapped.Refusals), ct) : FlashNote.Go(context, "/triage/duty", "dutyswapped");
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadTriageDuty(), ct);
        if (!read.Succeeded(out var duty))
            return Page.Refused(read.Refusals);
        var leads = (await mediator.Send(new PeopleByRole(Roles.TriageLead), ct)).ValueOrDefault ?? [];
        var people = await mediator.Send(new PeopleById([.. duty.LeadIds.Concat(duty.Swaps.Select(s => s.PersonId)).Distinct()]), ct);
        return Page.Of<DutyPage>(new DutyModel(duty, leads, people.ValueOrDefault ?? [], current.Actor.May(Permission.TriageGaps)) { Input = input }, Page.StatusOf(input.Refusals));
    }
}

/// <summary>Who is on triage duty.</summary>
/// <param name="Duty">The rota.</param>
/// <param name="Leads">Who may take turns.</param>
/// <param name="People">Those it names.</param>
/// <param name="MaySet">Whether this person sets it.</param>
public sealed record DutyModel(TriageDutyView Duty, IReadOnlyList<PersonView> Leads, IReadOnlyDictionary<PersonId, PersonView> People, bool MaySet)
{
    public required FormInput Input { get; init; }

    public FormInput Swap => Input.Form == "swap" ? Input : FormInput.Of("swap");

    /// <summary>The rota as it is, to be changed; or what was typed.</summary>
    public FormInput Rota => Input.Form == "rota" ? Input : new FormInput("rota", FormValues.Of(
    [
        ("startsOn", Duty.StartsOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("daysEach", Duty.DaysEach.ToString(CultureInfo.InvariantCulture)),
        .. Duty.LeadIds.Select((lead, i) => ($"turn-{lead.Value}", (string?)(i + 1).ToString(CultureInfo.InvariantCulture))),
    ]), []);
}
