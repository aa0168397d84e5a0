using Insights.Core.Gaps;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Reports;

/// <summary>The filing form as it stands.</summary>
/// <param name="Input">What is typed and what was refused.</param>
/// <param name="Lists">Clauses and codes to choose from.</param>
/// <param name="FormKey">Makes sending twice one act.</param>
public sealed record FilingModel(FormInput Input, PolicyCatalogueView Lists, string FormKey)
{
    /// <summary>The draft as it is stored; null before the first save.</summary>
    public ReportView? Draft { get; init; }

    public LookAlikeModel LookAlikes { get; init; } = LookAlikeModel.NotAsked;

    /// <summary>The gap whose decision in force may answer the case already, chosen among the precedents.</summary>
    public GapView? Precedent { get; init; }

    /// <summary>The systems whose case ids can be exchanged.</summary>
    public IReadOnlyList<CodeView> Sources { get; init; } = [];

    /// <summary>What was stored since the form was shown that came back.</summary>
    public MergeModel? Merge { get; init; }

    /// <summary>Set when a filed report is amended instead.</summary>
    public ReportView? Amends { get; init; }

    public string Address => this switch
    {
        { Amends: { } report } => $"/reports/R-{report.Number}/amend",
        { Draft: { } draft } => $"/report/R-{draft.Number}",
        _ => "/report",
    };
}

/// <summary>The fields by which a report cites a precedent.</summary>
internal static class Citing
{
    /// <summary>Human number of the gap.</summary>
    public const string Gap = "precedent";

    /// <summary>The decision that was shown.</summary>
    public const string Decision = "precedentDecision";

    /// <summary>Whether it answers the case.</summary>
    public const string Answers = "precedentAnswers";

    /// <summary>The gap whose decision a form cites; null where it cites none.</summary>
    public static async Task<GapView?> FindAsync(MediatR.IMediator mediator, FormValues values, CancellationToken ct) =>
        values.Whole(Gap) is { } number && (await mediator.Send(new GapByNumber(number), ct)).ValueOrDefault is { DecisionId: not null, EndedBy: null } gap
            && Transitions.Settled.Contains(gap.State) ? gap : null;

    /// <summary>The address with the precedent that came with the form, so that saving does not lose it.</summary>
    public static string Keep(string address, FormValues values) => values.Whole(Gap) is { } number ? $"{address}?{Gap}={number}" : address;
}

/// <summary>What looks like the report so far.</summary>
/// <param name="Found">The look-alikes, best first; null when nobody asked yet.</param>
/// <param name="Values">The answers given so far.</param>
/// <param name="Blocked">Whether a text must be changed before it may be compared.</param>
public sealed record LookAlikeModel(IReadOnlyList<LookAlikeView>? Found, FormValues Values, bool Blocked)
{
    public static LookAlikeModel NotAsked { get; } = new(null, FormValues.Empty, false);

    /// <summary>Begins the name of every answer; the gap's id follows.</summary>
    internal const string Answer = "answers-";

    /// <summary>Tells what the answers are for, in place of joining.</summary>
    public string? Hint { get; init; }

    /// <summary>The gaps that were answered about, whether they are found or not.</summary>
    public IReadOnlyList<GapView> Answered { get; init; } = [];

    /// <summary>Those of them that are not, or no longer, among the look-alikes.</summary>
    public IReadOnlyList<GapView> AnsweredBefore => [.. Answered.ExceptBy((Found ?? []).Select(f => f.GapId), g => g.Id)];

    /// <summary>Whether a report joins one of them, so that each has a button that does.</summary>
    public bool Joins => Hint is null;

    /// <summary>The answers of a form in which a button was pressed that joins one gap: yes to it, and to no other.</summary>
    internal static FormValues Joining(FormValues values, string gap) =>
        AnswersIn(values).Where(a => a.Answer is SameGap.Yes).Aggregate(values, (v, a) => v.With(Answer + a.GapId, "")).With(Answer + gap, Codes.Of(SameGap.Yes));

    public static string NameOf(Core.Data.GapId gap) => Answer + gap.Value;

    /// <summary>The answers a form brings along.</summary>
    internal static List<LookAlikeAnswerForm> AnswersIn(FormValues values) =>
    [
        .. from field in values.All
           where field.Key.StartsWith(Answer, StringComparison.Ordinal)
           let answer = values.Choice<SameGap>(field.Key)
           where answer is not null
           select new LookAlikeAnswerForm(field.Key[Answer.Length..], answer.Value),
    ];
}
