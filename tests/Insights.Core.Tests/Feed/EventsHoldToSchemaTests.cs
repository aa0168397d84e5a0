using System.Text.Json;
using System.Text.Json.Nodes;
using Insights.Core.Feed;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Json.Schema;
using Xunit;

namespace Insights.Core.Tests.Feed;

/// <summary>What is published under <c>schema/events</c> against what the product emits.</summary>
public sealed class EventsHoldToSchemaTests
{
    private static readonly Dictionary<FeedEventType, JsonSchema> Published = Enum.GetValues<FeedEventType>()
        .ToDictionary(type => type, type => JsonSchema.FromText(File.ReadAllText(Path.Combine(Folder(), $"{FeedJson.Kebab(type)}.schema.json"))));

    private static readonly EvaluationOptions Strictly = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    [Fact]
    public async Task Every_event_that_any_command_emits_holds_to_the_schema_of_its_type_and_every_type_is_emitted()
    {
        var seen = new Dictionary<FeedEventType, HashSet<string>>();
        foreach (var act in Acts.All)
        {
            await using var database = await TestDatabase.CreateAsync();
            await (await act.Ready(database))(act.By);
            if (act.Name == "LinkReport_opens_a_gap")
                await database.UndoAsync((await database.OperationsAsync((await database.EventsAsync())[^1].GapId!.Value))[0]);
            foreach (var entry in (await database.EventsAsync()).Select(e => new FeedEntry($"v1.0.{e.Position}", e.Item)))
            {
                using var written = JsonDocument.Parse(FeedJson.Bytes(entry));
                Assert.True(Holds(entry.Item.Type, written.RootElement, out var why), $"{act.Name}: {entry.Item.Type}: {why}");
                seen.TryAdd(entry.Item.Type, []);
                seen[entry.Item.Type].UnionWith(written.RootElement.EnumerateObject().Select(p => p.Name));
            }
        }

        Assert.Empty(Enum.GetValues<FeedEventType>().Except(seen.Keys));
        // A schema allows no field that no event of the type was seen with, but for those that depend on how its gap stands.
        var unseen = seen.SelectMany(type => FeedFields.Of(type.Key).Sometimes.Where(f => !OfStanding.Contains(f.Name)).Select(FeedFields.NameOf)
            .Where(name => !type.Value.Contains(name)).Select(name => $"{type.Key}.{name}")).Order(StringComparer.Ordinal);
        Assert.True(!unseen.Except(Elsewhere).Any(), string.Join(" ", unseen.Except(Elsewhere)));
    }

    [Fact]
    public async Task An_event_with_a_field_too_many_one_too_few_or_a_wrong_value_does_not_hold()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        var written = JsonNode.Parse(FeedJson.Bytes(new FeedEntry("v1.0.1", (await database.EventsAsync())[0].Item)))!.AsObject();
        Assert.True(Holds(FeedEventType.ReportFiled, Element(written), out _));

        Assert.False(Holds(FeedEventType.ReportAmended, Element(written), out _));
        foreach (var (name, value) in new (string, JsonNode?)[]
            { ("region", "MY"), ("gapNumber", 1), ("reportId", null), ("reportId", "gap_01ARZ3NDEKTSV4RRFFQ69G5FAV"), ("on", "2026-03-02T10:00:00Z"), ("severity", "Severe"), ("schema", 2) })
        {
            var changed = written.DeepClone().AsObject();
            if (value is null)
                changed.Remove(name);
            else
                changed[name] = value;
            Assert.False(Holds(FeedEventType.ReportFiled, Element(changed), out _), name);
        }
    }

    /// <summary>Fields that only commands sent by the machine, in bulk or after a further report give; their own tests look at them.</summary>
    private static readonly string[] Elsewhere =
    [
        "GapOpened.byMachine", "ReportLinked.byMachine", "QuestionTimedOut.reportId", "GapResumed.reportId", "GapResumed.operationId", "GapResumed.operationNumber",
        "GapAccepted.operationId", "GapAccepted.operationNumber", "GapDeferred.operationId", "GapDeferred.operationNumber", "ImplementationStarted.operationId", "ImplementationStarted.operationNumber",
    ];

    private static readonly string[] OfStanding =
    [
        nameof(FeedItem.Kind), nameof(FeedItem.Area), nameof(FeedItem.Clause), nameof(FeedItem.ClauseVersion), nameof(FeedItem.Severity), nameof(FeedItem.Resolution), nameof(FeedItem.Labels),
    ];

    private static bool Holds(FeedEventType type, JsonElement written, out string why)
    {
        var found = Published[type].Evaluate(written, Strictly);
        why = string.Join("; ", (found.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Key} {e.Value}")));
        return found.IsValid;
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Insights.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        return Path.Combine(folder.FullName, "schema", "events");
    }
}
