using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class MoveGapTests
{
    public static TheoryData<GapAction> Others => [.. Enum.GetValues<GapAction>().Except(MoveGap.Actions)];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_has_a_command_of_its_own_is_refused_here(GapAction action)
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);

        var moved = await database.TryAsync(SomePeople.Lead, new MoveGap(gap.Id.Value, gap.Version, action));

        Assert.Equal((RefusalCode.IllegalMove, "action"), (moved.Refusals.Single().Code, moved.Refusals.Single().Path.Single()));
    }

    [Theory]
    [InlineData(GapAction.Accept, "kind area")]
    [InlineData(GapAction.Defer, "reason expiresOn recurrenceThreshold")]
    [InlineData(GapAction.Decline, "reason destination")]
    public async Task What_a_move_lacks_is_said_item_by_item_and_nothing_changes(GapAction action, string missing)
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var before = await Fingerprint.OfAsync(database);

        var moved = await database.TryAsync(action is GapAction.Accept ? SomePeople.Owner : SomePeople.Lead, new MoveGap(gap.Id.Value, gap.Version, action));

        Assert.Equal(missing, string.Join(' ', moved.Refusals.Select(r => r.Path.Single())));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task Codes_come_from_the_catalogue()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);

        var area = await database.TryAsync(SomePeople.Owner, new MoveGap(gap.Id.Value, gap.Version, GapAction.Accept) { Kind = GapKind.Ambiguity, Area = "gardening" });
        var destination = await database.TryAsync(SomePeople.Lead, new MoveGap(gap.Id.Value, gap.Version, GapAction.Decline) { Reason = "The policy is clear.", Destination = "gardening" });

        Assert.Equal((RefusalCode.UnknownCode, "area"), (area.Refusals.Single().Code, area.Refusals.Single().Path.Single()));
        Assert.Equal((RefusalCode.UnknownCode, "destination"), (destination.Refusals.Single().Code, destination.Refusals.Single().Path.Single()));
    }

    [Fact]
    public async Task A_stale_version_is_a_conflict_that_names_the_present_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);

        var moved = await database.TryAsync(SomePeople.Owner, new MoveGap(gap.Id.Value, gap.Version - 1, GapAction.Accept) { Kind = GapKind.Ambiguity, Area = "appeals" });

        Assert.Equal(gap.Version, Assert.IsType<ConflictRefusal>(moved.Refusals.Single()).CurrentVersion);
    }

    [Fact]
    public async Task The_reports_of_a_declined_gap_are_declined_with_it_and_say_why()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.LinkAsync((await database.FileAsync(author: SomePeople.OtherSpecialist)).Id, gap.Id);

        await database.MoveAsync(SomePeople.Lead, await database.GapAsync(gap.Id), GapAction.Decline, m => m with { Reason = "The policy is clear.", Destination = "enforcement-quality" });

        foreach (var member in await database.MembersAsync(gap.Id))
        {
            var report = await database.ReportAsync(member.ReportId);
            Assert.Equal((ReportState.Declined, "The policy is clear."), (report.State, report.StateReason!.Value));
        }
    }

    [Fact]
    public async Task Reporters_read_how_the_effect_was_verified_and_nothing_else_that_came_with_the_move()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Implementing);

        await database.MoveAsync(SomePeople.Owner, gap, GapAction.Close, m => m with { VerificationNote = "A sample was read and agreed.", Reason = "Not meant for reporters.", Plan = "Nor is this." });

        var texts = (await database.SendAsync(SomePeople.Specialist, new GapTimeline(gap.Id, 100, null))).Items.Select(e => e.Text?.Value);
        Assert.Contains("A sample was read and agreed.", texts);
        Assert.DoesNotContain("Not meant for reporters.", texts);
        Assert.DoesNotContain("Nor is this.", texts);
    }

    [Fact]
    public async Task Claiming_needs_a_severity_and_the_look_at_duplicates()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);

        var claimed = await database.TryAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, gap.Version, null, false, [new("4711", SameGap.Yes)]));
        var claimedAgain = await database.TryAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, gap.Version, null, false, null));

        Assert.Equal((RefusalCode.Malformed, "answers.gapId"), (claimed.Refusals.Single().Code, string.Join('.', claimed.Refusals.Single().Path)));
        Assert.Equal(["severity", "duplicatesChecked"], claimedAgain.Refusals.Select(r => r.Path.Single()));
    }
}
