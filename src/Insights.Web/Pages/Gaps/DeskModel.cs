using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>Which gap is asked for beside a list, and the form that came back refused, if one did.</summary>
internal sealed record DeskAsk(long Number, FormInput Input)
{
    public static DeskAsk? In(IQueryCollection query) => GapQuery.ShownIn(query) is { } number ? new DeskAsk(number, FormInput.Of("")) : null;
}

/// <summary>One gap beside the list of gaps, with what this person can do about it there.</summary>
public sealed record DeskModel(GapView Gap, Actor Actor, PolicyCatalogueView Lists)
{
    private const int LookAlikesShown = 3;

    public required FormInput Input { get; init; }

    /// <summary>What happened since the form was shown that came back.</summary>
    public MergeModel? Merge { get; init; }

    public IReadOnlyDictionary<ReportId, ReportView> Reports { get; init; } = new Dictionary<ReportId, ReportView>();

    /// <summary>Other gaps that look like it, best first.</summary>
    public IReadOnlyList<LookAlikeView> LookAlikes { get; init; } = [];

    /// <summary>Those gaps as they stand now.</summary>
    public IReadOnlyDictionary<GapId, GapView> Others { get; init; } = new Dictionary<GapId, GapView>();

    /// <summary>Who is looking at it.</summary>
    public GapLookView? Look { get; init; }

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    /// <summary>What the report that stands for it says first.</summary>
    public GuardedText? Statement => Reports.GetValueOrDefault(Gap.CanonicalReportId)?.Content is { } content ? content.Question ?? content.Pattern ?? content.Surprise : null;

    /// <summary>The move that takes it on from here; null where this person makes none.</summary>
    public Transition? TakeOn => Move(GapAction.Claim) ?? Move(GapAction.Accept);

    /// <summary>To whom it may be given.</summary>
    public IReadOnlyList<PersonView> MayOwn { get; init; } = [];

    public bool MayMerge => Actor.May(Permission.LinkReports);

    /// <summary>What was typed for something that cannot be done any more; it must not get lost.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stranded =>
        Codes.Parse<GapAction>(Input.Form) is { } action && Move(action) is null ? [.. Input.Values.Words("reason"), .. Input.Values.Words("question")] : [];

    public Transition? Move(GapAction action) => Transitions.From(Gap.State, Actor.Roles).FirstOrDefault(t => t.Action == action);

    /// <summary>What is typed in a form, or what stands in it from the start.</summary>
    public FormInput InputOf(string form, params IEnumerable<(string Name, string? Value)> filled) => Input.Form == form ? Input : new FormInput(form, FormValues.Of(filled), []);

    /// <summary>Null where none is asked for, none is there any more, or this person changes none.</summary>
    internal static async Task<DeskModel?> ReadAsync(IMediator mediator, Actor actor, PolicyCatalogueView lists, DeskAsk? asked, CancellationToken ct)
    {
        if (asked is null || !actor.May(Permission.MoveGaps) || (await mediator.Send(new GapByNumber(asked.Number), ct)).ValueOrDefault is not { EndedBy: null } gap)
            return null;
        var members = (await mediator.Send(new MembersOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var reports = actor.May(Permission.ReadOwnReports) ? await mediator.Send(new ReportsById([.. members.Select(m => m.ReportId)]), ct) : null;
        var alike = (await mediator.Send(new LookAlikesOfGap(gap.Id, LookAlikesShown), ct)).ValueOrDefault?.Where(a => a.GapId is not null).ToList() ?? [];
        var look = (await mediator.Send(new LooksAt([gap.Id]), ct)).ValueOrDefault?.GetValueOrDefault(gap.Id);
        return new DeskModel(gap, actor, lists)
        {
            Input = asked.Input,
            Merge = await MergeModel.ReadAsync(mediator, asked.Input, [gap.Id.Value], ct),
            Reports = reports?.ValueOrDefault ?? [],
            LookAlikes = alike,
            Others = (await mediator.Send(new GapsById([.. alike.Select(a => a.GapId!.Value)]), ct)).ValueOrDefault ?? [],
            MayOwn = [.. (await GapQueueModel.MayOwnAsync(mediator, actor, gap, ct)).Where(p => p.Id != gap.OwnerId)],
            Look = look,
            People = (await mediator.Send(new PeopleById([.. new[] { gap.OwnerId, look?.PersonId }.OfType<PersonId>().Distinct()]), ct)).ValueOrDefault ?? [],
        };
    }
}
