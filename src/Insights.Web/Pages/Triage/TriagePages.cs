using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Web.Pages.Clusters;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Triage;

/// <summary>The queue of the triage leads: reports in no gap yet with what looks like them, and the gaps by state.</summary>
internal static class TriagePages
{
    private const int ReportsShown = 5;
    private const int LookAlikesShown = 3;

    /// <summary>The fields of the form besides the reason.</summary>
    private static readonly string[] Chosen = ["reportId", "expectedVersion", MergeModel.ShownAt, "gap", "otherGap", "role", "cites"];

    public static void Map(IEndpointRouteBuilder app)
    {
        // Everything on it may be read by more people, but it is a desk: its forms are for those who link.
        app.MapGet("/triage", (HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, CancellationToken ct) =>
            ShowAsync(context, mediator, current, keys.Next(), FormInput.Of(""), ct, DeskAsk.In(context.Request.Query))).Needs(Permission.LinkReports);
        app.MapPost("/triage/R-{number:long}", LinkAsync).Needs(Permission.LinkReports);
        app.MapPost("/triage/R-{number:long}/preview", PreviewAsync).Needs(Permission.LinkReports);
        app.MapGet("/triage/R-{number:long}/preview", () => Results.LocalRedirect("/triage"));
        app.MapGet("/triage/R-{number:long}", () => Results.LocalRedirect("/triage"));
    }

    internal static async Task<IResult> ShowAsync(HttpContext context, IMediator mediator, CurrentActor current, string key, FormInput input, CancellationToken ct, DeskAsk? asked = null)
    {
        var after = long.TryParse(context.Request.Query["reportsAfter"], out var number) ? number : (long?)null;
        // Whoever comes without a question sees what waits for triage.
        var query = GapQuery.Read(context.Request.Query);
        // Beside one another: the database answers on the thread that asks it.
        var beside = Task.Run(() => ReadAsync(mediator, after, ct), ct);
        var looking = GapBoard.ReadAsync(mediator, current.Actor, query.Parts().Any() ? query : GapQuery.Triage, asked, ct);
        await Task.WhenAll(beside, looking);
        var (unlinked, board) = (await beside, await looking);
        if (!unlinked.Succeeded(out var reports))
            return Page.Refused(unlinked.Refusals);
        if (!board.Succeeded(out var gaps))
            return Page.Refused(board.Refusals);
        gaps = gaps with { FormKey = key, AllPicked = context.Request.Query["pick"] == "page", Picked = [.. context.Request.Query["gap"]] };
        if (input.Refusals.Count == 0)
            input = gaps.Input with { Form = "filter" };

        return Page.Of<TriagePage>(
            new TriageModel(reports, gaps, key) { Input = input, Merge = await MergeModel.ReadAsync(mediator, input, [input.Values["reportId"], input.Values["gap"]], ct) },
            Page.StatusOf([.. input.Refusals, .. gaps.Desk?.Input.Refusals ?? []]));
    }

    private static async Task<Outcome<UnlinkedReports>> ReadAsync(IMediator mediator, long? after, CancellationToken ct)
    {
        var unlinked = new ReportFilter { States = [ReportState.Filed] };
        var page = await mediator.Send(new ReportList(unlinked, ReportsShown, after), ct);
        if (!page.Succeeded(out var reports))
            return page.Refusals.ToList();
        var found = (await mediator.Send(new LookAlikesOfReports([.. reports.Items.Select(r => r.Id)], LookAlikesShown), ct)).ValueOrDefault ?? [];
        var alike = reports.Items.ToDictionary(r => r.Id, r => (IReadOnlyList<LookAlikeView>)(found.GetValueOrDefault(r.Id) ?? []));
        var count = await mediator.Send(new ReportCount(unlinked), ct);
        var people = await mediator.Send(new PeopleById([.. reports.Items.Select(r => r.AuthorId).Distinct()]), ct);
        return new UnlinkedReports(reports, alike, count.ValueOrDefault, people.ValueOrDefault ?? [], after is not null);
    }

    private static async Task<IResult> LinkAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var (gap, cites, refused) = await ChosenAsync(post, mediator, ct);
        var linked = refused is not null ? refused : await post.SendAsync(new LinkReport(
            post["reportId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, gap, gap is null ? null : post.Values.Choice<LinkRole>("role"),
            gap is null ? null : post["reason"], null, post["formKey"])
        {
            CitesDecisionId = cites,
            Acknowledged = post.Values.Kept,
            Seen = ClusterForm.SeenIn(post.Values),
        });
        if (!linked.Succeeded(out var view))
            return await ShowAsync(context, mediator, current, post["formKey"] ?? "", new FormInput($"r{number}", post.Values, OnForm(linked.Refusals)), ct);
        var operation = (await mediator.Send(new OperationsOf(view.Id, 1, null), ct)).ValueOrDefault is { Items: [var newest, ..] } ? newest.Number : (long?)null;
        return FlashNote.Go(context, "/triage", gap is null ? "opened" : "linked", $"G-{view.Number}", operation);
    }

