using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Trouble;
using MediatR;

namespace Insights.Web.Pages.Triage;

/// <summary>The queue of the triage leads: reports in no gap yet with what looks like them, and the gaps by state.</summary>
internal static class TriagePages
{
    private const int ReportsShown = 5;
    private const int LookAlikesShown = 3;

    public static void Map(IEndpointRouteBuilder app)
    {
        // Everything on it may be read by more people, but it is a desk: its forms are for those who link.
        app.MapGet("/triage", (HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, CancellationToken ct) =>
            current.Actor.May(Permission.LinkReports)
                ? ShowAsync(context, mediator, keys.Next(), FormInput.Of(""), ct)
                : Task.FromResult<IResult>(Page.Of<TroublePage>(TroubleModel.NotAllowed, StatusCodes.Status403Forbidden)));
        app.MapPost("/triage/R-{number:long}", LinkAsync);
        app.MapGet("/triage/R-{number:long}", () => Results.LocalRedirect("/triage"));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IMediator mediator, string key, FormInput input, CancellationToken ct)
    {
        var after = long.TryParse(context.Request.Query["reportsAfter"], out var number) ? number : (long?)null;
        var unlinked = new ReportFilter { States = [ReportState.Filed] };
        var page = await mediator.Send(new ReportList(unlinked, ReportsShown, after), ct);
        if (!page.Succeeded(out var reports))
            return Page.Refused(page.Refusals);
        var board = await GapBoard.ReadAsync(mediator, GapQuery.Read(context.Request.Query), ct);
        if (!board.Succeeded(out var gaps))
            return Page.Refused(board.Refusals);

        var alike = new Dictionary<ReportId, IReadOnlyList<LookAlikeView>>();
        foreach (var report in reports.Items)
            alike[report.Id] = (await mediator.Send(new LookAlikesOfReport(report.Id, LookAlikesShown), ct)).ValueOrDefault ?? [];
        var count = await mediator.Send(new ReportCount(unlinked), ct);
        var people = await mediator.Send(new PeopleById([.. reports.Items.Select(r => r.AuthorId).Distinct()]), ct);
        return Page.Of<TriagePage>(
            new TriageModel(reports, alike, gaps, key) { Unlinked = count.ValueOrDefault, Input = input, Authors = people.ValueOrDefault ?? [], Continued = after is not null },
            Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> LinkAsync(HttpContext context, PagePost post, IMediator mediator, long number, CancellationToken ct)
    {
        var chosen = post["gap"];
        var (gap, refused) = chosen is "other" ? await OtherAsync(post, mediator, ct) : (chosen is "new" ? null : chosen, chosen is null ? Missing("Choose a gap, or open a new one.", "gap") : null);
        var linked = refused is not null ? refused : await post.SendAsync(new LinkReport(
            post["reportId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, gap, gap is null ? null : post.Values.Choice<LinkRole>("role"),
            gap is null ? null : post["reason"], null, post["formKey"])
        {
            Acknowledged = post.Values.Kept,
        });
        if (!linked.Succeeded(out var view))
            return await ShowAsync(context, mediator, post["formKey"] ?? "", new FormInput($"r{number}", post.Values, linked.Refusals), ct);
        return FlashNote.Go(context, "/triage", chosen is "new" ? "opened" : "linked", $"G-{view.Number}");
    }

    /// <summary>A gap that was named by its number.</summary>
    private static async Task<(string? Gap, Outcome<GapView>? Refused)> OtherAsync(PagePost post, IMediator mediator, CancellationToken ct)
    {
        if (!long.TryParse(post["otherGap"]?.Trim().Replace("G-", "", StringComparison.OrdinalIgnoreCase), out var number))
            return (null, Missing("Give the number of the gap, as in G-42.", "otherGap"));
        var found = await mediator.Send(new GapByNumber(number), ct);
        return found.Succeeded(out var gap) ? (gap.Id.Value, null) : (null, Missing("There is no such gap.", "otherGap"));
    }

    private static Outcome<GapView> Missing(string message, string field) => Refusal.Of(RefusalCode.Required, message, field);
}

/// <summary>What the triage page shows.</summary>
public sealed record TriageModel(
    Page<ReportView> Reports, IReadOnlyDictionary<ReportId, IReadOnlyList<LookAlikeView>> LookAlikes, GapBoard Board, string FormKey)
{
    public required int Unlinked { get; init; }

    public required FormInput Input { get; init; }

    public required IReadOnlyDictionary<PersonId, PersonView> Authors { get; init; }

    public required bool Continued { get; init; }

    public string? Next => Reports.HasMore ? $"/triage?reportsAfter={Reports.Items[^1].Number}" : null;
}
