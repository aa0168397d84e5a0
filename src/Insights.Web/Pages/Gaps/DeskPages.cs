using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Web.Pages.Clusters;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Triage;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>
/// What is done about a gap from beside a list of gaps, and leads back to that list. What changes the gap is an operation
/// on a list of one, so that it has a number and is undone exactly.
/// </summary>
internal static class DeskPages
{
    /// <summary>What can be done, by name; anything else in its place is no address.</summary>
    private const string Acts = "{act:regex(^(claim|accept|decline|assign|duplicate|ask|snooze|wake|look)$)}";

    /// <summary>Says in the address on which page the list stands.</summary>
    public const string On = "on", OnTriage = "triage", OnGaps = "gaps";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/gaps/G-{number:long}/desk/" + Acts, ActAsync).Needs(Permission.ArrangeQueue);
        app.MapGet("/gaps/G-{number:long}/desk/" + Acts, (long number) => Results.LocalRedirect($"/gaps/G-{number}"));
    }

    private static async Task<IResult> ActAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, string act, CancellationToken ct)
    {
        var done = await SendAsync(post, mediator, number, act, ct);
        // A script that looks where the focus goes is answered at once: a sentence for the next page would come into the
        // way of the one about a decision that is under way.
        var looked = act is "look" && done.Refusals.Count == 0 && context.Request.Headers["Sec-Fetch-Dest"] == "empty";
        if (done.Refusals.Count == 0 && !looked)
            return FlashNote.Go(context, Back(context.Request.Query, act is "look" or "wake" ? number : null), done.Said, $"G-{number}", done.Operation);
        var asked = new DeskAsk(number, looked ? FormInput.Of("") : new FormInput(act, post.Values, [.. done.Refusals.Select(AtField)]));
        return IsOnTriage(context.Request.Query) && current.Actor.May(Permission.LinkReports)
            ? await TriagePages.ShowAsync(context, mediator, current, keys.Next(), FormInput.Of(""), ct, asked)
            : await GapListPages.ShowAsync(context, mediator, current, keys.Next(), asked, ct);
    }

    private static async Task<(IReadOnlyList<Refusal> Refusals, string Said, long? Operation)> SendAsync(PagePost post, IMediator mediator, long number, string act, CancellationToken ct)
    {
        var (gap, version) = (post["gapId"] ?? "", post.Values.Whole("expectedVersion") ?? 0);
        return act switch
        {
            "duplicate" => Of(await post.SendAsync(Duplicate(post.Values, gap, version)), "duplicate"),
            "ask" => (await GapMoveReader.SendAsync(post, GapAction.Ask), "asked", null),
            "snooze" => ((await post.SendAsync(new SnoozeGap(gap, version, post.Values.Day("until")))).Refusals, "snoozed", null),
            "wake" => ((await mediator.Send(new GapByNumber(number), ct)).Succeeded(out var now) ? (await post.SendAsync(new SnoozeGap(now.Id.Value, now.Version, null))).Refusals : [Refusal.NotFound("gap", "gapId")], "unsnoozed", null),
            "look" => ((await mediator.Send(new GapByNumber(number), ct)).Succeeded(out var seen) ? (await post.SendAsync(new LookAtGap(seen.Id.Value))).Refusals : [Refusal.NotFound("gap", "gapId")], "looking", null),
            "claim" => Of(await MoveAsync(post, gap, version, GapChange.Claim), "claimed"),
            "accept" => Of(await MoveAsync(post, gap, version, GapChange.Accept), "accepted"),
            "decline" => Of(await MoveAsync(post, gap, version, GapChange.Decline), "declined"),
            _ => Of(await MoveAsync(post, gap, version, GapChange.Assign), "owned"),
        };
    }

    private static Task<Outcome<OperationView>> MoveAsync(PagePost post, string gap, int version, GapChange change) =>
        post.SendAsync(new MoveGaps([new SeenVersionForm(gap, version)], BulkModel.FormOf(change, post.Values), post["formKey"])
        {
            Acknowledged = [.. post.Values.Kept.Select(k => k with { Path = ["change", .. k.Path] })],
        });

    /// <summary>The other gap goes on. Of what was shown beside it, only its version travels on.</summary>
    private static MergeGaps Duplicate(FormValues values, string gap, int version)
    {
        var into = values["into"] ?? "";
        return new MergeGaps(into, [gap], values["reason"], [new SeenVersionForm(gap, version), .. ClusterForm.SeenIn(values).Where(s => s.Id == into)], values["formKey"]) { Acknowledged = values.Kept };
    }

    private static (IReadOnlyList<Refusal>, string, long?) Of(Outcome<OperationView> done, string said) =>
        done.Succeeded(out var operation) ? ([], said, operation.Number) : (done.Refusals, said, null);

    /// <summary>A refusal of a list of one, at the field of the form it is about, and without the number that is on the form anyway.</summary>
    private static Refusal AtField(Refusal refusal) => refusal.Path switch
    {
        ["change", ..] => refusal with { Path = [.. refusal.Path.Skip(1)] },
        ["seen", _, _, ..] when refusal is not ConflictRefusal && refusal.Message.StartsWith("G-", StringComparison.Ordinal) =>
            refusal with { Path = [.. refusal.Path.Skip(2)], Message = refusal.Message[(refusal.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..] },
        ["survivorId"] => Refusal.Of(refusal.Code, "Choose the gap that it is a duplicate of.", "into"),
        ["gapIds", ..] => refusal with { Path = ["gapId"] },
        _ => refusal,
    };

    private static bool IsOnTriage(IQueryCollection query) => query[On] == OnTriage;

    /// <summary>The list as it was asked for. Words that were typed into its filter do not come back in a header.</summary>
    private static string Back(IQueryCollection query, long? shown)
    {
        var (asked, page) = (GapQuery.Read(query).Chosen, IsOnTriage(query) ? "/triage" : "/gaps");
        return (shown is { } number ? asked.On(page, number) : asked.On(page)) + (IsOnTriage(query) ? "#gaps" : "");
    }
}
