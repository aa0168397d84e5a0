using System.Globalization;
using Insights.Core.Calibration;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Search;
using Insights.Web.Pages.Contact;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Calibration;

/// <summary>Rounds, and how far people agree.</summary>
/// <param name="Rounds">A page of rounds.</param>
/// <param name="Agreements">Over all gaps, then by clause; empty while no round is closed.</param>
/// <param name="Input">Since when.</param>
public sealed record CalibrationModel(Page<CalibrationRoundView> Rounds, IReadOnlyList<AgreementView> Agreements, FormInput Input)
{
    /// <summary>How many rounds one page holds.</summary>
    public const int Size = 20;

    /// <summary>Rounds that wait for an answer of the one who looks.</summary>
    public required IReadOnlyList<CalibrationRoundView> Waiting { get; init; }

    /// <summary>The clause that is looked at alone; null for all.</summary>
    public required string? Clause { get; init; }

    /// <summary>What is shown in full: that clause, or all gaps. There is none while no round is closed.</summary>
    public AgreementView Shown => Agreements.FirstOrDefault(a => a.Clause is not null && a.Clause == Clause) ?? Agreements[0];

    public required bool Continued { get; init; }

    public required bool Leads { get; init; }

    public string? First => Continued ? "/calibration#rounds" : null;

    public string? Next => Rounds.HasMore ? string.Create(CultureInfo.InvariantCulture, $"/calibration?after={Rounds.Items[^1].Number}#rounds") : null;

    public string Csv => "/calibration.csv" + QueryString.Create(Since);

    private IEnumerable<KeyValuePair<string, string?>> Since => Input.Values["since"] is { } day ? [KeyValuePair.Create("since", (string?)day)] : [];

    /// <summary>Where the gaps of a clause are listed; without one, all.</summary>
    public string ListOf(string? clause) => "/calibration" + QueryString.Create(clause is null ? Since : Since.Append(KeyValuePair.Create("clause", (string?)clause))) + "#agreement";
}

/// <summary>The form that opens a round.</summary>
/// <param name="Precedents">What can be chosen: gaps with a decision in force, those decided last first.</param>
/// <param name="Gaps">These gaps.</param>
/// <param name="People">Who can be asked.</param>
/// <param name="Lists">Clauses.</param>
/// <param name="FormKey">Makes sending it twice one act.</param>
/// <param name="Clause">The clause they are narrowed to.</param>
/// <param name="Input">What is typed.</param>
public sealed record OpenRoundModel(
    Page<PrecedentView> Precedents, IReadOnlyDictionary<GapId, GapView> Gaps, IReadOnlyList<PersonView> People, PolicyCatalogueView Lists, string FormKey, string? Clause, FormInput Input)
{
    public IReadOnlyList<Choice> GapChoices =>
    [
        .. Precedents.Items.Where(p => Gaps.ContainsKey(p.Decision.GapId)).Select(p => new Choice(
            p.Decision.GapId.Value, $"G-{p.GapNumber} · {Gaps[p.Decision.GapId].Title.Value}",
            p.Decision.Content.GroundClause is { } ground ? Texts.T("Rests on {0}, version {1}", ground, p.Decision.Content.GroundVersion!) : Texts.T("Rests on the law"))),
    ];

    public IReadOnlyList<Choice> PeopleChoices => [.. People.Select(p => new Choice(p.Id.Value, p.Handle))];
}

/// <summary>One round.</summary>
/// <param name="Round">The round.</param>
/// <param name="Reports">The reports that are read in it, and those that were made of it.</param>
/// <param name="People">Who opened it and who is asked.</param>
/// <param name="FormKey">Makes sending a form of it twice one act.</param>
/// <param name="Input">What was refused.</param>
public sealed record RoundModel(CalibrationRoundView Round, IReadOnlyDictionary<ReportId, ReportView> Reports, IReadOnlyDictionary<PersonId, PersonView> People, string FormKey, FormInput Input)
{
    public required bool Leads { get; init; }

    public required bool Files { get; init; }

    /// <summary>Whether the one who looks is asked in it.</summary>
    public bool Asked => Round.Items.Any(i => i.MayAnswer || i.Mine is not null);

    public int? NextPlace => AnswerModel.NextIn(Round, 0);

    public string TitleOf(CalibrationItemView item) => Reports.GetValueOrDefault(item.ReportId)?.Content.Title?.Value ?? Texts.T("A report that cannot be read any more");
}

/// <summary>One gap of an open round, to be answered.</summary>
/// <param name="Round">The round.</param>
/// <param name="Gap">The gap in it.</param>
/// <param name="Report">What is read; null where it cannot be any more.</param>
/// <param name="Lists">Codes.</param>
/// <param name="FormKey">Makes sending it twice one act.</param>
/// <param name="Input">What is typed.</param>
public sealed record AnswerModel(CalibrationRoundView Round, CalibrationItemView Gap, ReportView? Report, PolicyCatalogueView Lists, string FormKey, FormInput Input)
{
    private const string NotSure = "not-sure";

    /// <summary>What was typed; or what was answered before.</summary>
    public FormInput Shown => Input.Refusals.Count > 0 || Gap.Mine is not { } mine ? Input : new FormInput("", FormValues.Of(
    [
        ("answer", mine.Answer is { } answer ? Codes.Of(answer) : NotSure), ("clarity", Step(mine.Clarity)), ("actionability", Step(mine.Actionability)),
        ("why", mine.Why.Value), ("knewDecision", mine.KnewDecision ? "yes" : null),
    ]), []);

    /// <summary>The clause that the report names, in the version it names; null where it names none.</summary>
    public (string Code, ClauseVersionView Version)? ClauseRead =>
        Report?.Content.Clause is { } code && Lists.Clauses.FirstOrDefault(c => c.Code == code)?.Versions.FirstOrDefault(v => v.Version == Report.Content.ClauseVersion) is { } version ? (code, version) : null;

    public static IReadOnlyList<Choice> Answers => [.. Choice.Of<Resolution>(), new Choice(NotSure, Texts.T("I am not sure"))];

    internal static IReadOnlyList<Criterion> Steps => [.. RatingScale.All.Where(c => c.Name is "clarity" or "actionability")];

    /// <summary>The next place that waits for an answer, behind this one or else from the start.</summary>
    public static int? NextIn(CalibrationRoundView round, int place) =>
        round.Items.Where(i => i is { MayAnswer: true, Mine: null }).OrderBy(i => i.Place <= place).ThenBy(i => i.Place).Select(i => (int?)i.Place).FirstOrDefault();

    internal static AnswerCalibration Read(FormValues values) => new(
        values["roundId"] ?? "", values["gapId"] ?? "", values.Whole("expectedVersion") ?? 0, values.Choice<Resolution>("answer"),
        StepIn(values, "clarity"), StepIn(values, "actionability"), values["why"], values["formKey"])
    {
        NotSure = values["answer"] is NotSure,
        KnewDecision = values.Ticked("knewDecision"),
        Acknowledged = values.Kept,
    };

    // What is no number must be refused, not left out.
    private static int? StepIn(FormValues values, string name) => values[name] is null ? null : values.Whole(name) ?? 0;

    private static string? Step(int? step) => step?.ToString(CultureInfo.InvariantCulture);
}
