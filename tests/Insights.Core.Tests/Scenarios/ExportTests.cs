using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Scenarios;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Scenarios;

/// <summary>The set as it leaves: lines that others read for years.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task The_same_scenarios_give_the_same_bytes_and_a_change_gives_another_version()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.ScenarioAsync();
        await database.ScenarioAsync(ScenarioActs.Form() with { Facts = "Satu akaun menyatakan umur.\u2028Ö ≥ \"x\"", Language = "ms" });

        var one = await database.SendAsync(SomePeople.Consumer, new ExportScenarios());
        database.Clock.Advance(TimeSpan.FromHours(5));
        var again = await database.SendAsync(SomePeople.Auditor, new ExportScenarios());
        await database.SendAsync(SomePeople.Owner, new RetireScenario(first.Id.Value, first.Version));
        var fewer = await database.SendAsync(SomePeople.Lead, new ExportScenarios());

        Assert.Equal(one.Content.ToArray(), again.Content.ToArray());
        Assert.Equal((2, 1), (one.Count, fewer.Count));
        Assert.NotEqual(one.Version, fewer.Version);
        var lines = Lines(one);
        Assert.Equal(3, lines.Length);
        Assert.Contains("Ö ≥", lines[2], StringComparison.Ordinal);
        var behind = one.Content.Span[(one.Content.Span.IndexOf((byte)'\n') + 1)..];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(behind)), one.Sha256);
        Assert.Equal(
            $$"""{"schema":"insights.scenario-set.v1","setVersion":"{{one.Sha256[..16]}}","count":2,"reviewDue":0,"leftOut":0,"sha256":"{{one.Sha256}}"}""", lines[0]);
        Assert.Equal(
            $$"""{"schema":"insights.scenario.v1","id":"{{first.Id}}","number":1,"revision":1,"gapNumber":1,"language":"en","facts":"An account states one age, and its use suggests a lower one.","factors":["No age check is complete.","The signal is recent."],"expectedOutcome":"The lower age governs until an age check is complete.","clause":"CS-1.1","clauseVersion":2,"reviewDue":false,"reviewReasons":[]}""",
            lines[1]);
    }

    [Fact]
    public async Task A_consumer_gets_the_scenarios_of_gaps_under_its_registered_filter()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();

        foreach (var (filter, held) in new (FeedFilter, int)[]
        {
            (new() { Areas = ["age-assurance"], States = [GapState.Decided] }, 1), (new() { Areas = ["appeals"] }, 0), (new() { Kinds = [GapKind.UnknownUnknown] }, 0),
            (new() { Labels = ["x"] }, 0), (new() { Types = [FeedEventType.GapClosed] }, 1), (new(), 1),
        })
        {
            var consumer = await database.ConsumerAsync(filter);
            var itself = await database.SignInAsync(await database.KeyAsync(consumer, KeyScopes.Read, KeyScopes.Export));
            Assert.Equal(held, (await database.SendAsync(itself, new ExportScenarios())).Count);
            Assert.Equal(held, await database.SendAsync(itself, new ScenarioCount(null)));
            Assert.Equal(held == 0, (await database.TryAsync(itself, new ScenarioByNumber(scenario.Number))).Refused);
        }

        Assert.Equal(1, (await database.SendAsync(SomePeople.Consumer, new ExportScenarios())).Count);
    }

    [Fact]
    public async Task An_empty_set_is_its_manifest()
    {
        await using var database = await TestDatabase.CreateAsync();

        var set = await database.SendAsync(SomePeople.Consumer, new ExportScenarios());

        Assert.Equal((0, 1), (set.Count, Lines(set).Length));
    }

    [Fact]
    public async Task What_is_due_says_so_and_why()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ScenarioAsync();
        var before = await database.SendAsync(SomePeople.Consumer, new ExportScenarios());
        await database.NextVersionAsync();

        var after = await database.SendAsync(SomePeople.Consumer, new ExportScenarios());

        Assert.EndsWith("\"clauseVersion\":2,\"reviewDue\":true,\"reviewReasons\":[\"CLAUSE_CHANGED\"]}", Lines(after)[1], StringComparison.Ordinal);
        Assert.NotEqual(before.Version, after.Version);
    }

    [Fact]
    public async Task A_word_that_the_guard_has_learned_since_is_masked_on_the_way_out_and_no_person_is_in_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var entry = await database.AllowAsync();
        await database.ScenarioAsync(ScenarioActs.Form() with { Facts = Stewarding.Marked, Factors = [Stewarding.Marked], Outcome = Stewarding.Marked });
        await database.RevokeAsync(entry);

        var text = Encoding.UTF8.GetString((await database.SendAsync(SomePeople.Consumer, new ExportScenarios())).Content.Span);
        var listed = (await database.SendAsync(SomePeople.Consumer, new ScenarioList(null, 10, null))).Items.Single();

        Assert.Equal(3, text.Split("[EMAIL]").Length - 1);
        Assert.DoesNotContain(Stewarding.Value, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Stewarding.Value, listed.Facts.Value + listed.Factors[0].Value + listed.Outcome.Value, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("per_", text, StringComparison.Ordinal);
        Assert.DoesNotContain(SomePeople.Owner.Handle, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_is_what_the_published_schema_says()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ScenarioAsync();
        await database.ScenarioAsync(ScenarioActs.Form() with { Factors = null });
        await database.NextVersionAsync();
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "schema", "scenario.schema.json")));

        foreach (var text in Lines(await database.SendAsync(SomePeople.Consumer, new ExportScenarios())))
        {
            using var line = JsonDocument.Parse(text);
            var kind = line.RootElement.GetProperty("schema").GetString() == "insights.scenario.v1" ? "scenario" : "manifest";
            Assert.Empty(SchemaCheck.Faults(line.RootElement, schema.RootElement.GetProperty("$defs").GetProperty(kind)));
        }

        using var wrong = JsonDocument.Parse("""{"schema":"insights.scenario.v1","number":"1","facts":"","more":1,"reviewReasons":["X"]}""");
        var faults = SchemaCheck.Faults(wrong.RootElement, schema.RootElement.GetProperty("$defs").GetProperty("scenario")).ToList();
        Assert.Contains("clause is missing", faults);
        Assert.Contains("number: not integer", faults);
        Assert.Contains("facts: too short", faults);
        Assert.Contains("more is not allowed", faults);
        Assert.Contains("reviewReasons.0: not one of those allowed", faults);
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Insights.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    private static string[] Lines(ScenarioSet set)
    {
        var text = Encoding.UTF8.GetString(set.Content.Span);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2028', text);
        return text[..^1].Split('\n');
    }
}
