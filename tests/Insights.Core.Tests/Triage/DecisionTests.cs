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
        ["empty"] = (new DecisionForm(), "Required resolution, Required facts, Required groundClause, Required explanation, Required alternatives, Required automation, Required effectiveOn, Required reviewBy"),
        ["covered without a citation"] = (Some.Decision() with { Resolution = Resolution.CoveredByExistingPolicy }, "Required citation"),
        ["no gap without a destination"] = (Some.Decision() with { Resolution = Resolution.NotAPolicyGap }, "Required destination"),
        ["a risk without evidence and end"] = (Some.Decision() with { Resolution = Resolution.RiskAccepted }, "Required evidence, Required riskExpiresOn"),
        ["reviewed before it holds"] = (Some.Decision() with { ReviewBy = Some.Decision().EffectiveOn }, "OutOfRange reviewBy"),
        ["facts too long"] = (Some.Decision() with { Facts = new string('a', 2001) }, "TooLong facts"),
        ["clause unknown"] = (Some.Decision() with { GroundClause = "CS-9.9" }, "UnknownCode groundClause"),
        ["clause version unknown"] = (Some.Decision() with { GroundVersion = 9 }, "UnknownCode groundClause"),
        ["scope unknown"] = (Some.Decision() with { ScopeRegion = "XX", ScopeLanguage = "tlh", ScopeSurface = "garden" }, "UnknownCode scopeRegion, UnknownCode scopeLanguage, UnknownCode scopeSurface"),
        ["destination unknown"] = (Some.Decision() with { Resolution = Resolution.NotAPolicyGap, Destination = "gardening" }, "UnknownCode destination"),
        ["scope is no code"] = (Some.Decision() with { ScopeRegion = "every where" }, "Malformed scopeRegion"),
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

    private static async Task<DecisionView> ProposeAsync(TestDatabase database, DecisionForm form)
    {
        var gap = await database.GapInAsync(GapState.Assessing);
        return await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, form, null));
    }
}
