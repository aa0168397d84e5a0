using Insights.Core.Clusters;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Reports;

/// <summary>A specialist's own reports, and one report with what its author may do with it.</summary>
internal static class ReportPages
{
    private const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/reports", ListAsync);
        app.MapGet("/reports/R-{number:long}", (IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ShowAsync(mediator, current, keys, number, FormInput.Of(""), ct));
        app.MapGet("/reports/R-{number:long}/amend", AmendFormAsync);
        app.MapPost("/reports/R-{number:long}/amend", AmendAsync);
        app.MapPost("/reports/R-{number:long}/withdraw", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ActAsync(context, post, mediator, current, keys, number, "withdraw", "withdrawn",
                new WithdrawReport(post["reportId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, post["reason"]) { Acknowledged = post.Values.Kept }, ct));
        app.MapPost("/reports/R-{number:long}/answer", (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ActAsync(context, post, mediator, current, keys, number, "answer", "answered",
                new AnswerQuestion(post["reportId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, post["answer"]) { Acknowledged = post.Values.Kept }, ct));
        app.MapGet("/reports/R-{number:long}/{form:regex(^(withdraw|answer)$)}", (long number) => Results.LocalRedirect($"/reports/R-{number}"));
    }

    private static async Task<IResult> ListAsync(IMediator mediator, string? state, long? after, CancellationToken ct)
    {
        var chosen = Codes.Parse<ReportState>(state);
        var filter = new ReportFilter { Mine = true, States = chosen is { } s ? [s] : null };
        var page = await mediator.Send(new ReportList(filter, PageSize, after), ct);
        if (!page.Succeeded(out var reports))
            return Page.Refused(page.Refusals);
        // What waits for an answer comes first, once, whatever else is on the first page.
        var asked = await mediator.Send(new ReportList(new ReportFilter { Mine = true, States = [ReportState.NeedsInfo] }, PageSize, null), ct);
        List<ReportView> open = chosen is null && after is null ? [.. asked.ValueOrDefault?.Items ?? []] : [];
        List<ReportView> shown = [.. open, .. reports.Items.ExceptBy(open.Select(r => r.Id), r => r.Id)];
        List<ReportId> ids = [.. shown.Select(r => r.Id)];
        var outcomes = await mediator.Send(new OutcomesOf(ids), ct);
        var ratings = await mediator.Send(new RatingsOf(ids), ct);
        return Page.Of<MyReportsPage>(new MyReportsModel(reports, shown, await GapsOfAsync(mediator, ids, ct), chosen, after is not null)
        {
            Outcomes = outcomes.ValueOrDefault ?? [],
            Ratings = ratings.ValueOrDefault ?? [],
            Asked = asked.ValueOrDefault is { } all ? (all.Items.Count, all.HasMore) : (0, false),
        });
    }

    internal static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormKeys keys, long number, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new ReportByNumber(number), ct);
        if (!read.Succeeded(out var report))
            return Page.Refused(read.Refusals);
        var revisions = await mediator.Send(new RevisionsOf(report.Id), ct);
        var gaps = await GapsOfAsync(mediator, [report.Id], ct);
        var standing = gaps.GetValueOrDefault(report.Id);
        var cited = standing?.DecisionId is null ? null : await CitedAsync(mediator, report.Id, standing.Id, ct);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        var operations = (await mediator.Send(new OperationsOfReport(report.Id), ct)).ValueOrDefault ?? [];
        var people = await mediator.Send(new PeopleById([.. operations.Select(o => o.By).Append(report.AuthorId).Distinct()]), ct);
        if (!lists.Succeeded(out var policies))
            return Page.Refused(lists.Refusals);
        return Page.Of<ReportPage>(
            new ReportPageModel(report, revisions.ValueOrDefault ?? [], standing, policies, Words.Who(people.ValueOrDefault ?? [], report.AuthorId))
            {
                Input = input,
                Merge = await MergeModel.ReadAsync(mediator, input, [report.Id.Value], ct),
                Cited = cited,
                FormKey = input.Values["formKey"] ?? keys.Next(),
                Operations = operations,
                People = people.ValueOrDefault ?? [],
                IsAuthor = report.AuthorId == current.Actor.Id,
                MayPurge = current.Actor.May(Permission.KeepPrivacy),
            },
            Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> ActAsync(
        HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, long number, string form, string said, IRequest<Outcome<ReportView>> request, CancellationToken ct)
    {
        var done = await post.SendAsync(request);
        return done.Refused
            ? await ShowAsync(mediator, current, keys, number, new FormInput(form, post.Values, done.Refusals), ct)
            : FlashNote.Go(context, $"/reports/R-{number}", said, $"R-{number}");
    }

    private static async Task<IResult> AmendFormAsync(IMediator mediator, FormKeys keys, long number, CancellationToken ct)
    {
        var read = await mediator.Send(new ReportByNumber(number), ct);
        return read.Succeeded(out var report)
            ? await ShowAmendAsync(mediator, report, new FormInput("", FormMerge.Begun(ReportFormReader.Fill(report.Content.ToForm()), ReportFormReader.At), []), keys.Next(), ct)
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> AmendAsync(HttpContext context, PagePost posted, IMediator mediator, long number, CancellationToken ct)
    {
        var (values, open) = FormMerge.Settle(posted.Values);
        var (post, refusals) = open.Count > 0 ? (posted, open) : await CaseLines.ExchangeAsync(posted.With(values), mediator, ct);
        if (refusals.Count == 0)
        {
            refusals = (await post.SendAsync(new AmendReport(
                post["reportId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, ReportFormReader.Read(post.Values), post["reason"], post["formKey"])
            {
                Acknowledged = post.Values.Kept,
            })).Refusals;
        }

        if (refusals.Count == 0)
            return FlashNote.Go(context, $"/reports/R-{number}", "amended", $"R-{number}");
        var read = await mediator.Send(new ReportByNumber(number), ct);
        return read.Succeeded(out var report)
            ? await ShowAmendAsync(mediator, report, new FormInput("", post.Values, refusals), post["formKey"] ?? "", ct)
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> ShowAmendAsync(IMediator mediator, ReportView report, FormInput input, string key, CancellationToken ct)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (lists.Refused)
            return Page.Refused(lists.Refusals);
        var (merged, merge) = await ReportMerge.ReadAsync(mediator, input, report, ct);
        return Page.Of<FilingPage>(
            new FilingModel(merged, lists.Value, key) { Amends = report, Merge = merge, Sources = await FilingPages.CaseSourcesAsync(mediator, ct) }, Page.StatusOf(input.Refusals));
    }

    /// <summary>The decision that answered the report already when it was linked.</summary>
    private static async Task<DecisionView?> CitedAsync(IMediator mediator, ReportId report, GapId gap, CancellationToken ct)
    {
        var member = (await mediator.Send(new MembersOf([gap]), ct)).ValueOrDefault?[gap].FirstOrDefault(m => m.ReportId == report);
        return member?.CitesDecisionId is { } cited
            ? (await mediator.Send(new DecisionsOf([gap]), ct)).ValueOrDefault?[gap].FirstOrDefault(d => d.Id == cited) : null;
    }

    private static async Task<Dictionary<ReportId, GapView>> GapsOfAsync(IMediator mediator, IReadOnlyCollection<ReportId> reports, CancellationToken ct)
    {
        var standing = (await mediator.Send(new GapsOfReports(reports), ct)).ValueOrDefault ?? [];
        var gaps = (await mediator.Send(new GapsById([.. standing.Values.Distinct()]), ct)).ValueOrDefault ?? [];
        return standing.Where(s => gaps.ContainsKey(s.Value)).ToDictionary(s => s.Key, s => gaps[s.Value]);
    }
}

/// <summary>A page of one's own reports.</summary>
/// <param name="Reports">The page that was asked for; it says where to continue.</param>
/// <param name="Shown">What is shown of it, open questions first.</param>
/// <param name="Gaps">The gaps they stand in.</param>
/// <param name="State">Only those in this state.</param>
/// <param name="Continued">Whether it is a page behind the first.</param>
public sealed record MyReportsModel(
    Page<ReportView> Reports, IReadOnlyList<ReportView> Shown, IReadOnlyDictionary<ReportId, GapView> Gaps, ReportState? State, bool Continued)
{
    public IReadOnlyDictionary<ReportId, ReportOutcomeView> Outcomes { get; init; } = new Dictionary<ReportId, ReportOutcomeView>();

    public IReadOnlyDictionary<ReportId, ReportRatingsView> Ratings { get; init; } = new Dictionary<ReportId, ReportRatingsView>();

    /// <summary>How many wait for an answer, and whether there are more.</summary>
    public (int Count, bool More) Asked { get; init; }

    private string Query => State is { } state ? $"state={Codes.Of(state)}&" : "";

    public string? First => Continued ? $"/reports?{Query}".TrimEnd('&', '?') : null;

    public string? Next => Reports.HasMore ? $"/reports?{Query}after={Reports.Items[^1].Number}" : null;
}

/// <summary>One report as its author and the policy team see it.</summary>
public sealed record ReportPageModel(ReportView Report, IReadOnlyList<ReportRevisionView> Revisions, GapView? Gap, PolicyCatalogueView Lists, string Author)
{
    public required FormInput Input { get; init; }

    public required bool IsAuthor { get; init; }

    /// <summary>What happened since the form was shown that came back.</summary>
    public MergeModel? Merge { get; init; }

    /// <summary>The decision that answered it already when it was linked.</summary>
    public DecisionView? Cited { get; init; }

    /// <summary>Makes sending twice one act.</summary>
    public required string FormKey { get; init; }

    /// <summary>How it came to stand where it stands.</summary>
    public IReadOnlyList<OperationView> Operations { get; init; } = [];

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    /// <summary>Whether this person may ask for its purge.</summary>
    public bool MayPurge { get; init; }

    /// <summary>What is typed in a form of this page; empty in the others.</summary>
    public FormInput InputOf(string form) => Input.Form == form ? Input : FormInput.Of(form);

    /// <summary>What was typed in a form that is no longer there; it must not get lost.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stranded => Input.Form switch
    {
        "answer" when Report.Question is null => Input.Values.Words("answer"),
        "withdraw" when !MayChange => Input.Values.Words("reason"),
        _ => [],
    };

    public bool MayChange => IsAuthor && Report.State is (ReportState.Filed or ReportState.Linked or ReportState.NeedsInfo);
}
