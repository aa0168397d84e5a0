using System.Text;
using Insights.Core.Cases;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Stewardship;

/// <summary>What is erased is gone from everywhere, and needs two people.</summary>
public sealed class ErasureTests
{
    /// <summary>A name the guard cannot know, in words that no other text of these tests uses.</summary>
    private const string Words = "Zephyrine Quillwater";

    private const string Sentence = "The reviewer zephyrine quillwater read it otherwise.";

    [Fact]
    public async Task Redacted_words_are_gone_from_reports_revisions_remarks_links_gaps_decisions_and_the_feed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await SpreadAsync(database);
        Assert.True(await database.CountSayingAsync(Words) >= 7);
        var found = await database.SendAsync(SomePeople.OtherSteward, new FindStoredWords(Words));
        var erasure = await database.RedactionAsync(Words);

        var done = await database.ApproveAsync(erasure);

        Assert.Equal((ErasureState.Done, found.Rows), (done.State, done.RowsChanged!.Value));
        Assert.Equal(0, await database.CountSayingAsync(Words));
        var report = await database.ReportAsync(gap.CanonicalReportId);
        Assert.Equal("The reviewer [ERASED] read it otherwise.", report.Content.InterimHandling!.Value);
        Assert.Equal("Which [ERASED] governs?", (await database.GapAsync(gap.Id)).Title.Value);
        var events = await database.EventsAsync();
        var approved = events.Single(e => e.Type is FeedEventType.DecisionApproved);
        Assert.Equal([approved.Id], events.Single(e => e.Type is FeedEventType.WordsWithdrawn).Item.Withdraws!);
        Assert.Equal("The reviewer [ERASED] read it otherwise.", events.Last(e => e.Type is FeedEventType.DecisionRestated).Item.Decision!.Explanation.Value);
        await NotInTheFilesAsync(database, "quillwater");
    }

    [Fact]
    public async Task The_engine_forgets_redacted_words()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync(Some.Ambiguity() with { Title = $"Which {Words} governs?" });
        var query = new FindLookAlikes(new ReportForm { Title = Words }, null, 5);
        Assert.NotEmpty(await database.SendAsync(SomePeople.Specialist, query));

        await database.ApproveAsync(await database.RedactionAsync(Words));

        Assert.Empty(await database.SendAsync(SomePeople.Specialist, query));
        await using var db = database.Open();
        Assert.DoesNotContain((await db.Links.ToListAsync()).SelectMany(l => l.Matches), m => m.Term.Contains("zephyrine", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Withheld_words_and_allowed_strings_are_redacted_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.WithheldReportAsync();
        await database.AllowAsync();

        await database.ApproveAsync(await database.RedactionAsync(Stewarding.Value));

        Assert.Equal("Ask [ERASED] which reading holds.", Assert.Single(await database.WithheldTextsAsync()).Text.Value);
        var entries = await database.SendAsync(SomePeople.Auditor, new AllowedStrings());
        Assert.All(entries, entry => Assert.Equal(("[ERASED]", true), (entry.Text, entry.EndedAt is not null)));
        await NotInTheFilesAsync(database, Stewarding.Value);
    }

    [Fact]
    public async Task A_purged_report_leaves_its_number_and_nothing_it_said()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await SpreadAsync(database);
        var before = await database.AuditAsync();
        var id = gap.CanonicalReportId;

        await database.ApproveAsync(await database.PurgeAsync(id.Value));

        var report = (await database.SendAsync(SomePeople.Specialist, new ReportsById([id])))[id];
        Assert.Equal((ReportState.Purged, null, 0), (report.State, report.Content.Title, report.Content.CaseReferences.Count));
        Assert.All(await database.SendAsync(SomePeople.Specialist, new RevisionsOf(id)), r => Assert.Equal((null, null), (r.Content.Question, r.Reason)));
        Assert.DoesNotContain(await database.MembersAsync(gap.Id), m => m.ReportId == id);
        Assert.NotEqual($"Which {Words} governs?", (await database.GapAsync(gap.Id)).Title.Value);
        Assert.Contains(await database.EventsAsync(), e => e.Type is FeedEventType.ReportPurged && e.ReportId == id);
        await using (var db = database.Open())
            Assert.False(await db.ReportCases.AnyAsync(c => c.ReportId == id));
        Assert.DoesNotContain(await database.SendAsync(SomePeople.Lead, new FindLookAlikes(Some.Ambiguity(), null, 20)), hit => hit.ReportId == id);

        // What is on record stays on record, line for line and without a hole.
        var after = await database.AuditAsync();
        Assert.Equal(before.Select(Story.Text), after.Take(before.Count).Select(Story.Text));
        Assert.Equal(Enumerable.Range(1, after.Count).Select(n => (long)n), after.Select(a => a.Position));
        Assert.Equal("ApproveErasure", after[^1].Action);
    }

    [Fact]
    public async Task A_purged_report_does_nothing_any_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.ApproveAsync(await database.PurgeAsync(report.Id.Value));
        var version = (await database.SendAsync(SomePeople.Specialist, new ReportsById([report.Id])))[report.Id].Version;

        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, version, Some.Ambiguity(), "Again.", null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, version, null, null, null, null, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.OtherSteward, new RequestErasure(ErasureKind.Purge, ErasureReason.PersonalData, null, report.Id.Value, null))).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_purged_remark_stays_as_a_remark_without_words()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var comment = await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Sentence, Audience.Internal, null));

        await database.ApproveAsync(await database.PurgeAsync(comment.Id.Value));

        Assert.Equal(0, await database.CountSayingAsync(Words));
        await NotInTheFilesAsync(database, "quillwater");
    }

    [Fact]
    public async Task Fingerprints_of_what_was_sent_are_forgotten_and_their_keys_make_nothing_new()
    {
        await using var database = await TestDatabase.CreateAsync();
        var request = new FileReport(null, null, Some.Ambiguity() with { InterimHandling = Sentence }, null, null, Some.Key());
        await database.SendAsync(SomePeople.Specialist, request);

        await database.ApproveAsync(await database.RedactionAsync(Words));

        await using var db = database.Open();
        Assert.Empty((await db.Set<IdempotencyRow>().SingleAsync()).RequestHash);
        Assert.Equal(RefusalCode.IdempotencyMismatch, (await database.TryAsync(SomePeople.Specialist, request)).Refusals.Single().Code);
    }

    [Fact]
    public async Task Whoever_asks_does_not_approve_and_may_take_it_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync(Some.Ambiguity() with { InterimHandling = Sentence });
        var erasure = await database.RedactionAsync(Words);

        var own = await database.TryAsync(SomePeople.OtherSteward, new ApproveErasure(erasure.Id.Value, erasure.Version));
        Assert.Equal(RefusalCode.SamePerson, own.Refusals.Single().Code);
        var rejected = await database.SendAsync(SomePeople.OtherSteward, new RejectErasure(erasure.Id.Value, erasure.Version));

        Assert.Equal(ErasureState.Rejected, rejected.State);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.PrivacySteward, new ApproveErasure(erasure.Id.Value, rejected.Version))).Refusals.Single().Code);
        await using var db = database.Open();
        Assert.Null((await db.Erasures.SingleAsync()).Words);
        Assert.Single((await database.SendAsync(SomePeople.Auditor, new ErasureList(ErasureState.Rejected, 10, null))).Items);
    }

    [Theory]
    [InlineData(null, RefusalCode.Required)]
    [InlineData("ab", RefusalCode.Malformed)]
    [InlineData(" padded", RefusalCode.Malformed)]
    [InlineData("nowhere@example.com", RefusalCode.NotFound)]
    public async Task Words_that_are_stored_nowhere_are_not_taken_in_this_way(string? words, RefusalCode code)
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);

        var sent = await database.TryAsync(SomePeople.PrivacySteward, new RequestErasure(ErasureKind.Redact, ErasureReason.PersonalData, words, null, null));

        Assert.Equal((code, "words"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("R-1")]
    [InlineData("gap_01M6CRWH000000000000000001")]
    public async Task A_purge_names_a_report_or_a_remark(string? target)
    {
        await using var database = await TestDatabase.CreateAsync();

        var sent = await database.TryAsync(SomePeople.PrivacySteward, new RequestErasure(ErasureKind.Purge, ErasureReason.PersonalData, null, target, null));

        Assert.Equal((RefusalCode.Malformed, "targetId"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
    }

    /// <summary>One name in a report and its revisions, a remark, the reason of a link, the title of a gap, a decision and the feed.</summary>
    private static async Task<GapView> SpreadAsync(TestDatabase database)
    {
        var gap = await database.GapInAsync(GapState.Assessing, Some.Ambiguity() with { Title = $"Which {Words} governs?", InterimHandling = Sentence });
        var canonical = await database.ReportAsync(gap.CanonicalReportId);
        await database.SendAsync(SomePeople.Specialist, new AmendReport(canonical.Id.Value, canonical.Version,
            canonical.Content.ToForm() with { MitigatingFactors = Sentence }, Sentence, null));
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Sentence, Audience.Internal, null));
        var report = await database.FileAsync(Some.EmergingBehaviour() with { Pattern = Sentence });
        await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Variant, Sentence, null, null));
        gap = await database.GapAsync(gap.Id);
        var decision = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Explanation = Sentence, Facts = Sentence }, null));
        return await database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, (await database.GapAsync(gap.Id)).Version));
    }

    private static async Task NotInTheFilesAsync(TestDatabase database, string words)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database.DatabasePath)!).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes);
            Assert.DoesNotContain(words, Encoding.Latin1.GetString(bytes), StringComparison.OrdinalIgnoreCase);
        }
    }
}