    /// <summary>Shows what the choice would do, with the form that does just that.</summary>
    private static async Task<IResult> PreviewAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var (gap, cites, refused) = await ChosenAsync(post, mediator, ct);
        if (refused is null && gap is not null && post.Values.Choice<LinkRole>("role") is null)
            refused = Missing("Say how it belongs.", "role");
        if (refused is not null)
            return await ShowAsync(context, mediator, current, post["formKey"] ?? "", new FormInput($"r{number}", post.Values, refused.Refusals), ct);
        var preview = await post.SendAsync(new PreviewLinkReport(post["reportId"] ?? "", gap, post.Values.Choice<LinkRole>("role"), cites));
        if (preview.Refused)
            return await ShowAsync(context, mediator, current, post["formKey"] ?? "", new FormInput($"r{number}", post.Values, OnForm(preview.Refusals)), ct);
        var form = new ClusterForm
        {
            Title = Texts.T("Decide for R-{0}", number),
            Lead = gap is null ? Texts.T("A new gap is opened for the report.")
                : cites is null ? Texts.T("The report is linked to the gap.") : Texts.T("The report is linked to the gap, whose approved decision is cited as the answer."),
            Address = $"/triage/R-{number}",
            Back = ("/triage", Texts.T("Triage")),
            Submit = Texts.T("Decide for R-{0}", number),
            Preview = preview.Value,
            FormKey = post["formKey"] ?? "",
            Input = new FormInput("", post.Values, preview.Value.Refusals),
            ReasonOptional = gap is null,
            Carried = [.. Chosen.Select(name => (name, post[name] ?? "")).Where(f => f.Item2.Length > 0)],
        };
        return Page.Of<ClusterFormPage>(await form.NamedAsync(mediator, ct));
    }

    /// <summary>The chosen gap, none for a new one; and its approved decision, where that is to be cited.</summary>
    private static async Task<(string? Gap, string? Cites, Outcome<GapView>? Refused)> ChosenAsync(PagePost post, IMediator mediator, CancellationToken ct)
    {
        if (!post.Trusted)
            return (null, null, post.Stale);
        var cites = post.Values.Ticked("cites");
        if (post["gap"] is not { } chosen)
            return (null, null, Missing("Choose a gap, or open a new one.", "gap"));
        if (chosen is "new")
            return (null, null, cites ? Missing("Choose the gap whose decision you cite.", "gap") : null);
        if (chosen is not "other" && !cites)
            return (chosen, null, null);
        var number = long.TryParse(post["otherGap"]?.Trim().Replace("G-", "", StringComparison.OrdinalIgnoreCase), out var given) ? given : (long?)null;
        if (chosen is "other" && number is null)
            return (null, null, Missing("Give the number of the gap, as in G-42.", "otherGap"));
        var gap = chosen is "other" ? (await mediator.Send(new GapByNumber(number!.Value), ct)).ValueOrDefault
            : PublicIds.ParseOrNull<GapId>(chosen) is { } id ? (await mediator.Send(new GapsById([id]), ct)).ValueOrDefault?.GetValueOrDefault(id) : null;
        if (gap is null)
            return (null, null, Missing("There is no such gap.", chosen is "other" ? "otherGap" : "gap"));
        return cites && gap.DecisionId is null
            ? (null, null, Missing("This gap has no approved decision to cite.", "cites"))
            : (gap.Id.Value, cites ? gap.DecisionId!.Value.Value : null, null);
    }

    /// <summary>The form has a tick for what the command takes as an id.</summary>
    private static IReadOnlyList<Refusal> OnForm(IReadOnlyList<Refusal> refusals) =>
        [.. refusals.Select(r => r.Path is ["citesDecisionId"] ? r with { Path = ["cites"] } : r)];

    private static Outcome<GapView> Missing(string message, string field) => Refusal.Of(RefusalCode.Required, message, field);
}

/// <summary>What the triage page shows.</summary>
public sealed record TriageModel(UnlinkedReports Unlinked, GapBoard Board, string FormKey)
{
    public required FormInput Input { get; init; }

    /// <summary>What happened since the form was shown that came back.</summary>
    public MergeModel? Merge { get; init; }

    /// <summary>What was typed about a report that is no longer on the page; it must not get lost.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stranded => Input.Form.Length == 0 || Unlinked.Reports.Items.Any(r => $"r{r.Number}" == Input.Form) ? [] : Input.Values.Words("reason");
}

/// <summary>Reports that stand in no gap yet.</summary>
/// <param name="Reports">One page of them.</param>
/// <param name="LookAlikes">What looks like each.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="Authors">Who wrote them.</param>
/// <param name="Continued">Whether others stand before these.</param>
public sealed record UnlinkedReports(
    Page<ReportView> Reports, IReadOnlyDictionary<ReportId, IReadOnlyList<LookAlikeView>> LookAlikes, int Count, IReadOnlyDictionary<PersonId, PersonView> Authors, bool Continued)
{
    public string? Next => Reports.HasMore ? $"/triage?reportsAfter={Reports.Items[^1].Number}" : null;
}
