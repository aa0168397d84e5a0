using Insights.Core.Clusters;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Queue;

/// <summary>One change of every gap of an explicit list, and its undoing.</summary>
public sealed class MoveGapsTests
{
    private static readonly GapChangeForm Declining = new() { Change = GapChange.Decline, Reason = "The policy is clear.", Destination = "enforcement-quality" };

    public static TheoryData<string> Changes => [.. Enum.GetNames<GapChange>()];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Undoing_brings_back_every_gap_exactly_and_doing_it_again_does_the_same(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (by, change, gaps) = await ReadyAsync(database, Enum.Parse<GapChange>(name));
        var before = await ViewsAsync(database, gaps);

        var done = await database.ChangeAsync(by, change, gaps);
        var after = await ViewsAsync(database, gaps);
        var undone = await database.UndoAsync(done, by);
        Assert.Equal(before, await ViewsAsync(database, gaps));
        Assert.NotEqual(before, after);

        await database.UndoAsync(undone, by);
        Assert.Equal(after, await ViewsAsync(database, gaps));
        await database.UndoAsync(done, by);
        Assert.Equal(before, await ViewsAsync(database, gaps));
    }

    [Fact]
    public async Task What_a_preview_shows_is_what_happens_and_looking_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        GapView[] gaps = [await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage)];
        var before = await Fingerprint.OfAsync(database);

        var preview = await database.SendAsync(SomePeople.Lead, new PreviewMoveGaps([.. gaps.Select(g => g.Id.Value)], Declining));

        Assert.Empty(preview.Refusals);
        Assert.Equal(gaps.Select(g => (g.Id, g.Version)), preview.Gaps.Select(g => (g.GapId, g.Version)));
        Assert.All(preview.Gaps, g => Assert.Equal((GapState.Triage, GapState.Declined), (g.Now.State, g.StateAfter)));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        var done = await database.ChangeAsync(SomePeople.Lead, Declining, gaps);
        Assert.All(done.Gaps, g => Assert.Equal((GapState.Triage, GapState.Declined), (g.StateBefore, g.StateAfter)));
        Assert.Equal((OperationKind.Move, "The policy is clear."), (done.Kind, done.Reason!.Value));
    }

    [Fact]
    public async Task One_gap_that_cannot_refuses_all_and_each_reason_names_its_gap()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (fits, fresh, closed) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.Closed));
        var merged = await database.GapInAsync(GapState.Triage);
        await database.MergeAsync(fits, merged);
        fits = await database.GapAsync(fits.Id);
        merged = await database.GapAsync(merged.Id);
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryChangeAsync(SomePeople.Lead, Declining, fits, fresh, closed, merged);
        var looked = await database.SendAsync(SomePeople.Lead, new PreviewMoveGaps([fits.Id.Value, fresh.Id.Value, closed.Id.Value, merged.Id.Value], Declining));

        Assert.Equal(
            [("IllegalMove", "seen.1.action"), ("IllegalMove", "seen.2.action"), ("GapEnded", "seen.3.id")],
            refused.Refusals.Select(r => (r.Code.ToString(), string.Join('.', r.Path))));
        Assert.StartsWith($"G-{fresh.Number}: ", refused.Refusals[0].Message, StringComparison.Ordinal);
        Assert.Equal([0, 1, 1, 1], looked.Gaps.Select(g => g.Refusals.Count));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task What_a_move_needs_is_said_for_each_gap_in_the_order_of_the_form()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);

        var refused = await database.TryChangeAsync(SomePeople.Lead, new GapChangeForm { Change = GapChange.Defer }, gap);

        Assert.Equal(["seen.0.reason", "seen.0.expiresOn", "seen.0.recurrenceThreshold"], refused.Refusals.Select(r => string.Join('.', r.Path)));
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryChangeAsync(SomePeople.Approver, Declining, gap)).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_gap_that_changed_since_it_was_seen_refuses_the_whole_list()
    {
        await using var database = await TestDatabase.CreateAsync();
        GapView[] seen = [await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage)];
        await database.SendAsync(SomePeople.Lead, new ReleaseGap(seen[1].Id.Value, seen[1].Version));

        var refused = await database.TryChangeAsync(SomePeople.Lead, Declining, seen);

        var conflict = Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((seen[1].Version + 1, "seen.1.version"), (conflict.CurrentVersion, string.Join('.', conflict.Path)));
        Assert.Equal(GapState.Triage, (await database.GapAsync(seen[0].Id)).State);
    }

    [Fact]
    public async Task No_list_means_more_than_it_names_and_none_has_more_than_a_hundred()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        SeenVersionForm Nr(int n) => new($"gap_000000000000000000000{n:00000}", 1);

        Assert.Equal(RefusalCode.Required, (await database.TryAsync(SomePeople.Lead, new MoveGaps([], Declining, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, new MoveGaps([.. Enumerable.Range(0, 101).Select(Nr)], Declining, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Lead, new MoveGaps([.. Clustering.Seen(gap, gap)], Declining, null))).Refusals.Single().Code);
    }

    [Fact]
    public async Task What_is_newer_on_one_gap_refuses_the_undoing_by_its_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        GapView[] gaps = [await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New)];
        var claimed = await database.ChangeAsync(SomePeople.Lead, new GapChangeForm { Change = GapChange.Claim, DuplicatesChecked = true }, gaps);
        var one = await database.GapAsync(gaps[0].Id);
        await database.SendAsync(SomePeople.Lead, new ReleaseGap(one.Id.Value, one.Version));

        var refused = Assert.IsType<SupersededRefusal>(Assert.Single((await database.TryUndoAsync(claimed)).Refusals));
        Assert.Equal((one.Number, "ReleaseGap"), (refused.GapNumber, refused.Move));

        var deferred = await database.ChangeAsync(SomePeople.Lead, new GapChangeForm { Change = GapChange.Defer, Reason = "It waits.", ExpiresOn = database.Day(9), RecurrenceThreshold = 5 }, await database.GapAsync(gaps[1].Id));
        Assert.Contains((await database.TryUndoAsync(claimed)).Refusals, r => r is SupersededRefusal newer && newer.OperationNumber == deferred.Number);
        Assert.Equal(GapState.Deferred, (await database.GapAsync(gaps[1].Id)).State);
    }

    [Fact]
    public async Task Labels_of_another_hand_do_not_stand_in_the_way_of_a_move_and_the_other_way_round()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.LabelAsync("pilot");
        await database.LabelAsync("locale");
        var gap = await database.GapInAsync(GapState.Triage);
        var labelled = await database.ChangeAsync(SomePeople.Lead, new GapChangeForm { Change = GapChange.Label, Label = "pilot" }, gap);
        gap = await database.GapAsync(gap.Id);
        var declined = await database.ChangeAsync(SomePeople.Lead, Declining, gap);

        await database.UndoAsync(labelled);
        Assert.Empty((await database.GapAsync(gap.Id)).Labels);
        await database.UndoAsync(declined);
        gap = await database.GapAsync(gap.Id);
        Assert.Equal(GapState.Triage, gap.State);

        var again = await database.ChangeAsync(SomePeople.Lead, new GapChangeForm { Change = GapChange.Label, Label = "pilot" }, gap);
        gap = await database.GapAsync(gap.Id);
        await database.SendAsync(SomePeople.Lead, new LabelGap(gap.Id.Value, gap.Version, ["locale"], null));
        Assert.Equal("LabelGap", Assert.IsType<SupersededRefusal>((await database.TryUndoAsync(again)).Refusals.Single()).Move);
    }

    [Fact]
    public async Task Reports_of_declined_gaps_stand_as_before_once_that_is_undone_an_open_question_included()
    {
        await using var database = await TestDatabase.CreateAsync();
        var asked = await database.AskAsync((await database.FileAsync()).Id);
        var gap = await database.GapInAsync(GapState.Triage);
        await database.LinkAsync(asked.Id, gap.Id);
        gap = await database.GapAsync(gap.Id);
        var before = await database.ReportAsync(asked.Id);

        var declined = await database.ChangeAsync(SomePeople.Lead, Declining, gap);
        var told = await database.ReportAsync(asked.Id);
        var undone = await database.UndoAsync(declined);

        Assert.Equal((ReportState.Declined, "The policy is clear.", null), (told.State, told.StateReason!.Value, told.Question));
        Assert.Equivalent(before with { Version = 0 }, await database.ReportAsync(asked.Id) with { Version = 0 }, strict: true);
        await database.UndoAsync(undone);
        Assert.Equal("The policy is clear.", (await database.ReportAsync(asked.Id)).StateReason!.Value);
    }

    [Fact]
    public async Task Only_a_lead_or_whoever_made_the_moves_undoes_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var closing = new GapChangeForm { Change = GapChange.Close, VerificationNote = "A sample was read." };
        var closed = await database.ChangeAsync(SomePeople.Owner, closing, await database.GapInAsync(GapState.Implementing));
        var merged = await database.MergeAsync(await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));

        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.OwnerAndApprover, new UndoOperation(closed.Id.Value, null, null, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Owner, new UndoOperation(merged.Id.Value, null, null, null))).Refusals.Single().Code);
        await database.UndoAsync(closed, SomePeople.Owner);
    }

    [Fact]
    public async Task Each_gap_has_its_line_and_its_event_under_the_number_of_the_operation_and_no_person_leaves()
    {
        await using var database = await TestDatabase.CreateAsync();
        GapView[] gaps = [await database.GapInAsync(GapState.Assessing), await database.GapInAsync(GapState.Assessing)];
        var (events, lines) = ((await database.EventsAsync()).Count, (await database.AuditAsync()).Count);

        var given = await database.ChangeAsync(SomePeople.Lead, new GapChangeForm { Change = GapChange.Assign, PersonId = SomePeople.OwnerAndApprover.Id.Value }, gaps);

        var told = (await database.EventsAsync()).Skip(events).ToList();
        Assert.Equal([FeedEventType.OwnerChanged, FeedEventType.OwnerChanged], told.Select(e => e.Type));
        Assert.All(told, e => Assert.Equal(given.Number, e.Item.OperationNumber));
        Assert.All((await database.AuditAsync()).Skip(lines), a => Assert.Equal((given.Id, SomePeople.OwnerAndApprover.Id, "AssignGap"), (a.OperationId, a.PersonId, a.Action)));
    }

    private static async Task<(Actor By, GapChangeForm Change, GapView[] Gaps)> ReadyAsync(TestDatabase database, GapChange change)
    {
        await database.LabelAsync("pilot");
        var (by, from, form) = change switch
        {
            GapChange.Claim => (SomePeople.Lead, GapState.New, new GapChangeForm { Change = change, Severity = Severity.Critical, DuplicatesChecked = true }),
            GapChange.Accept => (SomePeople.Owner, GapState.Triage, new GapChangeForm { Change = change, Kind = GapKind.UnknownUnknown, Area = "appeals" }),
            GapChange.Defer => (SomePeople.Lead, GapState.Triage, new GapChangeForm { Change = change, Reason = "It waits.", ExpiresOn = database.Day(9), RecurrenceThreshold = 5 }),
            GapChange.Decline => (SomePeople.Lead, GapState.Triage, Declining with { Change = change }),
            GapChange.Implement => (SomePeople.Owner, GapState.Decided, new GapChangeForm { Change = change, Plan = "The guidance is rewritten.", PlanDueOn = database.Day(9) }),
            GapChange.Close => (SomePeople.Owner, GapState.Implementing, new GapChangeForm { Change = change, VerificationNote = "A sample was read." }),
            GapChange.Assign => (SomePeople.Lead, GapState.Assessing, new GapChangeForm { Change = change, PersonId = SomePeople.OwnerAndApprover.Id.Value }),
            GapChange.Release => (SomePeople.Lead, GapState.Triage, new GapChangeForm { Change = change }),
            _ => (SomePeople.Lead, GapState.Triage, new GapChangeForm { Change = change, Label = "pilot" }),
        };
        List<GapView> gaps = [await database.GapInAsync(from), await database.GapInAsync(from, Some.EmergingBehaviour())];
        for (var i = 0; i < gaps.Count && change is GapChange.Unlabel; i++)
            gaps[i] = await database.SendAsync(SomePeople.Lead, new LabelGap(gaps[i].Id.Value, gaps[i].Version, ["pilot"], null));
        return (by, form, [.. gaps]);
    }

    /// <summary>What every reader sees of these gaps and their reports; left out are counters of changes and the last activity.</summary>
    private static async Task<string> ViewsAsync(TestDatabase database, IEnumerable<GapView> gaps)
    {
        var ids = gaps.Select(g => g.Id).ToList();
        var now = await database.SendAsync(SomePeople.Lead, new GapsById(ids));
        var members = await database.SendAsync(SomePeople.Lead, new MembersOf(ids));
        var reports = await database.SendAsync(Actor.System, new ReportsById([.. ids.SelectMany(id => members[id]).Select(m => m.ReportId)]));
        return System.Text.Json.JsonSerializer.Serialize(ids.Select(id => new
        {
            Gap = now[id] with { Version = 0, LastActivityAt = default },
            Members = members[id],
            Reports = members[id].Select(m => reports[m.ReportId] with { Version = 0 }),
        }));
    }
}
