using System.Globalization;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;

namespace Insights.Core.Triage;

/// <summary>A decision record as it is filled in. Its fields are checked in the order of the form.</summary>
public sealed record DecisionForm
{
    /// <summary>The longest time for which a risk is accepted, in days.</summary>
    public const int LongestRisk = 365;

    /// <summary>The longest time after which a decision is looked at again, in days.</summary>
    public const int LongestReview = 730;

    private const int MostCodes = 20;
    private const int LineLength = 500;

    /// <summary>How the gap is answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>Policy changed, guidance clarified or category added: the clause that changes.</summary>
    public string? ChangedClause { get; init; }

    /// <summary>Covered by existing policy, intended or out of scope: where policy says so.</summary>
    public string? Citation { get; init; }

    /// <summary>Not a policy gap, or a change of models or tools: who takes it on.</summary>
    public string? Destination { get; init; }

    /// <summary>Training issued: who is trained.</summary>
    public string? TrainingAudience { get; init; }

    /// <summary>Risk accepted: what that rests on.</summary>
    public string? Evidence { get; init; }

    /// <summary>Risk accepted: the day it expires, at most a year after the decision takes effect.</summary>
    public DateOnly? RiskExpiresOn { get; init; }

    /// <summary>Insufficient information: what would have to be known to decide.</summary>
    public string? StillNeeded { get; init; }

    /// <summary>The facts relied on, in the abstract.</summary>
    public string? Facts { get; init; }

    /// <summary>The clause the decision rests on; this or the law is needed.</summary>
    public string? GroundClause { get; init; }

    /// <summary>The version of that clause; without it, the one in force.</summary>
    public int? GroundVersion { get; init; }

    /// <summary>The law the decision rests on.</summary>
    public string? GroundLaw { get; init; }

    /// <summary>How the ground leads to the answer.</summary>
    public string? Explanation { get; init; }

    /// <summary>What else was weighed, and why it was not chosen.</summary>
    public string? Alternatives { get; init; }

    /// <summary>Earlier decisions that this one follows or departs from, at most 10.</summary>
    public IReadOnlyList<PrecedentForm> Precedents { get; init; } = [];

    /// <summary>Regions the decision holds for; none means everywhere.</summary>
    public IReadOnlyList<string> ScopeRegions { get; init; } = [];

    /// <summary>Languages the decision holds for; none means any.</summary>
    public IReadOnlyList<string> ScopeLanguages { get; init; } = [];

    /// <summary>Surfaces the decision holds for; none means any.</summary>
    public IReadOnlyList<string> ScopeSurfaces { get; init; } = [];

    /// <summary>How far machines took part in finding what it is about.</summary>
    public Automation? AutomationInDetection { get; init; }

    /// <summary>How far machines took part in the decision.</summary>
    public Automation? AutomationInDecision { get; init; }

    /// <summary>First day the decision holds.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Day by which it is looked at again, at most two years after it takes effect.</summary>
    public DateOnly? ReviewBy { get; init; }

    /// <summary>Checks what a record needs, and of a draft only that what is there may be stored.</summary>
    internal void Check(Check check, string at, bool full)
    {
        bool Demands(DecisionField field) => full && Resolution.Demands(field);
        void Needed(object? value, string field) => check.Must(!full || value is not null, RefusalCode.Required, "This is needed.", at, field);

        Needed(Resolution, "resolution");
        check.Code(ChangedClause, Demands(DecisionField.ChangedClause), at, "changedClause");
        check.Text(Citation, LineLength, Demands(DecisionField.Citation), at, "citation");
        check.Code(Destination, Demands(DecisionField.Destination), at, "destination");
        check.Text(TrainingAudience, LineLength, Demands(DecisionField.TrainingAudience), at, "trainingAudience");
        check.Text(Evidence, ReportForm.MaxText, Demands(DecisionField.Evidence), at, "evidence");
        if (full)
            CheckExpiry(check, at);
        check.Text(StillNeeded, ReportForm.MaxText, Demands(DecisionField.StillNeeded), at, "stillNeeded");
        check.Text(Facts, ReportForm.MaxText, full, at, "facts");
        check.Code(GroundClause, required: false, at, "groundClause");
        check.Must(!full || !string.IsNullOrWhiteSpace(GroundClause) || !string.IsNullOrWhiteSpace(GroundLaw), RefusalCode.Required,
            "Name the clause or the law it rests on.", at, "groundClause");
        check.Text(GroundLaw, LineLength, required: false, at, "groundLaw");
        check.Text(Explanation, ReportForm.MaxText, full, at, "explanation");
        check.Text(Alternatives, ReportForm.MaxText, full, at, "alternatives");
        PrecedentForm.Check(check, Precedents, at, full);
        CheckScope(check, ScopeRegions, at, "scopeRegions");
        CheckScope(check, ScopeLanguages, at, "scopeLanguages");
        CheckScope(check, ScopeSurfaces, at, "scopeSurfaces");
        Needed(AutomationInDetection, "automationInDetection");
        Needed(AutomationInDecision, "automationInDecision");
        Needed(EffectiveOn, "effectiveOn");
        Needed(ReviewBy, "reviewBy");
        if (full)
            CheckSpan(check, ReviewBy, LongestReview, "Look at it again after it takes effect, and within two years.", at, "reviewBy");
    }

