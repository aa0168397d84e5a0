using Insights.Core.Reports;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

/// <summary>What stewards and auditors read.</summary>
public sealed class PrivacyReadTests
{
    [Fact]
    public async Task A_text_is_looked_at_without_being_stored_and_the_answer_does_not_repeat_it()
    {
        await using var api = await Api.CreateAsync();
        var before = await Fingerprint.OfAsync(api.Database);

        var answer = await api.AskAsync(SomePeople.Specialist, "query($t: String!) { screenText(text: $t) { type start end ruleId strength message } }", new { t = Stewarding.Marked });

        var finding = answer.At("data", "screenText", 0);
        Assert.Equal(("EMAIL", 4, 24, "BLOCK"), (finding.At("type").GetString(), finding.At("start").GetInt32(), finding.At("end").GetInt32(), finding.At("strength").GetString()));
        Assert.DoesNotContain("somebody", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await Fingerprint.OfAsync(api.Database)).ChangesSince(before));
    }

    [Fact]
    public async Task Where_privacy_stands_is_counted()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.WithheldReportAsync();
        await api.Database.AllowAsync();
        await api.Database.RedactionAsync("stated adult age");
        await api.Database.TryAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm { Title = "Ask other@example.com." }, null));

        var standing = (await api.AskAsync(SomePeople.Auditor, "{ privacyStanding { ruleSetVersion rowsToScreen withheld allowed erasuresRequested counts { ruleId outcome count } } }")).At("data", "privacyStanding");

        Assert.Equal((0, 1, 1, 1), (standing.At("rowsToScreen").GetInt32(), standing.At("withheld").GetInt32(), standing.At("allowed").GetInt32(), standing.At("erasuresRequested").GetInt32()));
        Assert.Contains(standing.At("counts").EnumerateArray(), c => c.At("outcome").GetString() == "BLOCKED");
        Assert.Contains(standing.At("counts").EnumerateArray(), c => c.At("outcome").GetString() == "WITHHELD");
    }

    [Fact]
    public async Task Lists_are_read_page_by_page()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.WithheldAsync(async () =>
        {
            await api.Database.FileAsync(Some.Ambiguity() with { Title = Stewarding.Marked });
            return await api.Database.FileAsync(Some.Ambiguity() with { Title = "Another reading: " + Stewarding.Value });
        });
        await api.Database.RedactionAsync("stated adult age");
        await api.Database.RedactionAsync("the most protective signal");

        var first = (await api.AskAsync(SomePeople.PrivacySteward, "{ withheldTexts(first: 1, state: OPEN) { nodes { number } pageInfo { hasNextPage endCursor } } }")).At("data", "withheldTexts");
        var second = (await api.AskAsync(SomePeople.PrivacySteward, "query($a: String) { withheldTexts(first: 1, after: $a) { nodes { number places { table } } pageInfo { hasNextPage } } }",
            new { a = first.At("pageInfo", "endCursor").GetString() })).At("data", "withheldTexts");
        var erasures = (await api.AskAsync(SomePeople.Auditor, "{ erasures(first: 1) { nodes { number requestedBy { handle } } pageInfo { hasNextPage } } }")).At("data", "erasures");

        Assert.Equal((1, 2), (first.At("nodes", 0, "number").GetInt32(), second.At("nodes", 0, "number").GetInt32()));
        Assert.False(second.At("pageInfo", "hasNextPage").GetBoolean());
        Assert.Equal((2, "privacy-steward-b"), (erasures.At("nodes", 0, "number").GetInt32(), erasures.At("nodes", 0, "requestedBy", "handle").GetString()));
        Assert.True(erasures.At("pageInfo", "hasNextPage").GetBoolean());
    }

    [Fact]
    public async Task Where_words_stand_is_told_to_stewards_and_the_words_are_not_repeated()
    {
        await using var api = await Api.CreateAsync();
        var report = await api.Database.FileAsync();

        var found = await api.AskAsync(SomePeople.PrivacySteward, "query($w: String!) { storedWords(words: $w) { rows inWithheld places { table path reportNumber } } }", new { w = "STATED ADULT AGE" });

        Assert.Equal(2, found.At("data", "storedWords", "rows").GetInt32());
        Assert.Contains(found.At("data", "storedWords", "places").EnumerateArray(), p => p.At("table").GetString() == "report" && p.At("reportNumber").GetInt64() == report.Number);
        Assert.DoesNotContain("adult", found.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_of_what_was_kept_names_who_kept_it_with_one_more_statement_however_long_it_is()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.AllowAsync();
        for (var i = 0; i < 6; i++)
            await api.Database.FileAsync(Some.Ambiguity() with { Title = Stewarding.Marked });
        const string Page = "query($n: Int!) { passedFindings(first: $n) { nodes { path ruleId action by { handle } allowedStringId } } }";

        await api.AskAsync(SomePeople.Auditor, Page, new { n = 2 });
        var counts = new List<int>();
        foreach (var n in new[] { 2, 6 })
        {
            using var statements = new Statements(api.Database.DatabasePath);
            await api.AskAsync(SomePeople.Auditor, Page, new { n });
            counts.Add(statements.Count);
        }

        Assert.Equal([2, 2], counts);
        Assert.Equal(6, (await api.AskAsync(SomePeople.Auditor, Page, new { n = 20 })).At("data", "passedFindings", "nodes").GetArrayLength());
    }

    [Fact]
    public async Task A_kept_finding_is_sent_as_the_refusal_named_it()
    {
        await using var api = await Api.CreateAsync();
        const string File = "mutation($i: FileReportInput!) { fileReport(input: $i) { report { number } refusals { code path ... on PrivacyRefusal { findings { ruleId start end strength } } } } }";
        var report = Some.Ambiguity() with { InterimHandling = "Mrs Aisha Fernandes of the review board asked for it." };
        var refusal = (await api.AskAsync(SomePeople.Specialist, File, new { i = new { report } })).At("data", "fileReport", "refusals", 0);
        Assert.Equal("PERSONAL_DATA_SUSPECTED", refusal.At("code").GetString());
        var finding = refusal.At("findings", 0);

        var answer = await api.AskAsync(SomePeople.Specialist, File, new
        {
            i = new
            {
                report,
                acknowledged = new[] { new { path = refusal.At("path"), ruleId = finding.At("ruleId"), start = finding.At("start"), end = finding.At("end"), reason = "PUBLIC_ROLE" } },
            },
        });

        Assert.Equal(1, answer.At("data", "fileReport", "report", "number").GetInt64());
    }
}
