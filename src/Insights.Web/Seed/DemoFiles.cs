using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Triage;

namespace Insights.Web.Seed;

/// <summary>The demo's script: who there is, which gaps they met, and how far each one got.</summary>
internal sealed record DemoFiles(IReadOnlyList<DemoPersona> Personas, IReadOnlyList<DemoGap> Gaps, IReadOnlyList<DemoReport> Unlinked)
{
    /// <summary>The strings that a privacy steward allowed along the way.</summary>
    public IReadOnlyList<DemoAllowance> Allowed { get; init; } = [];

    /// <summary>What the triage leads did to clusters once the reports were in.</summary>
    public IReadOnlyList<DemoOperation> Operations { get; init; } = [];

    /// <summary>Which gaps people watch.</summary>
    public IReadOnlyList<DemoWatch> Watches { get; init; } = [];

    /// <summary>How reports were rated.</summary>
    public IReadOnlyList<DemoRating> Ratings { get; init; } = [];

    /// <summary>The scenarios that policy owners and approvers wrote.</summary>
    public IReadOnlyList<DemoScenario> Scenarios { get; init; } = [];

    /// <summary>The calibration rounds, with what was answered in them.</summary>
    public IReadOnlyList<DemoRound> Rounds { get; init; } = [];

    /// <summary>How the policy team arranged its queue at the end.</summary>
    public required DemoQueue Queue { get; init; }

    /// <summary>Which programs of model teams read the feed.</summary>
    public required IReadOnlyList<DemoConsumer> Consumers { get; init; }

    public static DemoFiles Read(string folder)
    {
        var gaps = Directory.EnumerateFiles(Path.Combine(folder, "gaps"), "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => CatalogueFiles.Read<GapsFile>(file).Gaps);
        var contact = CatalogueFiles.Read<ContactFile>(folder, "contact.json");
        return new DemoFiles(ReadPersonas(folder), [.. gaps], CatalogueFiles.Read<UnlinkedFile>(folder, "unlinked.json").UnlinkedReports)
        {
            Allowed = CatalogueFiles.Read<AllowedFile>(folder, "allowed.json").Allowed,
            Queue = CatalogueFiles.Read<DemoQueue>(folder, "queue.json"),
            Consumers = CatalogueFiles.Read<ConsumersFile>(folder, "consumers.json").Consumers,
            Operations = CatalogueFiles.Read<OperationsFile>(folder, "operations.json").Operations,
            Watches = contact.Watches,
            Ratings = contact.Ratings,
            Scenarios = CatalogueFiles.Read<ScenariosFile>(folder, "scenarios.json").Scenarios,
            Rounds = CatalogueFiles.Read<RoundsFile>(folder, "calibration.json").Rounds,
        };
    }

    public static IReadOnlyList<DemoPersona> ReadPersonas(string folder) =>
        CatalogueFiles.Read<PersonasFile>(folder, "personas.json").Personas;

    private sealed record PersonasFile(IReadOnlyList<DemoPersona> Personas);

    private sealed record GapsFile(IReadOnlyList<DemoGap> Gaps);

    private sealed record AllowedFile(IReadOnlyList<DemoAllowance> Allowed);

    private sealed record OperationsFile(IReadOnlyList<DemoOperation> Operations);

    private sealed record ContactFile(IReadOnlyList<DemoWatch> Watches, IReadOnlyList<DemoRating> Ratings);

    private sealed record ConsumersFile(IReadOnlyList<DemoConsumer> Consumers);

    private sealed record ScenariosFile(IReadOnlyList<DemoScenario> Scenarios);

    private sealed record RoundsFile(IReadOnlyList<DemoRound> Rounds);

    private sealed record UnlinkedFile(IReadOnlyList<DemoReport> UnlinkedReports);
}

internal sealed record DemoPersona(string Handle, string Name, IReadOnlyList<Roles> Roles)
{
    public Roles AllRoles => Roles.Aggregate((all, role) => all | role);
}

internal enum DemoAct
{
    Merge,
    Split,
    KeepApart,
}

/// <summary>One operation on gaps that are named by their keys.</summary>
/// <param name="Act">What is done.</param>
/// <param name="By">Who does it.</param>
/// <param name="DaysAgo">When.</param>
/// <param name="Gap">The gap.</param>
/// <param name="Others">The others that are merged into it or kept apart from it.</param>
/// <param name="Newest">How many of its newest reports are split off.</param>
/// <param name="KeepApart">Whether they are kept apart at once.</param>
/// <param name="Reason">Why.</param>
/// <param name="UndoneDaysAgo">When it is undone, if it is.</param>
/// <param name="UndoneReason">Why it is undone.</param>
internal sealed record DemoOperation(
    DemoAct Act, string By, double DaysAgo, string Gap, IReadOnlyList<string>? Others, int Newest, bool KeepApart, string Reason, double? UndoneDaysAgo, string? UndoneReason);

internal sealed record DemoWatch(string By, double DaysAgo, string Gap);

/// <summary>A rating of the report that stands for a gap.</summary>
internal sealed record DemoRating(string By, double DaysAgo, string Gap, int Clarity, int Specificity, int Evidence, int Actionability, string? Note);

internal sealed record DemoAllowance(string By, string Text, string Note, double DaysAgo, int ReviewInDays);

internal sealed record DemoGap
{
    public required string Key { get; init; }

    public required string Area { get; init; }

    public required GapState State { get; init; }

    public required string Lead { get; init; }

    public required string Owner { get; init; }

    public required string Approver { get; init; }

    public string? Question { get; init; }

    public int RespondInDays { get; init; }

    public DemoDeferral? Deferral { get; init; }

    public DemoDecline? Decline { get; init; }

