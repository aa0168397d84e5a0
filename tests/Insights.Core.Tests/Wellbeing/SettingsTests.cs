using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Wellbeing;
using Insights.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Wellbeing;

/// <summary>What the organisation says, what somebody chooses for themselves, and what holds then.</summary>
public sealed class SettingsTests
{
    private static readonly WellbeingOptions Calm = new() { Greyscale = true, SingleKeys = false, QuietHours = new QuietHours(new TimeOnly(18, 0), new TimeOnly(8, 0), "UTC", []) };

    [Fact]
    public async Task What_is_left_open_is_as_the_organisation_says_also_when_it_says_otherwise_later()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.SendAsync(SomePeople.Specialist, new ReadMySettings());
        var mine = await database.SendAsync(SomePeople.Specialist, new SetMySettings(first.Version, null, Density.Compact, null, null, null, null, null));
        await using var later = database.OnSameFile(services => services.AddSingleton(Calm));
        await using var scope = later.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Specialist);

        var then = (await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new ReadMySettings())).Value;

        Assert.Equal((0, false, true), (first.Version, first.InForce.Greyscale, first.InForce.SingleKeys));
        Assert.Equal((1, false, Density.Compact), (mine.Version, mine.InForce.Greyscale, mine.InForce.Density));
        Assert.Equal((true, Density.Compact, false, "18:00"), (then.InForce.Greyscale, then.InForce.Density, then.InForce.SingleKeys, then.InForce.QuietHours?.From));
        Assert.Equal((Density.Comfortable, null), (then.Organisation.Density, then.Own.Greyscale));
    }

    [Fact]
    public async Task A_choice_is_nobody_elses_and_leaving_everything_open_gives_it_up()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddSingleton(Calm));
        await database.SendAsync(SomePeople.Specialist, new SetMySettings(0, false, null, true, true, ColourScheme.Dark, false, null));
        var chosen = await database.SendAsync(SomePeople.Specialist, new ReadMySettings());

        var stale = await database.TryAsync(SomePeople.Specialist, new SetMySettings(0, null, null, null, null, null, null, null));
        var reset = await database.SendAsync(SomePeople.Specialist, new SetMySettings(1, null, null, null, null, null, null, null));

        Assert.Equal((false, true, true, ColourScheme.Dark, null), (chosen.InForce.Greyscale, chosen.InForce.HideVolumes, chosen.InForce.SingleKeys, chosen.InForce.ColourScheme, chosen.InForce.QuietHours));
        Assert.True((await database.SendAsync(SomePeople.OtherSpecialist, new ReadMySettings())).InForce.Greyscale);
        Assert.Equal(1, Assert.IsType<ConflictRefusal>(Assert.Single(stale.Refusals)).CurrentVersion);
        Assert.Equal(reset.Organisation, reset.InForce with { QuietHours = reset.Organisation.QuietHours });
        Assert.NotNull(reset.InForce.QuietHours);
    }

    [Theory]
    [InlineData(null, "08:00", "UTC", "quietHours.from", RefusalCode.Required)]
    [InlineData("6 pm", "08:00", "UTC", "quietHours.from", RefusalCode.Malformed)]
    [InlineData("18:00", "25:00", "UTC", "quietHours.to", RefusalCode.Malformed)]
    [InlineData("18:00", "08:00", "", "quietHours.timeZone", RefusalCode.Required)]
    [InlineData("18:00", "08:00", "Europe/Nowhere", "quietHours.timeZone", RefusalCode.UnknownCode)]
    [InlineData("18:00", "18:00", "UTC", "quietHours.days", RefusalCode.OutOfRange)]
    public async Task Hours_that_cannot_be_are_refused_field_by_field(string? from, string? to, string? zone, string path, RefusalCode code)
    {
        await using var database = await TestDatabase.CreateAsync();

        var set = await database.TryAsync(SomePeople.Specialist, new SetMySettings(0, null, null, null, null, null, true, new QuietHoursForm(from, to, zone, null)));

        var refusal = Assert.Single(set.Refusals);
        Assert.Equal((code, path), (refusal.Code, string.Join('.', refusal.Path)));
        Assert.Equal("quietHours", string.Join('.', Assert.Single((await database.TryAsync(SomePeople.Specialist, new SetMySettings(0, null, null, null, null, null, true, null))).Refusals).Path));
    }

    [Fact]
    public async Task A_digest_that_is_due_in_quiet_hours_waits_until_they_end_and_is_sent_then()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.Specialist);
        await database.TakeDigestAsync(SomePeople.OtherSpecialist);
        await database.SendAsync(SomePeople.Specialist, new SetMySettings(0, null, null, null, null, null, true, new QuietHoursForm("20:00", "10:00", "UTC", [])));
        await database.GapInAsync(GapState.New);
        await database.TellAsync();
        database.Clock.SetUtcNow(new DateTimeOffset(database.Clock.GetUtcNow().UtcDateTime.Date.AddDays(2).AddHours(9), TimeSpan.Zero));

        var (quiet, mine) = (await DueAsync(database), await database.SendAsync(SomePeople.Specialist, new ReadMySettings()));
        database.Clock.Advance(TimeSpan.FromHours(1));
        var after = await DueAsync(database);

        Assert.Equal([SomePeople.OtherSpecialist.Id], quiet.Select(d => d.To.Id));
        Assert.True(mine.QuietNow);
        Assert.Equal([SomePeople.Specialist.Id, SomePeople.OtherSpecialist.Id], after.Select(d => d.To.Id));
        Assert.False((await database.SendAsync(SomePeople.Specialist, new ReadMySettings())).QuietNow);
    }

    private static Task<List<DueDigest>> DueAsync(TestDatabase database) => database.SendAsync(Actor.System, new DueDigests());
}
