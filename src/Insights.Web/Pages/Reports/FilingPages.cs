using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Insights.Core.Cases;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Reports;

/// <summary>The filing form: show it, save it as a draft, look for look-alikes, send it, throw it away.</summary>
internal static class FilingPages
{
    private const int LookAlikesShown = 5;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/report", (IMediator mediator, FormKeys keys, int? precedent, CancellationToken ct) =>
            ShowAsync(mediator, null, Begun(FormValues.Empty, precedent), keys.Next(), LookAlikeModel.NotAsked, ct)).Needs(Permission.FileReports);
        app.MapGet("/report/R-{number:long}", TakeUpAsync);
        app.MapPost("/report", PostAsync);
        app.MapPost("/report/R-{number:long}", (HttpContext context, PagePost post, IMediator mediator, long number, CancellationToken ct) => PostAsync(context, post, mediator, ct));
        app.MapPost("/report/case-references", CaseLines.AnswerAsync).Needs(Permission.TokeniseCases);
        app.MapPost("/report/look-alikes", async (PagePost post, IMediator mediator, CancellationToken ct) => Page.Of<LookAlikeList>(await LookAsync(post, mediator, [], ct))).Needs(Permission.FileReports);
    }

    /// <summary>A form as it begins; what was chosen among the precedents answers the case unless its writer says otherwise.</summary>
    private static FormInput Begun(FormValues values, int? precedent)
    {
        var begun = FormMerge.Begun(values, ReportFormReader.At);
        return new FormInput("", precedent is { } gap ? begun.With(Citing.Gap, gap.ToString(CultureInfo.InvariantCulture)).With(Citing.Answers, "yes") : begun, []);
    }

    private static async Task<IResult> TakeUpAsync(IMediator mediator, FormKeys keys, long number, int? precedent, CancellationToken ct)
    {
        var read = await mediator.Send(new ReportByNumber(number), ct);
        if (!read.Succeeded(out var report))
            return Page.Refused(read.Refusals);
        if (report.State is not ReportState.Draft)
            return Results.LocalRedirect($"/reports/R-{number}");
        return await ShowAsync(mediator, report, Begun(ReportFormReader.Fill(report.Content.ToForm()), precedent), keys.Next(), await AnsweredGaps.ReadAsync(mediator, FormValues.Empty, report.Answers, ct), ct);
    }

    private static async Task<IResult> PostAsync(HttpContext context, PagePost posted, IMediator mediator, CancellationToken ct)
    {
        if (posted["act"] is "discard")
            return await DiscardAsync(context, posted, mediator, ct);
        // The button beside a look-alike answers for it and sends; what is refused comes back with that answer given.
        var joins = Core.Data.PublicIds.ParseOrNull<Core.Data.GapId>(posted["joins"]);
        if (joins is { } gap)
            posted = posted.With(LookAlikeModel.Joining(posted.Values, gap.Value));
        var (values, open) = FormMerge.Settle(posted.Values);
        var (post, refusals) = open.Count > 0 ? (posted, open) : await CaseLines.ExchangeAsync(posted.With(values), mediator, ct);
        if (refusals.Count > 0)
            return Autosaved.Asked(context) ? Results.Json(Autosaved.Not(refusals), statusCode: Page.StatusOf(refusals)) : await AgainAsync(post, mediator, refusals, ct);
        return (joins is null ? post["act"] : "send") switch
        {
            "send" => await SendAsync(context, post, mediator, ct),
            "look" => await AgainAsync(post, mediator, [], ct),
            _ => await SaveAsync(context, post, mediator, ct),
        };
    }

    private static async Task<IResult> SaveAsync(HttpContext context, PagePost post, IMediator mediator, CancellationToken ct)
    {
        var form = ReportFormReader.Read(post.Values);
        var saved = await post.SendAsync(new SaveDraft(post["draftId"], post.Values.Whole("expectedVersion"), form, post["draftId"] is null ? DraftKey(post) : null)
        {
            Answers = LookAlikeModel.AnswersIn(post.Values),
        });
        if (Autosaved.Asked(context))
            return Results.Json(saved.Succeeded(out var kept) ? Saved(kept, post.Values) : Autosaved.Not(saved.Refusals), statusCode: Page.StatusOf(saved.Refusals));
        return saved.Succeeded(out var draft)
            ? FlashNote.Go(context, Citing.Keep($"/report/R-{draft.Number}", post.Values), "saved", $"R-{draft.Number}")
            : await AgainAsync(post, mediator, saved.Refusals, ct);
    }

    private static Autosaved Saved(ReportView draft, FormValues values) => Autosaved.Of(Citing.Keep($"/report/R-{draft.Number}", values), draft.SavedAt, new Dictionary<string, string>
    {
        ["draftId"] = draft.Id.Value,
        ["expectedVersion"] = draft.Version.ToString(CultureInfo.InvariantCulture),
        [FormMerge.Base] = FormMerge.Begun(ReportFormReader.Fill(draft.Content.ToForm()), ReportFormReader.At).Raw(FormMerge.Base),
    });

    private static async Task<IResult> SendAsync(HttpContext context, PagePost post, IMediator mediator, CancellationToken ct)
    {
        var answers = LookAlikeModel.AnswersIn(post.Values);
        var cites = post.Values.Ticked(Citing.Answers);
        var cited = cites ? await Citing.FindAsync(mediator, post.Values, ct) : null;
        if (cites && cited is null)
            return await AgainAsync(post.With(post.Values.Without(n => n is Citing.Gap or Citing.Answers)), mediator, [Refusal.Of(RefusalCode.IllegalMove, "The decision you chose holds no longer, so nothing was sent. Sent again, the report is a question of its own.")], ct);
        if (cited is not null)
            answers = [.. answers.Where(a => a.GapId != cited.Id.Value), new LookAlikeAnswerForm(cited.Id.Value, SameGap.Yes)];
        var same = answers.Where(a => a.Answer is SameGap.Yes).Select(a => a.GapId).ToList();
        if (same.Count > 1)
            return await AgainAsync(post, mediator, [Refusal.Of(RefusalCode.Malformed, "A report joins one gap. Say “Same” for one only.", "answers")], ct);

        var filed = await post.SendAsync(new FileReport(
            post["draftId"], post.Values.Whole("expectedVersion"), ReportFormReader.Read(post.Values), same.FirstOrDefault(), answers, post["formKey"])
        {
            CitesDecisionId = cited is null ? null : post[Citing.Decision],
            Acknowledged = post.Values.Kept,
        });
        return filed.Succeeded(out var report)
            ? FlashNote.Go(context, $"/reports/R-{report.Number}", "filed", $"R-{report.Number}")
            : await AgainAsync(post, mediator, [.. filed.Refusals.Select(OnForm)], ct);
    }

    private static Refusal OnForm(Refusal refusal) => refusal.Path switch
    {
        ["joinGapId"] => refusal with { Path = ["answers"] },
        ["citesDecisionId"] => refusal with { Path = [Citing.Answers] },
        _ => refusal,
    };

    private static async Task<IResult> DiscardAsync(HttpContext context, PagePost post, IMediator mediator, CancellationToken ct)
    {
        if (post["draftId"] is not { } draft)
            return Results.LocalRedirect("/");
        var discarded = await post.SendAsync(new DiscardDraft(draft, post.Values.Whole("expectedVersion") ?? 0));
        return discarded.Refused ? await AgainAsync(post, mediator, discarded.Refusals, ct) : FlashNote.Go(context, "/", "discarded");
    }

    /// <summary>The form once more, with every word that was typed; the draft's version is the newest, so that sending again is a choice.</summary>
    private static async Task<IResult> AgainAsync(PagePost post, IMediator mediator, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        ReportView? draft = null;
        if (Core.Data.PublicIds.ParseOrNull<Core.Data.ReportId>(post["draftId"]) is { } id)
            draft = (await mediator.Send(new ReportsById([id]), ct)).ValueOrDefault?.GetValueOrDefault(id);
        draft = draft is { State: ReportState.Draft } ? draft : null;
        var (input, merge) = await ReportMerge.ReadAsync(mediator, new FormInput("", post.Values, refusals), draft, ct);
        // What was said meanwhile in another tab stays said.
        var alike = await LookAsync(post, mediator, merge is null ? [] : draft?.Answers ?? [], ct);
        return await ShowAsync(mediator, draft, input, post["formKey"] ?? "", alike, ct, merge);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, ReportView? draft, FormInput input, string key, LookAlikeModel alike, CancellationToken ct, MergeModel? merge = null)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        return lists.Refused
            ? Page.Refused(lists.Refusals)
            : Page.Of<FilingPage>(new FilingModel(input, lists.Value, key) { Draft = draft, LookAlikes = alike, Merge = merge, Precedent = await Citing.FindAsync(mediator, input.Values, ct), Sources = await CaseSourcesAsync(mediator, ct) }, Page.StatusOf(input.Refusals));
    }

    /// <summary>None for whoever may not exchange case ids.</summary>
    internal static async Task<IReadOnlyList<CodeView>> CaseSourcesAsync(IMediator mediator, CancellationToken ct) =>
        (await mediator.Send(new ReadCaseSources(), ct)).ValueOrDefault ?? [];

    private static async Task<LookAlikeModel> LookAsync(PagePost post, IMediator mediator, IReadOnlyList<DraftAnswer> stored, CancellationToken ct)
    {
        var answered = await AnsweredGaps.ReadAsync(mediator, post.Values, stored, ct);
        // A line that is not exchanged yet is none of the engine's business.
        var form = CaseLines.OnlyReferences(ReportFormReader.Read(post.Values));
        if (form.Title is null && form.Question is null && form.Pattern is null && form.Surprise is null)
            return answered;
        var found = await post.SendAsync(new FindLookAlikes(form, null, LookAlikesShown));
        return answered with { Found = found.ValueOrDefault ?? [], Blocked = found.Refused };
    }

    /// <summary>The first save of one form with one content is one draft, however often it is sent; with other words it is another save.</summary>
    private static string? DraftKey(PagePost post)
    {
        var words = string.Join('\n', post.Values.All.Where(f => f.Key.StartsWith(ReportFormReader.At, StringComparison.Ordinal) || f.Key.StartsWith(LookAlikeModel.Answer, StringComparison.Ordinal)).SelectMany(f => f.Value.Prepend(f.Key)));
        return post["formKey"] is { Length: <= 32 } key ? $"{key}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 8))}" : null;
    }
}
