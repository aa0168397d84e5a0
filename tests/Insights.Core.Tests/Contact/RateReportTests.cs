using Insights.Core.Contact;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Contact;

/// <summary>Ratings of reports: who gives them, who sees them, and what is kept.</summary>
public sealed class RateReportTests
{
    [Fact]
    public async Task The_author_sees_the_mean_and_each_note_with_a_role_and_no_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await RateAsync(database, SomePeople.Lead, report, 4, "Say which clause.");
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await RateAsync(database, SomePeople.OwnerAndApprover, report, 1, null);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await RateAsync(database, SomePeople.Owner, report, 2, "Which reading was applied?");

        var seen = (await RatingsAsync(database, SomePeople.Specialist, report.Id))!;

        Assert.Equal((1, 3, 2.33, 3, 3, 3), (seen.Revision, seen.Count, seen.Clarity, seen.Specificity, seen.Evidence, seen.Actionability));
        Assert.Equal([("Which reading was applied?", Roles.PolicyOwner), ("Say which clause.", Roles.TriageLead)], seen.Notes.Select(n => (n.Text.Value, n.Role)));
        Assert.Null(seen.Mine);
        Assert.Equal(4, (await RatingsAsync(database, SomePeople.Lead, report.Id))!.Mine!.Clarity);
    }

    [Fact]
    public async Task Other_specialists_see_no_rating_and_nobody_rates_their_own()
    {
        await using var database = await TestDatabase.CreateAsync();
        Actor both = SomePeople.Specialist with { Roles = Roles.Specialist | Roles.TriageLead };
        var report = await database.FileAsync();
        await RateAsync(database, SomePeople.Lead, report, 4, null);

        Assert.Null(await RatingsAsync(database, SomePeople.OtherSpecialist, report.Id));
        Assert.Equal(RefusalCode.SamePerson, (await TryAsync(database, both, report)).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_rating_is_of_a_revision_and_is_changed_by_whoever_saw_the_newest()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await RateAsync(database, SomePeople.Lead, report, 1, null);
        Assert.Equal(1, Assert.IsType<ConflictRefusal>((await TryAsync(database, SomePeople.Lead, report)).Refusals.Single()).CurrentVersion);
        var changed = await database.SendAsync(SomePeople.Lead, new RateReport(report.Id.Value, 1, 1, 3, 3, 3, 3, null, null));
        Assert.Equal((1, 3d, 2), (changed.Count, changed.Clarity, changed.Mine!.Version));

        var amended = await database.SendAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, Some.Ambiguity() with { Title = "Which age governs?" }, "It was too long.", null));
        Assert.Equal((RefusalCode.IllegalMove, "revision"), (await TryAsync(database, SomePeople.Lead, report)).Refusals.Select(r => (r.Code, r.Path[0])).Single());
        await RateAsync(database, SomePeople.Lead, amended, 5, null);
        var seen = (await RatingsAsync(database, SomePeople.Specialist, report.Id))!;
        Assert.Equal((2, 1, 5d), (seen.Revision, seen.Count, seen.Clarity));
    }

    [Fact]
    public async Task Drafts_and_what_is_gone_cannot_be_rated_and_every_step_is_asked_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity(), null));
        Assert.Equal(RefusalCode.NotFound, (await TryAsync(database, SomePeople.Lead, draft with { Revision = 1 })).Refusals.Single().Code);

        var refused = await database.TryAsync(SomePeople.Lead, new RateReport(draft.Id.Value, 0, null, 0, 6, 3, 3, "Write to someone@example.com.", null));
        Assert.Equal(["revision", "clarity", "specificity", "note"], refused.Refusals.Select(r => r.Path[0]));
    }

    [Fact]
    public async Task The_feed_says_that_a_report_was_rated_and_not_how()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await RateAsync(database, SomePeople.Lead, report, 4, "Say which clause.");

        await using var db = database.Open();
        var told = await db.Set<Core.Feed.FeedEvent>().OrderByDescending(e => e.Position).FirstAsync();
        Assert.Equal((Core.Feed.FeedEventType.ReportRated, report.Id), (told.Type, told.ReportId));
        Assert.Null(told.Item.Decision);
        Assert.DoesNotContain("clause.", System.Text.Json.JsonSerializer.Serialize(told.Item.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_go_with_a_purged_report_and_with_words_that_are_redacted()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (purged, redacted) = (await database.FileAsync(), await database.FileAsync());
        await RateAsync(database, SomePeople.Lead, purged, 4, "The harbour desk reads it otherwise.");
        await RateAsync(database, SomePeople.Lead, redacted, 4, "The harbour desk reads it otherwise.");

        var approver = SomePeople.PrivacySteward;
        var erasure = await database.PurgeAsync(purged.Id.Value, SomePeople.OtherSteward);
        await database.SendAsync(approver, new ApproveErasure(erasure.Id.Value, erasure.Version));
        var words = await database.RedactionAsync("harbour desk", SomePeople.OtherSteward);
        await database.SendAsync(approver, new ApproveErasure(words.Id.Value, words.Version));

        await using var db = database.Open();
        Assert.Equal(["The [ERASED] reads it otherwise.", "[ERASED]"], (await db.ReportRatings.ToListAsync()).Select(r => r.Note!.Value).Order(StringComparer.Ordinal));
    }

    private static Task<ReportRatingsView> RateAsync(TestDatabase database, Actor by, ReportView report, int clarity, string? note) =>
        database.SendAsync(by, new RateReport(report.Id.Value, report.Revision, null, clarity, 3, 3, 3, note, null));

    private static Task<Outcome<ReportRatingsView>> TryAsync(TestDatabase database, Actor by, ReportView report) =>
        database.TryAsync(by, new RateReport(report.Id.Value, report.Revision, null, 4, 3, 3, 3, null, null));

    private static async Task<ReportRatingsView?> RatingsAsync(TestDatabase database, Actor by, Core.Data.ReportId report) =>
        (await database.SendAsync(by, new RatingsOf([report]))).GetValueOrDefault(report);
}