    public DemoDecision? Decision { get; init; }

    /// <summary>What the decision was corrected to.</summary>
    public DemoDecision? Correction { get; init; }

    /// <summary>The decision that is being written.</summary>
    public DemoDraft? Draft { get; init; }

    public DemoPlan? Plan { get; init; }

    public string? PlanNotNeeded { get; init; }

    public string? Verification { get; init; }

    public IReadOnlyList<DemoComment> Comments { get; init; } = [];

    public required IReadOnlyList<DemoReport> Reports { get; init; }
}

internal sealed record DemoDeferral(int UntilInDays, int RecurrenceThreshold, string Reason);

internal sealed record DemoDecline(string Reason, string Destination);

internal sealed record DemoPlan(string Text, int DueInDays);

internal sealed record DemoComment(string By, string Text, double DaysAgo);

internal sealed record DemoDecision
{
    public required Resolution Resolution { get; init; }

    public required string Facts { get; init; }

    public string? GroundClause { get; init; }

    public int? GroundVersion { get; init; }

    public required string Explanation { get; init; }

    public required string Alternatives { get; init; }

    public string? ScopeRegion { get; init; }

    public string? ScopeLanguage { get; init; }

    public string? ScopeSurface { get; init; }

    public required Automation Automation { get; init; }

    public required int EffectiveInDays { get; init; }

    public required int ReviewInDays { get; init; }

    public int? RiskExpiryInDays { get; init; }

    public string? Citation { get; init; }

    public string? Destination { get; init; }

    public string? Evidence { get; init; }

    public string? TrainingAudience { get; init; }

    public string? StillNeeded { get; init; }

    /// <summary>Earlier gaps whose decision it cites, by key.</summary>
    public IReadOnlyList<DemoPrecedent> Precedents { get; init; } = [];

    public DecisionForm ToForm(DateOnly said) => new()
    {
        Resolution = Resolution,
        // The demo's changes are to the clause they rest on.
        ChangedClause = ((Resolution?)Resolution).Demands(DecisionField.ChangedClause) ? GroundClause : null,
        TrainingAudience = TrainingAudience,
        StillNeeded = StillNeeded,
        Facts = Facts,
        GroundClause = GroundClause,
        GroundVersion = GroundVersion,
        Explanation = Explanation,
        Alternatives = Alternatives,
        ScopeRegions = [.. new[] { ScopeRegion }.OfType<string>().Where(region => region is not "global")],
        ScopeLanguages = [.. new[] { ScopeLanguage }.OfType<string>()],
        ScopeSurfaces = [.. new[] { ScopeSurface }.OfType<string>()],
        AutomationInDetection = Automation,
        AutomationInDecision = Automation is Automation.None ? Automation.None : Automation.Partial,
        EffectiveOn = said.AddDays(EffectiveInDays),
        ReviewBy = said.AddDays(ReviewInDays),
        RiskExpiresOn = RiskExpiryInDays is { } days ? said.AddDays(days) : null,
        Citation = Citation,
        Destination = Destination,
        Evidence = Evidence,
    };
}

internal sealed record DemoDraft(Resolution Resolution, string Facts, string GroundClause, string Explanation);

internal sealed record DemoPrecedent(string Gap, PrecedentUse Use, string Why);

internal sealed record DemoReport
{
    public required string Author { get; init; }

    public required double DaysAgo { get; init; }

    public LinkRole Link { get; init; }

    public string? Why { get; init; }

    /// <summary>Whether the decision of its gap, which is closed by then, is cited as its answer.</summary>
    public bool Cites { get; init; }

    /// <summary>What its author answered about gaps that looked alike.</summary>
    public IReadOnlyList<DemoAnswer> Answers { get; init; } = [];

    /// <summary>Stand-ins for ids of the case system; minted into references before a command sees them.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    public int? FirstSeenFromDaysAgo { get; init; }

    public int? FirstSeenToDaysAgo { get; init; }

    public DemoAmendment? Amendment { get; init; }

    public DemoWithdrawal? Withdrawn { get; init; }

    public required GapKind Kind { get; init; }

    public required string Title { get; init; }

    public Harm? Harm { get; init; }

    public Reach? Reach { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement> Rest { get; init; } = [];

    /// <summary>The form as its author filled it in that day.</summary>
    public ReportForm ToForm(DateOnly today, Func<string, string> referenceOf)
    {
        var form = JsonSerializer.SerializeToElement(Rest, CatalogueFiles.Json);
        return JsonSerializer.Deserialize<ReportForm>(form, CatalogueFiles.Json)! with
        {
            Kind = Kind,
            Title = Title,
            Harm = Harm,
            Reach = Reach,
            CaseReferences = [.. Cases.Select(referenceOf)],
            FirstSeenFrom = FirstSeenFromDaysAgo is { } from ? today.AddDays(-from) : null,
            FirstSeenTo = FirstSeenToDaysAgo is { } to ? today.AddDays(-to) : null,
            Attested = true,
        };
    }
}

internal sealed record DemoAnswer(string Gap, SameGap Answer);

internal sealed record DemoWithdrawal(double DaysAgo, string Reason);

internal sealed record DemoAmendment(double DaysAgo, string Reason, Dictionary<string, JsonElement> Changes)
{
    public ReportForm Applied(ReportForm form)
    {
        var merged = JsonNode.Parse(JsonSerializer.Serialize(form, CatalogueFiles.Json))!.AsObject();
        foreach (var (field, value) in Changes)
            merged[field] = JsonNode.Parse(value.GetRawText());
        return JsonSerializer.Deserialize<ReportForm>(merged.ToJsonString(), CatalogueFiles.Json)!;
    }
}
