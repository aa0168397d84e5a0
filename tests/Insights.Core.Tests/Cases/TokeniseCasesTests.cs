using System.Text;
using Insights.Core.Cases;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Privacy;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Cases;

public sealed class TokeniseCasesTests
{
    [Fact]
    public async Task Each_id_is_answered_in_its_place_and_the_same_id_always_by_the_same_reference()
    {
        await using var database = await TestDatabase.CreateAsync();
        var foreign = new CaseTokeniser(new CaseKeyRing(new CaseKey(77, "a synthetic key of somewhere else"u8))).Tokenise("tests", "cases", "CASE-1").Value;
        var mistyped = Rotation.Old().Value[..^1] + (Rotation.Old().Value[^1] == '0' ? '1' : '0');

        var answer = await database.ExchangeAsync("case – 10001", "what somebody remembers", "CASE-10001", Rotation.Old().Value.ToLowerInvariant(), foreign, mistyped, "");

        Assert.Equal(
            [Rotation.Old(), null, Rotation.Old(), Rotation.Old(), null, null, null],
            answer.Cases.Select(c => c.Reference));
        Assert.Equal(
            [null, CaseProblem.NotACaseId, null, null, CaseProblem.UnknownKey, CaseProblem.Mistyped, CaseProblem.NotACaseId],
            answer.Cases.Select(c => c.Problem));
        Assert.All(answer.Cases, c => Assert.Equal(c.Problem is null, c.Message is null));
    }

    [Fact]
    public async Task A_source_has_its_own_pattern_and_its_own_cases()
    {
        await using var database = await TestDatabase.CreateAsync();

        var queue = await database.SendAsync(SomePeople.Lead, new TokeniseCases("queue", ["q-77", "CASE-77"]));
        var cases = await database.SendAsync(SomePeople.Lead, new TokeniseCases("cases", ["q-77"]));

        Assert.Equal(CaseProblem.NotACaseId, queue.Cases[1].Problem);
        Assert.NotEqual(queue.Cases[0].Reference, cases.Cases[0].Reference);
    }

    [Fact]
    public async Task An_unknown_source_no_id_and_too_many_are_refused_and_nothing_is_on_record()
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);

        foreach (var (request, code, path) in new (TokeniseCases, RefusalCode, string)[]
        {
            (new("elsewhere", ["CASE-1"]), RefusalCode.UnknownCode, "source"),
            (new("", ["CASE-1"]), RefusalCode.Required, "source"),
            (new("CASE 90210771", ["CASE-1"]), RefusalCode.Malformed, "source"),
            (new("cases", []), RefusalCode.OutOfRange, "rawIds"),
            (new("cases", [.. Enumerable.Range(0, 51).Select(n => $"CASE-{n}")]), RefusalCode.OutOfRange, "rawIds"),
        })
        {
            var refusal = Assert.Single((await database.TryAsync(SomePeople.Specialist, request)).Refusals);
            Assert.Equal((code, path), (refusal.Code, string.Join('.', refusal.Path)));
            Assert.DoesNotContain("90210771", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task Only_the_count_is_on_record()
    {
        await using var database = await TestDatabase.CreateAsync();

        await database.ExchangeAsync("CASE-90210771", "90210772", "no id");

        var line = (await database.AuditAsync())[^1];
        Assert.Equal(("TokeniseCases", 3, SomePeople.Specialist.Id), (line.Action, line.Count, line.By));
        Assert.Equal((null, null, null), (line.ReportId, line.GapId, line.FromState));
        var stored = Encoding.Latin1.GetString(await ReadSharedAsync(database.DatabasePath)) + Encoding.Latin1.GetString(await ReadSharedAsync(database.DatabasePath + "-wal"));
        Assert.Contains("TokeniseCases", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("9021077", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("9021077", new TokeniseCases("cases", ["90210771"]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_may_exchange_120_a_minute_and_is_told_how_long_to_wait()
    {
        await using var database = await TestDatabase.CreateAsync();
        string[] forty = [.. Enumerable.Range(0, 40).Select(n => $"CASE-{n}")];
        for (var i = 0; i < 3; i++)
            await database.ExchangeAsync(forty);
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryAsync(SomePeople.Specialist, new TokeniseCases("cases", forty));

        var refusal = Assert.IsType<RateLimitedRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((RefusalCode.RateLimited, 20), (refusal.Code, refusal.RetryAfterSeconds));
        Assert.Contains("20 seconds", refusal.Message, StringComparison.Ordinal);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));

        Assert.Equal(40, (await database.SendAsync(SomePeople.OtherSpecialist, new TokeniseCases("cases", forty))).Cases.Count);
        database.Clock.Advance(TimeSpan.FromSeconds(19));
        Assert.True((await database.TryAsync(SomePeople.Specialist, new TokeniseCases("cases", forty))).Refused);
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(40, (await database.ExchangeAsync(forty)).Cases.Count);
    }

    [Fact]
    public async Task And_1_000_a_day()
    {
        await using var database = await TestDatabase.CreateAsync();
        string[] fifty = [.. Enumerable.Range(0, 50).Select(n => $"CASE-{n}")];
        var granted = 0;
        RateLimitedRefusal? refusal = null;
        while (refusal is null && granted < 3_000)
        {
            var sent = await database.TryAsync(SomePeople.Specialist, new TokeniseCases("cases", fifty));
            granted += sent.Refused ? 0 : 50;
            refusal = sent.Refusals.OfType<RateLimitedRefusal>().FirstOrDefault(r => r.RetryAfterSeconds > 60);
            database.Clock.Advance(TimeSpan.FromSeconds(30));
        }

        // What flows in within the ten minutes it takes comes on top.
        Assert.Equal(1_000, granted);
        Assert.NotNull(refusal);
        database.Clock.Advance(TimeSpan.FromSeconds(refusal.RetryAfterSeconds));
        Assert.False((await database.TryAsync(SomePeople.Specialist, new TokeniseCases("cases", fifty))).Refused);
    }

    [Fact]
    public async Task Sixteen_at_once_get_the_same_references_and_leave_one_alias_and_sixteen_lines()
    {
        await using var database = await Rotation.CreateAsync();
        await database.CiteAsync(Rotation.Old());
        var lines = (await database.AuditAsync()).Count;
        Core.Identity.Actor[] people = [SomePeople.Specialist, SomePeople.OtherSpecialist, SomePeople.Lead];

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() =>
            database.TryAsync(people[n % 3], new TokeniseCases("cases", ["CASE-10001", "CASE-10002"])))));

        Assert.All(all, sent => Assert.Equal([Rotation.New(), Rotation.New("CASE-10002")], sent.Value.Cases.Select(c => c.Reference)));
        Assert.Equal(16, (await database.AuditAsync()).Count - lines);
        await using var db = database.Open();
        var alias = await db.CaseAliases.SingleAsync();
        Assert.Equal((Rotation.Old(), Rotation.New()), (alias.Old, alias.New));
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }
}
