using Insights.Core.Calibration;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Search;
using Insights.Web.Outlets;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Calibration;

/// <summary>Rounds in which decided gaps are answered again, blind; and how far people agree.</summary>
internal static class CalibrationPages
{
    private const string One = "/calibration/{number:long}";
    private const string Item = One + "/{place:int}";

    private const Roles Askable = Roles.Specialist | Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover | Roles.CalibrationLead;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/calibration", ListAsync).Needs(Permission.ReadCalibration);
        app.MapGet("/calibration/new", (IMediator mediator, FormKeys keys, string? clause, CancellationToken ct) => NewAsync(mediator, keys.Next(), clause, FormInput.Of(""), ct)).Needs(Permission.LeadCalibration);
        app.MapPost("/calibration/new", OpenAsync);
        app.MapGet(One, (IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) => ShowAsync(mediator, current, keys.Next(), number, FormInput.Of(""), ct));
        app.MapPost(One + "/close", CloseAsync);
        app.MapGet(One + "/close", (long number) => Results.LocalRedirect($"/calibration/{number}"));
        app.MapGet(Item, (IMediator mediator, FormKeys keys, long number, int place, CancellationToken ct) => ItemAsync(mediator, keys.Next(), number, place, FormInput.Of(""), ct));
        app.MapPost(Item, AnswerAsync);
        app.MapPost(Item + "/report", ReportAsync);
        app.MapGet(Item + "/report", (long number, int place) => Results.LocalRedirect($"/calibration/{number}#gap-{place}"));
    }

    /// <summary>Agreement as a table.</summary>
    public static void MapFile(IEndpointRouteBuilder app) => app.MapGet("/calibration.csv", async (HttpContext context, IMediator mediator, CurrentActor current, string? since, CancellationToken ct) =>
    {
        if (await Downloads.IfNobodyAsync(context, current, "/calibration") is { } nobody)
            return nobody;
        var (asked, unread) = SinceIn(since);
        var read = unread.Count > 0 ? unread : await mediator.Send(new ReadAgreement(asked.Day("since"), null), ct);
        if (!read.Succeeded(out var agreements))
            return await Downloads.RefusedAsync(context, read.Refusals);
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(AgreementCsv.Of(agreements), "text/csv; charset=utf-8", "agreement.csv");
    });

    private static async Task<IResult> ListAsync(IMediator mediator, CurrentActor current, long? after, string? since, string? clause, CancellationToken ct)
    {
        var (asked, unread) = SinceIn(since);
        var rounds = await mediator.Send(new CalibrationRoundList(CalibrationModel.Size, after), ct);
        var agreements = await mediator.Send(new ReadAgreement(asked.Day("since"), null), ct);
        if (!rounds.Succeeded(out var page) || !agreements.Succeeded(out var found))
            return Page.Refused([.. rounds.Refusals, .. agreements.Refusals]);
        return Page.Of<CalibrationPage>(new CalibrationModel(page, found, new FormInput("", asked, unread))
        {
            Waiting = current.Actor.May(Permission.AnswerCalibration) ? (await mediator.Send(new CalibrationWaiting(), ct)).ValueOrDefault ?? [] : [],
            Clause = clause,
            Continued = after is not null,
            Leads = current.Actor.May(Permission.LeadCalibration),
        }, Page.StatusOf(unread));
    }

    /// <summary>The day that was asked for. What is no day is not shown again.</summary>
    private static (FormValues Asked, List<Refusal> Unread) SinceIn(string? since)
    {
        var asked = FormValues.Of([("since", since?.Trim())]);
        return asked["since"] is null || asked.Day("since") is not null ? (asked, [])
            : (FormValues.Empty, [Refusal.Of(RefusalCode.Malformed, "Write a day as in 2026-03-31.", "since")]);
    }

    private static async Task<IResult> NewAsync(IMediator mediator, string formKey, string? clause, FormInput input, CancellationToken ct)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return Page.Refused(lists.Refusals);
        var known = policies.Clauses.FirstOrDefault(c => c.Code == clause)?.Code;
        var found = await mediator.Send(new PrecedentList(known is null ? null : new PrecedentFilter { Clauses = [known] }, Page<PrecedentView>.MaxSize, null), ct);
        var people = await mediator.Send(new PeopleByRole(Askable), ct);
        if (!found.Succeeded(out var precedents) || !people.Succeeded(out var askable))
            return Page.Refused([.. found.Refusals, .. people.Refusals]);
        var gaps = await mediator.Send(new GapsById([.. precedents.Items.Select(p => p.Decision.GapId)]), ct);
        return Page.Of<OpenRoundPage>(new OpenRoundModel(precedents, gaps.ValueOrDefault ?? [], askable, policies, formKey, known, input), Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> OpenAsync(PagePost post, HttpContext context, IMediator mediator, FormKeys keys, CancellationToken ct)
    {
        var opened = await post.SendAsync(new OpenCalibrationRound(
            post["title"], post.Values.Each("gapIds"), post.Values.Each("reviewerIds"), post.Values.Day("answersUntil"), post["formKey"])
        {
            Acknowledged = post.Values.Kept,
        });
        if (opened.Succeeded(out var round))
            return FlashNote.Go(context, $"/calibration/{round.Number}", "roundopened");
        // Which line of the list it was says nothing where lines are ticked; the sentence names the gap.
        List<Refusal> shown = [.. opened.Refusals.Select(r => r.Path is [("gapIds" or "reviewerIds") and var list, _] ? r with { Path = [list] } : r).Distinct()];
        return await NewAsync(mediator, post["formKey"] ?? keys.Next(), post["clause"], new FormInput("", post.Values, shown), ct);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, string formKey, long number, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new CalibrationRoundByNumber(number), ct);
        if (!read.Succeeded(out var round))
            return Page.Refused(read.Refusals);
        var reports = await mediator.Send(new ReportsById([.. round.Items.SelectMany(i => new[] { i.ReportId, i.DisagreementId }).OfType<ReportId>().Distinct()]), ct);
        var people = await mediator.Send(new PeopleById([round.OpenedBy, round.ClosedBy ?? round.OpenedBy, .. round.Reviewers.Select(r => r.PersonId)]), ct);
        return Page.Of<RoundPage>(new RoundModel(round, reports.ValueOrDefault ?? [], people.ValueOrDefault ?? [], formKey, input)
        {
            Leads = current.Actor.May(Permission.LeadCalibration),
            Files = current.Actor.May(Permission.FileReports),
        }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> CloseAsync(PagePost post, HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct)
    {
        var closed = await post.SendAsync(new CloseCalibrationRound(post["roundId"] ?? "", post.Values.Whole("expectedVersion") ?? 0));
        return closed.Refused
            ? await ShowAsync(mediator, current, keys.Next(), number, new FormInput("", post.Values, closed.Refusals), ct)
            : FlashNote.Go(context, $"/calibration/{number}", "roundclosed");
    }

    private static async Task<IResult> ItemAsync(IMediator mediator, string formKey, long number, int place, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new CalibrationRoundByNumber(number), ct);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!read.Succeeded(out var round) || !lists.Succeeded(out var policies))
            return Page.Refused([.. read.Refusals, .. lists.Refusals]);
        if (round.Items.FirstOrDefault(i => i.Place == place) is not { } item)
            return Page.Refused([Refusal.NotFound("gap of this round", "place")]);
        // What is closed is shown where all of it is.
        if (round.ClosedAt is not null && input.Refusals.Count == 0)
            return Results.LocalRedirect($"/calibration/{number}#gap-{place}");
        var reports = await mediator.Send(new ReportsById([item.ReportId]), ct);
        return Page.Of<AnswerPage>(new AnswerModel(round, item, (reports.ValueOrDefault ?? []).GetValueOrDefault(item.ReportId), policies, formKey, input), Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> AnswerAsync(PagePost post, HttpContext context, IMediator mediator, FormKeys keys, long number, int place, CancellationToken ct)
    {
        var answered = await post.SendAsync(AnswerModel.Read(post.Values));
        if (!answered.Succeeded(out var round))
            return await ItemAsync(mediator, post["formKey"] ?? keys.Next(), number, place, new FormInput("", post.Values, answered.Refusals), ct);
        var next = AnswerModel.NextIn(round, place);
        return FlashNote.Go(context, next is null ? $"/calibration/{number}" : $"/calibration/{number}/{next}", next is null ? "lastblind" : "blind");
    }

    private static async Task<IResult> ReportAsync(PagePost post, HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct)
    {
        var begun = await post.SendAsync(new ReportDisagreement(post["roundId"] ?? "", post["gapId"] ?? "", post["formKey"]));
        return begun.Succeeded(out var draft)
            ? FlashNote.Go(context, $"/report/R-{draft.Number}", "disagreement", $"R-{draft.Number}")
            : await ShowAsync(mediator, current, keys.Next(), number, new FormInput("", post.Values, begun.Refusals), ct);
    }
}
