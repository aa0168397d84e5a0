using Insights.Core.Gaps;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

/// <summary>What auditors and administrators read of the audit log.</summary>
public sealed class AuditReadTests
{
    [Fact]
    public async Task Entries_are_filtered_and_read_page_by_page()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Assessing);
        await api.Database.FileAsync();
        const string Document = "query($f: AuditFilter, $a: String) { auditEntries(filter: $f, first: 2, after: $a) { nodes { position action by { handle } byRoles gapNumber fromState toState hash } pageInfo { hasNextPage endCursor } } }";

        var first = (await api.AskAsync(SomePeople.Auditor, Document, new { f = new { gapNumber = gap.Number } })).At("data", "auditEntries");
        var second = (await api.AskAsync(SomePeople.Auditor, Document, new { f = new { gapNumber = gap.Number }, a = first.At("pageInfo", "endCursor").GetString() })).At("data", "auditEntries");
        var filed = (await api.AskAsync(SomePeople.Administrator, Document, new { f = new { action = "FileReport", by = "specialist-a", from = "2026-11-02", to = "2026-11-02" } })).At("data", "auditEntries");

        Assert.Equal(["AcceptGap", "ClaimGap"], first.At("nodes").EnumerateArray().Select(n => n.At("action").GetString()!));
        Assert.Equal(["POLICY_OWNER"], first.At("nodes", 0, "byRoles").EnumerateArray().Select(r => r.GetString()!));
        Assert.Equal(("Triage", "Assessing", 64), (first.At("nodes", 0, "fromState").GetString(), first.At("nodes", 0, "toState").GetString(), first.At("nodes", 0, "hash").GetString()!.Length));
        Assert.True(second.At("nodes", 0, "position").GetInt32() < first.At("nodes", 1, "position").GetInt32());
        Assert.All(filed.At("nodes").EnumerateArray(), n => Assert.Equal("specialist-a", n.At("by", "handle").GetString()));
        Assert.Equal(2, filed.At("nodes").GetArrayLength());
        Assert.Equal(0, (await api.AskAsync(SomePeople.Auditor, Document, new { f = new { to = "2026-11-01" } })).At("data", "auditEntries", "nodes").GetArrayLength());
    }

    [Fact]
    public async Task The_newest_entries_are_checked()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.FileAsync();

        var answer = await api.AskAsync(SomePeople.Auditor, "{ auditCheck(last: 3) { fromPosition toPosition intact badPosition checkpoint { position verified headPosition } } auditChoices { actions handles } }");

        var check = answer.At("data", "auditCheck");
        var head = check.At("toPosition").GetInt32();
        Assert.Equal((Math.Max(1, head - 2), true, false, head), (check.At("fromPosition").GetInt32(), check.At("intact").GetBoolean(), check.At("checkpoint", "verified").GetBoolean(), check.At("checkpoint", "headPosition").GetInt32()));
        Assert.Contains("FileReport", answer.At("data", "auditChoices", "actions").EnumerateArray().Select(a => a.GetString()));
        Assert.Contains("auditor-a", answer.At("data", "auditChoices", "handles").EnumerateArray().Select(a => a.GetString()));
    }
}
