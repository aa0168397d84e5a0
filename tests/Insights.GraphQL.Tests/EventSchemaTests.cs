using Insights.Core.Feed;
using Insights.GraphQL.Contract;

namespace Insights.GraphQL.Tests;

public sealed class EventSchemaTests
{
    private const string Update = "INSIGHTS_UPDATE_SCHEMA";

    private static readonly string Folder = Path.Combine(SchemaTests.RepositoryRoot(), "schema", "events");

    [Fact]
    public async Task The_published_schemas_of_events_are_those_of_the_closed_list()
    {
        var files = Enum.GetValues<FeedEventType>().ToDictionary(EventSchemas.FileName, EventSchemas.Text);
        if (Environment.GetEnvironmentVariable(Update) == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (var old in Directory.GetFiles(Folder))
                File.Delete(old);
            foreach (var (name, text) in files)
                await File.WriteAllTextAsync(Path.Combine(Folder, name), text);
        }

        var published = Directory.Exists(Folder) ? Directory.GetFiles(Folder).ToDictionary(f => Path.GetFileName(f), File.ReadAllText) : [];
        Assert.True(files.Count == published.Count && files.All(f => published.GetValueOrDefault(f.Key) == f.Value),
            $"schema/events does not say what leaves. Read the difference, then run the tests once with {Update}=1.");
    }

    [Fact]
    public void Every_field_of_the_closed_list_is_carried_by_some_event()
    {
        var carried = Enum.GetValues<FeedEventType>().Select(FeedFields.Of).SelectMany(f => f.Always.Concat(f.Sometimes)).ToHashSet();

        Assert.Equal(FeedFields.All, FeedFields.All.Where(carried.Contains));
        Assert.All(Enum.GetValues<FeedEventType>().Select(FeedFields.Of), f => Assert.Empty(f.Always.Intersect(f.Sometimes)));
    }
}
