using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Privacy;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Insights.Core.Audit;

namespace Insights.Core.Tests.Stewardship;

/// <summary>What only may identify a person is looked at by its writer, and kept on their word.</summary>
public sealed class AcknowledgingTests
{
    private const string Soft = "Mrs Aisha Fernandes of the review board asked for it.";

    [Fact]
    public async Task A_warning_refuses_the_first_time_and_says_what_to_acknowledge()
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);

        var sent = await database.TryAsync(SomePeople.Specialist, Filing(null));

        var refusal = Assert.IsType<PrivacyRefusal>(Assert.Single(sent.Refusals));
        Assert.Equal((RefusalCode.PersonalDataSuspected, "report.interimHandling"), (refusal.Code, string.Join('.', refusal.Path)));
        Assert.Equal(FindingStrength.Warn, Assert.Single(refusal.Findings).Strength);
        Assert.DoesNotContain("Fernandes", refusal.Message + refusal.Findings[0].Message, StringComparison.Ordinal);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_acknowledged_warning_is_stored_and_who_kept_it_why_is_on_record(bool asTheApiNamesIt)
    {
        await using var database = await TestDatabase.CreateAsync();
        var finding = await FindingAsync(database);
        IReadOnlyList<string> path = asTheApiNamesIt ? ["input", "report", "interimHandling"] : ["report", "interimHandling"];

        var report = await database.SendAsync(SomePeople.Specialist, Filing([new(path, finding.RuleId, finding.Start, finding.End, KeepReason.PublicRole)]));

        Assert.Equal(Soft, report.Content.InterimHandling!.Value);
        var kept = Assert.Single((await database.SendAsync(SomePeople.Auditor, new PassedFindingList(10, null))).Items);
        Assert.Equal(
            (SomePeople.Specialist.Id, "FileReport", report.Id, "report.interimHandling", finding.RuleId, KeepReason.PublicRole),
            (kept.By, kept.Action, kept.ReportId!.Value, kept.Path, kept.RuleId, kept.Reason!.Value));
    }

    [Fact]
    public async Task An_acknowledgement_is_for_one_range_one_rule_and_one_field()
    {
        await using var database = await TestDatabase.CreateAsync();
        var f = await FindingAsync(database);
        AcknowledgedFindingForm right = new(["report", "interimHandling"], f.RuleId, f.Start, f.End, KeepReason.NotPersonal);

        foreach (var wrong in new[] { right with { Start = f.Start + 1 }, right with { End = f.End - 1 }, right with { RuleId = "other" }, right with { Path = ["report", "title"] } })
            Assert.Equal(RefusalCode.PersonalDataSuspected, (await database.TryAsync(SomePeople.Specialist, Filing([wrong]))).Refusals.Single().Code);
    }

    [Fact]
    public async Task What_blocks_cannot_be_acknowledged()
    {
        await using var database = await TestDatabase.CreateAsync();
        var form = Some.Ambiguity() with { InterimHandling = Stewarding.Marked };
        var sent = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, form, null, null, null));
        var f = Assert.IsType<PrivacyRefusal>(Assert.Single(sent.Refusals)).Findings.Single();

        var again = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, form, null, null, null)
        {
            Acknowledged = [new(["report", "interimHandling"], f.RuleId, f.Start, f.End, KeepReason.NotPersonal)],
        });

        Assert.Equal(RefusalCode.PersonalData, Assert.Single(again.Refusals).Code);
    }

    [Fact]
    public async Task A_draft_and_a_question_to_the_engine_are_not_held_up_by_a_warning()
    {
        await using var database = await TestDatabase.CreateAsync();
        var form = Some.Ambiguity() with { InterimHandling = Soft };

        var draft = await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, form, null));
        await database.SendAsync(SomePeople.Specialist, new FindLookAlikes(form, null, 5));

        Assert.Equal(RefusalCode.PersonalDataSuspected, (await database.TryAsync(SomePeople.Specialist,
            new FileReport(draft.Id.Value, draft.Version, form, null, null, null))).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_remark_keeps_what_its_writer_acknowledges_and_a_refused_command_leaves_nothing_to_the_next()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var f = Assert.IsType<PrivacyRefusal>((await database.TryAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Soft, Audience.Internal, null))).Refusals.Single()).Findings.Single();
        IReadOnlyList<AcknowledgedFindingForm> kept = [new(["text"], f.RuleId, f.Start, f.End, KeepReason.OrganisationOrPlace)];

        // Refused for another reason after its acknowledgement was taken note of.
        await database.TryAsync(SomePeople.Lead, new WriteComment("gap_01M6CRWH000000000000000001", Soft, Audience.Internal, null) { Acknowledged = kept });
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "Without anything to find.", Audience.Internal, null));
        Assert.Empty((await database.SendAsync(SomePeople.Auditor, new PassedFindingList(10, null))).Items);

        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Soft, Audience.Internal, null) { Acknowledged = kept });
        Assert.Equal("WriteComment", Assert.Single((await database.SendAsync(SomePeople.Auditor, new PassedFindingList(10, null))).Items).Action);
    }

    [Fact]
    public async Task What_was_kept_is_read_page_by_page_without_a_gap()
    {
        await using var database = await TestDatabase.CreateAsync();
        var finding = await FindingAsync(database);
        for (var i = 0; i < 5; i++)
            await database.SendAsync(SomePeople.Specialist, Filing([new(["report", "interimHandling"], finding.RuleId, finding.Start, finding.End, KeepReason.PublicRole)]));

        var read = new List<long>();
        PassedFindingKey? after = null;
        while (true)
        {
            var page = await database.SendAsync(SomePeople.Auditor, new PassedFindingList(2, after));
            read.AddRange(page.Items.Select(p => p.AuditPosition));
            if (!page.HasMore)
                break;
            after = new(page.Items[^1].AuditPosition, page.Items[^1].Number);
        }

        await using var db = database.Open();
        Assert.Equal(await db.PassedFindings.OrderByDescending(p => p.AuditPosition).Select(p => p.AuditPosition).ToListAsync(), read);
        Assert.Equal(5, read.Count);
    }

    [Fact]
    public void Every_command_that_stores_text_for_others_takes_acknowledgements()
    {
        var text = typeof(IAcknowledging).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(ICommand)) && t is { IsClass: true, IsAbstract: false })
            .Where(t => t.GetProperties().Any(p => p.Name is "Text" or "Reason" or "Answer" or "Question" or "Report" or "Record" or "Plan" or "Note")).ToList();

        Assert.True(text.Count > 8);
        // A draft is its author's own until it is filed, and a decision's stays among the policy team until it is proposed; a purge and a redaction give a reason by code;
        // the allow-list shows its note to stewards and auditors only; what a receiver answered is masked before it is stored, with nobody there to ask.
        Assert.Equal(["AllowString", "RequestErasure", "SaveDecisionDraft", "SaveDraft", "SettleWebhook"], text.Where(t => !t.IsAssignableTo(typeof(IAcknowledging))).Select(t => t.Name).Order(StringComparer.Ordinal));
    }

    private static FileReport Filing(IReadOnlyList<AcknowledgedFindingForm>? acknowledged) =>
        new(null, null, Some.Ambiguity() with { InterimHandling = Soft }, null, null, null) { Acknowledged = acknowledged };

    private static async Task<PrivacyFinding> FindingAsync(TestDatabase database) =>
        Assert.IsType<PrivacyRefusal>((await database.TryAsync(SomePeople.Specialist, Filing(null))).Refusals.Single()).Findings.Single();
}
