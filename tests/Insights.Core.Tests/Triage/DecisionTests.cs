using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class DecisionTests
{
    private static readonly Dictionary<string, (DecisionForm Form, string Refused)> Forms = new()
    {
        ["empty"] = (new DecisionForm(), "Required resolution, Required facts, Required groundClause, Required explanation, Required alternatives, Required automationInDetection, Required automationInDecision, Required effectiveOn, Required reviewBy"),
        ["covered without a citation"] = (Some.Decision() with { Resolution = Resolution.CoveredByExistingPolicy }, "Required citation"),
        ["no gap without a destination"] = (Some.Decision() with { Resolution = Resolution.NotAPolicyGap }, "Required destination"),
        ["a risk without evidence and end"] = (Some.Decision() with { Resolution = Resolution.RiskAccepted }, "Required evidence, Required riskExpiresOn"),
        ["a change that names no clause"] = (Some.Decision() with { Resolution = Resolution.PolicyChanged, ChangedClause = " " }, "Required changedClause"),
        ["training of nobody"] = (Some.Decision() with { Resolution = Resolution.TrainingIssued }, "Required trainingAudience"),
        ["a model changed by no team"] = (Some.Decision() with { Resolution = Resolution.ModelOrToolingChange }, "Required destination"),
        ["too little to decide, and nothing asked for"] = (Some.Decision() with { Resolution = Resolution.InsufficientInformation }, "Required stillNeeded"),
        ["a risk that ends before it holds"] = (Risk(0), "OutOfRange riskExpiresOn"),
        ["a risk accepted for longer than a year"] = (Risk(366), "OutOfRange riskExpiresOn"),
        ["an end of something that is no risk"] = (Some.Decision() with { RiskExpiresOn = Some.Decision().ReviewBy }, "OutOfRange riskExpiresOn"),
        ["reviewed after two years"] = (Some.Decision() with { ReviewBy = Some.Decision().EffectiveOn!.Value.AddDays(731) }, "OutOfRange reviewBy"),
        ["days at the end of the calendar"] = (Some.Decision() with { EffectiveOn = DateOnly.MaxValue, ReviewBy = DateOnly.MaxValue }, "OutOfRange reviewBy"),
        ["a precedent without anything"] = (Some.Decision() with { Precedents = [new()] }, "Required precedents.0.gapNumber, Required precedents.0.use, Required precedents.0.why"),
        ["a precedent that does not exist"] = (Some.Decision() with { Precedents = [Citing(99)] }, "NotFound precedents.0.gapNumber"),
        ["a precedent without a decision"] = (Some.Decision() with { Precedents = [Citing(1)] }, "NotFound precedents.0.gapNumber"),
        ["too many precedents"] = (Some.Decision() with { Precedents = [.. Enumerable.Repeat(Citing(1), 11)] }, "OutOfRange precedents"),
        ["reviewed before it holds"] = (Some.Decision() with { ReviewBy = Some.Decision().EffectiveOn }, "OutOfRange reviewBy"),
        ["facts too long"] = (Some.Decision() with { Facts = new string('a', 2001) }, "TooLong facts"),
        ["clause unknown"] = (Some.Decision() with { GroundClause = "CS-9.9" }, "UnknownCode groundClause"),
        ["clause version unknown"] = (Some.Decision() with { GroundVersion = 9 }, "UnknownCode groundClause"),
        ["scope unknown"] = (Some.Decision() with { ScopeRegions = ["MY", "XX"], ScopeLanguages = ["tlh"], ScopeSurfaces = ["garden"] }, "UnknownCode scopeRegions.1, UnknownCode scopeLanguages.0, UnknownCode scopeSurfaces.0"),
        ["destination unknown"] = (Some.Decision() with { Resolution = Resolution.NotAPolicyGap, Destination = "gardening" }, "UnknownCode destination"),
        ["scope is no code"] = (Some.Decision() with { ScopeRegions = ["every where"] }, "Malformed scopeRegions.0"),
    };

    public static TheoryData<string> Cases => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_record_that_is_not_full_is_refused_item_by_item_and_stores_nothing(string what)
    {
        var (form, refused) = Forms[what];
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);
        var before = await Fingerprint.OfAsync(database);

        var proposed = await database.TryAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, form, null));

        Assert.Equal(refused, string.Join(", ", proposed.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path.Skip(1))}")));
        Assert.All(proposed.Refusals, r => Assert.Equal("record", r.Path[0]));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_record_rests_on_the_version_of_the_clause_in_force_or_on_the_law_alone()
    {
        await using var database = await TestDatabase.CreateAsync();

        var clause = await ProposeAsync(database, Some.Decision());
        var law = await ProposeAsync(database, Some.Decision() with { GroundClause = null, GroundLaw = "The act on services, article 3" });

        Assert.Equal(("CS-1.1", 2), (clause.Content.GroundClause, clause.Content.GroundVersion));
        Assert.Equal((null, null), (law.Content.GroundClause, law.Content.GroundVersion));
    }

    [Fact]
    public async Task Who_proposed_never_reviews_and_is_told_so()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);
        var decision = await database.SendAsync(SomePeople.OwnerAndApprover, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null));
        gap = await database.GapAsync(gap.Id);
        var before = await Fingerprint.OfAsync(database);

        var approved = await database.TryAsync(SomePeople.OwnerAndApprover, new ApproveDecision(decision.Id.Value, gap.Version));
        var rejected = await database.TryAsync(SomePeople.OwnerAndApprover, new RejectDecision(decision.Id.Value, gap.Version, "Thin."));

        Assert.Equal([RefusalCode.SamePerson, RefusalCode.SamePerson], new[] { approved, rejected }.Select(o => o.Refusals.Single().Code));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Equal(GapState.Decided, (await database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, gap.Version))).State);
    }

    [Fact]
    public async Task A_corrected_record_supersedes_the_one_it_corrects_once_it_is_approved()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        var corrected = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Resolution = Resolution.PolicyChanged }, null));
        Assert.Equal([DecisionState.Approved, DecisionState.Proposed], (await database.DecisionsAsync(gap.Id)).Select(d => d.State));
        gap = await database.GapAsync(gap.Id);
        Assert.Equal(GapState.InReview, gap.State);

        gap = await database.SendAsync(SomePeople.Approver, new ApproveDecision(corrected.Id.Value, gap.Version));

        Assert.Equal([(1, DecisionState.Superseded), (2, DecisionState.Approved)], (await database.DecisionsAsync(gap.Id)).Select(d => (d.VersionNumber, d.State)));
        Assert.Equal((GapState.Decided, Resolution.PolicyChanged, corrected.Id), (gap.State, gap.Resolution, gap.DecisionId!.Value));
    }

    [Fact]
    public async Task A_correction_that_is_sent_back_leaves_the_decision_in_force_and_the_gap_decided()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        var inForce = gap.DecisionId;
        var corrected = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Resolution = Resolution.PolicyChanged }, null));
        gap = await database.GapAsync(gap.Id);
        Assert.Equal((GapState.InReview, GapState.Decided, inForce), (gap.State, gap.ReturnsTo, gap.DecisionId));

        gap = await database.SendAsync(SomePeople.Approver, new RejectDecision(corrected.Id.Value, gap.Version, "The clause has not changed yet."));

        Assert.Equal((GapState.Decided, null, inForce, Resolution.GuidanceClarified), (gap.State, gap.ReturnsTo, gap.DecisionId, gap.Resolution!.Value));
        Assert.Equal([DecisionState.Approved, DecisionState.Rejected], (await database.DecisionsAsync(gap.Id)).Select(d => d.State));
        var remark = Assert.Single((await database.SendAsync(SomePeople.Owner, new ReviewRemarksOf([gap.Id])))[gap.Id]);
        Assert.Equal((corrected.Id, SomePeople.Approver.Id, "The clause has not changed yet."), (remark.DecisionId, remark.By, remark.Text.Value));
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Specialist, new ReviewRemarksOf([gap.Id]))).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_precedent_is_the_decision_in_force_of_another_gap_as_it_stood_when_it_was_cited()
    {
        await using var database = await TestDatabase.CreateAsync();
        var settled = await database.GapInAsync(GapState.Decided);
        var gap = await database.GapInAsync(GapState.Assessing);

        var decision = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Precedents = [Citing(settled.Number)] }, null));

        var cited = Assert.Single(decision.Content.Precedents);
        Assert.Equal((settled.DecisionId!.Value, settled.Number, 1, PrecedentUse.Followed), (cited.DecisionId, cited.GapNumber, cited.VersionNumber, cited.Use));
    }

    [Fact]
    public async Task A_gap_is_no_precedent_for_itself_and_no_other_is_cited_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (other, gap) = (await database.GapInAsync(GapState.Decided), await database.GapInAsync(GapState.Decided));

        var sent = await database.TryAsync(SomePeople.Owner, new ProposeDecision(
            gap.Id.Value, gap.Version, Some.Decision() with { Precedents = [Citing(gap.Number), Citing(other.Number), Citing(other.Number)] }, null));

        Assert.Equal(["OutOfRange record.precedents.0.gapNumber", "Malformed record.precedents.2.gapNumber"], sent.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}"));
    }

    [Fact]
    public void Every_answer_says_what_it_demands()
    {
        Assert.Equal(Enum.GetValues<Resolution>(), ResolutionDemands.Table.Select(d => d.Resolution));
        Assert.All(ResolutionDemands.Table, d => Assert.NotEmpty(d.Needs));
        // Fields are demanded in the order of the form, and each of them by somebody.
        Assert.All(ResolutionDemands.Table, d => Assert.Equal(d.Needs.Order(), d.Needs));
        Assert.Equal(Enum.GetValues<DecisionField>(), ResolutionDemands.Table.SelectMany(d => d.Needs).Distinct().Order());
    }

    [Fact]
    public async Task A_rejected_record_sends_the_gap_back_and_the_next_one_has_the_next_number()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.InReview);
        var first = (await database.DecisionsAsync(gap.Id)).Single();

        gap = await database.SendAsync(SomePeople.Approver, new RejectDecision(first.Id.Value, gap.Version, "The alternatives are thin."));
        Assert.Equal(GapState.Assessing, gap.State);
        var second = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null));

        Assert.Equal([(1, DecisionState.Rejected), (2, DecisionState.Proposed)], (await database.DecisionsAsync(gap.Id)).Select(d => (d.VersionNumber, d.State)));
        gap = await database.GapAsync(gap.Id);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Approver, new ApproveDecision(first.Id.Value, gap.Version))).Refusals.Single().Code);
        Assert.Equal(GapState.Decided, (await database.SendAsync(SomePeople.Approver, new ApproveDecision(second.Id.Value, gap.Version))).State);
    }

    [Fact]
    public async Task A_regressed_gap_keeps_its_decision_until_a_new_one_is_approved()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        var first = gap.DecisionId;
        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        gap = await database.MoveAsync(SomePeople.Owner, await database.GapAsync(gap.Id), GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = "appeals" });
        Assert.Equal(first, gap.DecisionId);

        var second = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null));
        gap = await database.SendAsync(SomePeople.Approver, new ApproveDecision(second.Id.Value, (await database.GapAsync(gap.Id)).Version));

        Assert.Equal(second.Id, gap.DecisionId);
        Assert.Equal([DecisionState.Superseded, DecisionState.Approved], (await database.DecisionsAsync(gap.Id)).Select(d => d.State));
    }

    private static DecisionForm Risk(int days) => Some.Decision() with
    {
        Resolution = Resolution.RiskAccepted,
        Evidence = "A sample of the queue showed no further case.",
        RiskExpiresOn = Some.Decision().EffectiveOn!.Value.AddDays(days),
    };

    private static PrecedentForm Citing(long gap) => new() { GapNumber = gap, Use = PrecedentUse.Followed, Why = "The same question on another surface." };

    private static async Task<DecisionView> ProposeAsync(TestDatabase database, DecisionForm form)
    {
        var gap = await database.GapInAsync(GapState.Assessing);
        return await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, form, null));
    }
}
