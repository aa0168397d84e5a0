using System.Text;
using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Tests.Support;
using Insights.Privacy;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class FeedJsonTests
{
    private static readonly FeedEntry Linked = new("v1.0.7", new FeedItem
    {
        Id = EventId.Of("evt_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        Type = FeedEventType.ReportLinked,
        On = new DateOnly(2026, 3, 2),
        GapId = GapId.Of("gap_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        GapNumber = 42,
        Kind = GapKind.EmergingBehaviour,
        State = GapState.NeedsInfo,
        LinkRole = LinkRole.Same,
        Labels = ["age", "appeals"],
    }, FeedMembership.Entered);

    [Fact]
    public void An_event_is_written_in_one_order_with_the_names_of_the_API_and_nothing_that_is_not_there()
    {
        Assert.Equal(
            """
            {"schema":1,"cursor":"v1.0.7","membership":"ENTERED","id":"evt_01ARZ3NDEKTSV4RRFFQ69G5FAV","type":"REPORT_LINKED","on":"2026-03-02","gapId":"gap_01ARZ3NDEKTSV4RRFFQ69G5FAV","gapNumber":42,"kind":"EMERGING_BEHAVIOUR","state":"NEEDS_INFO","labels":["age","appeals"],"linkRole":"SAME"}
            """, Encoding.UTF8.GetString(FeedJson.Bytes(Linked)));
    }

    [Fact]
    public async Task An_event_gives_the_same_bytes_whenever_it_is_read()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);

        Assert.Equal(await WrittenAsync(), await WrittenAsync());

        async Task<List<string>> WrittenAsync() => [.. (await database.EventsAsync()).Select(e => Convert.ToHexString(FeedJson.Bytes(new FeedEntry($"v1.0.{e.Position}", e.Item))))];
    }

    [Fact]
    public void Words_in_any_script_are_written_as_they_are()
    {
        var words = GuardedText.Stored("Umur mana? 年齢 <b> \"quoted\"");
        var entry = Linked with { Item = Linked.Item with { Decision = new() { Title = words, Explanation = words, Resolution = Resolution.PolicyChanged, EffectiveOn = new(2026, 4, 1), ReviewBy = new(2027, 4, 1) } } };

        using var read = JsonDocument.Parse(FeedJson.Bytes(entry));
        Assert.Equal(words.Value, read.RootElement.GetProperty("decision").GetProperty("title").GetString());
        Assert.Contains("年齢", Encoding.UTF8.GetString(FeedJson.Bytes(entry)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_envelope_says_what_it_holds_and_no_time_of_day()
    {
        using var read = JsonDocument.Parse(FeedJson.CloudEvent(Linked, "https://insights.example.com/feed"));
        var envelope = read.RootElement;

        Assert.Equal(["specversion", "id", "source", "type", "subject", "dataschema", "datacontenttype", "data"], envelope.EnumerateObject().Select(p => p.Name));
        Assert.Equal("1.0", envelope.GetProperty("specversion").GetString());
        Assert.Equal(Linked.Item.Id.Value, envelope.GetProperty("id").GetString());
        Assert.Equal("https://insights.example.com/feed", envelope.GetProperty("source").GetString());
        Assert.Equal("insights.report-linked.v1", envelope.GetProperty("type").GetString());
        Assert.Equal(Linked.Item.GapId!.Value.Value, envelope.GetProperty("subject").GetString());
        Assert.Equal("urn:insights:event:report-linked:v1", envelope.GetProperty("dataschema").GetString());
        Assert.Equal("application/json", envelope.GetProperty("datacontenttype").GetString());
        Assert.Equal(Encoding.UTF8.GetString(FeedJson.Bytes(Linked)), envelope.GetProperty("data").GetRawText());
    }

    [Fact]
    public void An_envelope_is_about_the_report_where_there_is_no_gap_and_about_nothing_where_there_is_neither()
    {
        var bare = Linked.Item with { GapId = null };
        Assert.Equal("rpt_01ARZ3NDEKTSV4RRFFQ69G5FAV", SubjectOf(bare with { ReportId = ReportId.Of("rpt_01ARZ3NDEKTSV4RRFFQ69G5FAV") }));
        Assert.Null(SubjectOf(bare));

        static string? SubjectOf(FeedItem item)
        {
            using var read = JsonDocument.Parse(FeedJson.CloudEvent(new FeedEntry("v1.0.7", item)));
            return read.RootElement.TryGetProperty("subject", out var subject) ? subject.GetString() : null;
        }
    }
}
