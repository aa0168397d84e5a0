using System.Globalization;
using System.Reflection;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Privacy;
using Insights.Testing;
using Snapshooter.Xunit;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class FeedItemTests
{
    [Fact]
    public void The_fields_that_leave_are_a_closed_list()
    {
        // A new line here needs a privacy review.
        Snapshot.Match(string.Join('\n', new[] { typeof(FeedItem), typeof(FeedDecision) }.SelectMany(type =>
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name is not "EqualityContract")
                .Select(p => $"{type.Name}.{p.Name}: {(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType).Name}"))));
    }

    [Fact]
    public void No_field_can_carry_a_person_a_case_unguarded_text_or_an_hour()
    {
        var types = new[] { typeof(FeedItem), typeof(FeedDecision) }.SelectMany(t => t.GetProperties()).Select(p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType).ToHashSet();

        Assert.DoesNotContain(typeof(PersonId), types);
        Assert.DoesNotContain(typeof(CaseToken), types);
        // Words leave with an approved decision only, masked once more on the way; a redaction finds them there by their type.
        Assert.DoesNotContain(typeof(FeedItem).GetProperties(), p => p.PropertyType == typeof(GuardedText));
        Assert.Equal(["Explanation", "Title"], typeof(FeedDecision).GetProperties().Where(p => p.PropertyType == typeof(GuardedText)).Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(typeof(DateTimeOffset), types);
        Assert.DoesNotContain(typeof(DateTime), types);
        Assert.Contains(typeof(DateOnly), types);
    }

    [Fact]
    public async Task Words_people_and_cases_stay_inside_until_a_decision_is_approved_and_then_only_its_own_go_out()
    {
        const string Mark = "marked word";
        await using var database = await TestDatabase.CreateAsync();
        var form = Some.Ambiguity() with
        {
            Title = $"Which age governs? {Mark}",
            Question = $"Which decides? {Mark}",
            InterimHandling = Mark,
            Region = "MY",
            Language = "ms",
            Surface = "live-rooms",
        };
        var gap = await database.GapInAsync(GapState.Assessing, form);
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Mark, Audience.Reporter, null));
        var record = Some.Decision() with { Facts = $"Fact {Mark}", Alternatives = $"Alternative {Mark}", ScopeRegions = ["MY"], Explanation = "The most protective signal governs." };
        var decision = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, record, null));
        var before = await StoredAsync(database);
        gap = await database.GapAsync(gap.Id);
        await database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, gap.Version));
        var all = await StoredAsync(database);

        Assert.All(before, text => Assert.DoesNotContain(Mark, text, StringComparison.Ordinal));
        Assert.All(all, text =>
        {
            Assert.All(SomePeople.All, p => Assert.DoesNotContain(p.Id.Value, text, StringComparison.Ordinal));
            Assert.DoesNotContain(Some.CaseReference(), text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"MY\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("\"ms\"", text, StringComparison.Ordinal);
            Assert.DoesNotContain("live-rooms", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"Fact {Mark}", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"Alternative {Mark}", text, StringComparison.Ordinal);
        });
        var approved = (await database.EventsAsync())[^1].Item;
        Assert.Equal((FeedEventType.DecisionApproved, form.Title, record.Explanation), (approved.Type, approved.Decision!.Title.Value, approved.Decision.Explanation.Value));
    }

    [Fact]
    public async Task Ids_of_one_day_tell_no_hour()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        database.Clock.Advance(TimeSpan.FromHours(7));
        await database.FileAsync();

        var stamps = (await database.EventsAsync()).SelectMany(e => new[] { e.Id.Value, e.ReportId!.Value.Value }).Select(id => Ulid.Parse(id[4..], CultureInfo.InvariantCulture).Time);

        Assert.All(stamps, time => Assert.Equal(TestDatabase.Start.Date, time.UtcDateTime));
    }

    private static async Task<IReadOnlyList<string>> StoredAsync(TestDatabase database) =>
        [.. (await database.EventsAsync()).Select(e => Story.Text(e.Item))];
}
