using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Stewardship;

public sealed class AllowListTests
{
    [Fact]
    public async Task An_allowed_string_passes_from_then_on_and_each_use_is_on_record()
    {
        await using var database = await TestDatabase.CreateAsync();
        var form = Some.Ambiguity() with { Title = Stewarding.Marked };
        Assert.Equal(RefusalCode.PersonalData, (await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, form, null, null, null))).Refusals.Single().Code);

        var entry = await database.AllowAsync();
        var report = await database.FileAsync(form);

        Assert.Equal(Stewarding.Marked, report.Content.Title!.Value);
        var use = Assert.Single((await database.SendAsync(SomePeople.Auditor, new PassedFindingList(10, null))).Items);
        Assert.Equal((entry.Id, report.Id, null), (use.AllowedStringId!.Value, use.ReportId!.Value, use.Reason));
        Assert.Equal(1, Assert.Single(await database.SendAsync(SomePeople.Auditor, new AllowedStrings())).Uses);
    }

    [Theory]
    [InlineData("Ask nobody@example.com")]
    [InlineData("Ask anybody.somebody@example.com")]
    [InlineData("Ask somebody@example.com.my")]
    [InlineData("Ask Somebody@Example.com")]
    public async Task It_allows_no_other_value_of_the_same_shape(string title)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AllowAsync();

        var sent = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity() with { Title = title }, null, null, null));

        Assert.Equal(RefusalCode.PersonalData, Assert.Single(sent.Refusals).Code);
    }

    [Fact]
    public async Task An_entry_ends_by_itself_after_its_day_of_review()
    {
        await using var database = await TestDatabase.CreateAsync();
        var entry = await database.AllowAsync();
        await database.FileAsync(Some.Ambiguity() with { Title = Stewarding.Marked });

        database.Clock.Advance(TimeSpan.FromDays(90));
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndAllowances()));
        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await database.SendAsync(Actor.System, new EndAllowances()));
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndAllowances()));

        Assert.NotNull((await database.SendAsync(SomePeople.Auditor, new AllowedStrings())).Single(a => a.Id == entry.Id).EndedAt);
        Assert.True((await database.RescanAsync()).Withheld > 0);
    }

    [Theory]
    [InlineData(null, RefusalCode.Required)]
    [InlineData("  ", RefusalCode.Required)]
    [InlineData("ab", RefusalCode.Malformed)]
    [InlineData(" a@example.com", RefusalCode.Malformed)]
    [InlineData("a@example.com\nb", RefusalCode.Malformed)]
    [InlineData("nothing to find", RefusalCode.Malformed)]
    public async Task What_needs_no_entry_or_is_no_string_is_refused(string? text, RefusalCode code)
    {
        await using var database = await TestDatabase.CreateAsync();

        var sent = await database.TryAsync(SomePeople.PrivacySteward, new AllowString(text, "Why not.", database.Day(10), null));

        Assert.Equal((code, "text"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(366)]
    public async Task Its_day_of_review_is_within_a_year(int days)
    {
        await using var database = await TestDatabase.CreateAsync();

        var sent = await database.TryAsync(SomePeople.PrivacySteward, new AllowString(Stewarding.Value, "Why not.", database.Day(days), null));

        Assert.Equal((RefusalCode.OutOfRange, "reviewBy"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
    }

    [Fact]
    public async Task The_note_beside_it_is_guarded_like_any_text()
    {
        await using var database = await TestDatabase.CreateAsync();

        var sent = await database.TryAsync(SomePeople.PrivacySteward, new AllowString(Stewarding.Value, "Ask other@example.com.", database.Day(10), null));

        Assert.Equal((RefusalCode.PersonalData, "note"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
    }

    [Fact]
    public async Task A_revoked_entry_is_not_revoked_again_and_an_unknown_one_is_not_found()
    {
        await using var database = await TestDatabase.CreateAsync();
        var entry = await database.AllowAsync();
        await database.RevokeAsync(entry);

        var again = await database.TryAsync(SomePeople.PrivacySteward, new RevokeAllowedString(entry.Id.Value, entry.Version + 1));
        var unknown = await database.TryAsync(SomePeople.PrivacySteward, new RevokeAllowedString("alw_01M6CRWH0000000000000000ZZ", 1));

        Assert.Equal((RefusalCode.IllegalMove, RefusalCode.NotFound), (again.Refusals.Single().Code, unknown.Refusals.Single().Code));
    }

    [Fact]
    public async Task After_a_start_what_is_stored_on_the_list_is_in_force_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AllowAsync();
        ((GuardInForce)database.Services.GetService(typeof(GuardInForce))!).Allow(Privacy.AllowList.Empty);
        Assert.True((await database.TryAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity() with { Title = Stewarding.Marked }, null))).Refused);

        await database.SendAsync(Actor.System, new AdoptGuard(Privacy.GuardOptions.Default));

        await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity() with { Title = Stewarding.Marked }, null));
    }
}
