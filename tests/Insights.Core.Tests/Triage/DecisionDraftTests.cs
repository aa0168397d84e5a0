using Insights.Core.Audit;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Triage;

/// <summary>A decision record while it is being written, by more than one hand.</summary>
public sealed class DecisionDraftTests
{
    [Fact]
    public async Task A_draft_may_lack_everything_and_says_what_it_lacks_in_the_order_of_the_form()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);

        var empty = await database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 0, new DecisionForm()));
        var more = await database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 1, Some.Decision() with { Resolution = Resolution.RiskAccepted, Precedents = [new PrecedentForm { GapNumber = 77 }] }));

        Assert.Equal(["resolution", "facts", "groundClause", "explanation", "alternatives", "automationInDetection", "automationInDecision", "effectiveOn", "reviewBy"], Fields(empty));
        Assert.Equal(["evidence", "riskExpiresOn", "precedents.0.use", "precedents.0.why", "precedents.0.gapNumber"], Fields(more));
        Assert.Empty((await database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 2, Some.Decision()))).Missing);
    }

    [Fact]
    public async Task What_is_saved_is_read_back_as_it_was_typed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);
        var typed = Some.Decision() with
        {
            GroundVersion = 1,
            GroundLaw = "The act on services, article 3",
            Citation = "Second sentence.",
            Destination = "enforcement-quality",
            TrainingAudience = "The regional queues.",
            Evidence = "A sample.",
            StillNeeded = "Two seasons.",
            RiskExpiresOn = new DateOnly(2027, 2, 1),
            ScopeRegions = ["MY"],
            ScopeLanguages = ["en", "ms"],
            ScopeSurfaces = ["profile"],
            Precedents = [new PrecedentForm { GapNumber = 7, Use = PrecedentUse.DepartedFrom, Why = "Another clause." }],
        };

        var draft = await database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 0, typed));

        Assert.Equal(Story.Text(typed), Story.Text(draft.Content.ToForm()));
        Assert.DoesNotContain(typeof(DecisionForm).GetProperties(), p => p.GetValue(typed) is null);
    }

    [Fact]
    public async Task Who_has_not_seen_the_newest_draft_is_told_its_version_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DecisionDraftAsync();
        var gap = await database.GapAsync(draft.GapId);
        var before = await Fingerprint.OfAsync(database);

        foreach (var request in new ICommand[]
        {
            new SaveDecisionDraft(gap.Id.Value, 0, Some.Decision()), new SaveDecisionDraft(gap.Id.Value, 2, Some.Decision()), new DiscardDecisionDraft(gap.Id.Value, 0),
            new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null),
        })
        {
            var refusals = request switch
            {
                SaveDecisionDraft save => (await database.TryAsync(SomePeople.Owner, save)).Refusals,
                DiscardDecisionDraft discard => (await database.TryAsync(SomePeople.Owner, discard)).Refusals,
                _ => (await database.TryAsync(SomePeople.Owner, (ProposeDecision)request)).Refusals,
            };
            var conflict = Assert.IsType<ConflictRefusal>(Assert.Single(refusals));
            Assert.Equal((draft.Version, "draftVersion"), (conflict.CurrentVersion, conflict.Path[0]));
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task Proposing_turns_the_draft_into_the_record_and_its_words_are_gone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DecisionDraftAsync();
        var gap = await database.GapAsync(draft.GapId);

        await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null) { DraftVersion = draft.Version });

        Assert.Empty(await database.SendAsync(SomePeople.Owner, new DecisionDraftsOf([gap.Id])));
        await using var db = database.Open();
        Assert.Null((await db.DecisionDrafts.SingleAsync()).Content);
    }

    [Fact]
    public async Task A_refused_proposal_keeps_the_draft()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DecisionDraftAsync();
        var gap = await database.GapAsync(draft.GapId);

        var stale = await database.TryAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version - 1, Some.Decision(), null) { DraftVersion = draft.Version });

        Assert.Equal(RefusalCode.Conflict, stale.Refusals.Single().Code);
        Assert.Equal(draft.Version, (await database.SendAsync(SomePeople.Owner, new DecisionDraftsOf([gap.Id])))[gap.Id].Version);
    }

    [Fact]
    public async Task The_next_draft_never_has_a_version_of_an_earlier_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.DecisionDraftAsync();
        await database.SendAsync(SomePeople.Owner, new DiscardDecisionDraft(first.GapId.Value, first.Version));

        var next = await database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(first.GapId.Value, 0, Some.Decision()));
        var stale = await database.TryAsync(SomePeople.Owner, new SaveDecisionDraft(first.GapId.Value, first.Version, new DecisionForm()));

        Assert.True(next.Version > first.Version);
        Assert.Equal(next.Version, Assert.IsType<ConflictRefusal>(Assert.Single(stale.Refusals)).CurrentVersion);
    }

    [Fact]
    public async Task Saving_moves_neither_the_gap_nor_its_timeline_and_stands_in_the_audit_log()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DecisionDraftAsync();
        var gap = await database.GapAsync(draft.GapId);
        var timeline = await database.SendAsync(SomePeople.Owner, new GapTimeline(gap.Id, 100, null));

        await database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, draft.Version, Some.Decision()));

        Assert.Equal(gap.Version, (await database.GapAsync(gap.Id)).Version);
        Assert.Equal(timeline.Items.Count, (await database.SendAsync(SomePeople.Owner, new GapTimeline(gap.Id, 100, null))).Items.Count);
        Assert.DoesNotContain(await database.SendAsync(SomePeople.Owner, new ChangesSince(gap.Id.Value, TestDatabase.Start)), c => c.Action == DraftLines.Saved);
        await using var db = database.Open();
        Assert.Equal(2, await db.AuditEntries.CountAsync(a => a.GapId == gap.Id && a.Action == DraftLines.Saved && a.By == SomePeople.Owner.Id));
    }

    [Fact]
    public async Task The_policy_team_reads_a_draft_and_nobody_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DecisionDraftAsync();

        foreach (var person in SomePeople.All)
        {
            var read = await database.TryAsync(person, new DecisionDraftsOf([draft.GapId]));
            Assert.Equal((person.Roles & (Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover)) != 0, !read.Refused);
        }
    }

    [Fact]
    public async Task A_draft_holds_nothing_that_identifies_and_no_code_from_elsewhere()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);
        var before = await Fingerprint.OfAsync(database);

        var sent = await database.TryAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 0, new DecisionForm { Facts = "Ask someone@example.com.", Precedents = [new() { Why = "Ask someone@example.com." }] }));
        var unknown = await database.TryAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 0, new DecisionForm { ChangedClause = "CS-9.9" }));

        Assert.Equal(["PersonalData record.facts", "PersonalData record.precedents.0.why"], sent.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}"));
        Assert.Equal("UnknownCode record.changedClause", $"{unknown.Refusals.Single().Code} {string.Join('.', unknown.Refusals.Single().Path)}");
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    private static IEnumerable<string> Fields(DecisionDraftView draft) => draft.Missing.Select(m => string.Join('.', m.Path.Skip(1)));
}