    private void CheckExpiry(Check check, string at)
    {
        if (Resolution.Demands(DecisionField.RiskExpiresOn))
            check.Present(RiskExpiresOn, at, "riskExpiresOn");
        else if (Resolution is not null)
            check.Must(RiskExpiresOn is null, RefusalCode.OutOfRange, "Only an accepted risk expires. Leave this empty.", at, "riskExpiresOn");
        CheckSpan(check, RiskExpiresOn, LongestRisk, "An accepted risk expires after it takes effect, and within a year.", at, "riskExpiresOn");
    }

    private void CheckSpan(Check check, DateOnly? end, int longest, string message, string at, string field) =>
        check.Must(EffectiveOn is not { } from || end is not { } to || to.DayNumber - from.DayNumber is var days && days > 0 && days <= longest,
            RefusalCode.OutOfRange, message, at, field);

    private static void CheckScope(Check check, IReadOnlyList<string> codes, string at, string field)
    {
        check.Must(codes.Count <= MostCodes, RefusalCode.OutOfRange, "At most 20.", at, field);
        foreach (var (i, code) in codes.Take(MostCodes).Index())
            check.Code(code, required: true, at, field, i.ToString(CultureInfo.InvariantCulture));
    }

    internal List<Refusal> UnknownCodes(Catalogue catalogue, string at) =>
    [
        .. new[]
        {
            catalogue.UnknownClause(ChangedClause, null, at, "changedClause"),
            catalogue.Unknown(CodeList.Destination, Destination, at, "destination"),
            catalogue.UnknownClause(GroundClause, GroundVersion, at, "groundClause"),
        }.OfType<Refusal>(),
        .. Unknown(catalogue, CodeList.Region, ScopeRegions, at, "scopeRegions"),
        .. Unknown(catalogue, CodeList.Language, ScopeLanguages, at, "scopeLanguages"),
        .. Unknown(catalogue, CodeList.Surface, ScopeSurfaces, at, "scopeSurfaces"),
    ];

    internal DecisionContent Screened(Screen screen, Catalogue catalogue, IReadOnlyList<PrecedentCited> precedents) => new()
    {
        Resolution = Resolution!.Value,
        ChangedClause = Blank(ChangedClause),
        Citation = screen.Of(Citation),
        Destination = Blank(Destination),
        TrainingAudience = screen.Of(TrainingAudience),
        Evidence = screen.Of(Evidence),
        RiskExpiresOn = RiskExpiresOn,
        StillNeeded = screen.Of(StillNeeded),
        Facts = screen.Of(Facts)!,
        GroundClause = Blank(GroundClause),
        GroundVersion = GroundVersion ?? (Blank(GroundClause) is { } clause ? catalogue.CurrentVersionOf(clause) : null),
        GroundLaw = screen.Of(GroundLaw),
        Explanation = screen.Of(Explanation)!,
        Alternatives = screen.Of(Alternatives)!,
        Precedents = precedents,
        ScopeRegions = [.. ScopeRegions.Distinct()],
        ScopeLanguages = [.. ScopeLanguages.Distinct()],
        ScopeSurfaces = [.. ScopeSurfaces.Distinct()],
        AutomationInDetection = AutomationInDetection!.Value,
        AutomationInDecision = AutomationInDecision!.Value,
        EffectiveOn = EffectiveOn!.Value,
        ReviewBy = ReviewBy!.Value,
    };

    internal DecisionDraftContent Drafted(Screen screen) => new()
    {
        Resolution = Resolution,
        ChangedClause = Blank(ChangedClause),
        Citation = screen.Of(Citation),
        Destination = Blank(Destination),
        TrainingAudience = screen.Of(TrainingAudience),
        Evidence = screen.Of(Evidence),
        RiskExpiresOn = RiskExpiresOn,
        StillNeeded = screen.Of(StillNeeded),
        Facts = screen.Of(Facts),
        GroundClause = Blank(GroundClause),
        GroundVersion = GroundVersion,
        GroundLaw = screen.Of(GroundLaw),
        Explanation = screen.Of(Explanation),
        Alternatives = screen.Of(Alternatives),
        Precedents = [.. Precedents.Select(p => new PrecedentDrafted { GapNumber = p.GapNumber, Use = p.Use, Why = screen.Of(p.Why) })],
        ScopeRegions = [.. ScopeRegions.Distinct()],
        ScopeLanguages = [.. ScopeLanguages.Distinct()],
        ScopeSurfaces = [.. ScopeSurfaces.Distinct()],
        AutomationInDetection = AutomationInDetection,
        AutomationInDecision = AutomationInDecision,
        EffectiveOn = EffectiveOn,
        ReviewBy = ReviewBy,
    };

    private static string? Blank(string? code) => string.IsNullOrWhiteSpace(code) ? null : code;

    private static IEnumerable<Refusal> Unknown(Catalogue catalogue, CodeList list, IReadOnlyList<string> codes, string at, string field) =>
        codes.Index().Select(c => catalogue.Unknown(list, c.Item, at, field, c.Index.ToString(CultureInfo.InvariantCulture))).OfType<Refusal>();
}
