using Insights.Core.Administration;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Queue;

/// <summary>Who is on triage duty on which day.</summary>
public sealed class TriageDutyTests
{
    private static readonly DateOnly Monday = new(2026, 11, 2);
    private static readonly PersonId[] Leads = [.. SomePeople.Leads.Take(3).Select(l => l.Id)];

    [Theory]
    [InlineData(-1, null, -1)]
    [InlineData(0, 0, 6)]
    [InlineData(6, 0, 6)]
    [InlineData(7, 1, 13)]
    [InlineData(20, 2, 20)]
    [InlineData(21, 0, 27)]
    [InlineData(365, 1, 370)]
    public void Leads_take_turns_of_whole_days_from_the_day_it_starts(int day, int? lead, int until)
    {
        var rota = TriageRota.Empty();
        rota.Set(Monday, 7, Leads);

        Assert.Equal((lead is { } l ? Leads[l] : null, Monday.AddDays(until)), rota.OnDuty(Monday.AddDays(day), _ => true));
    }

    [Fact]
    public void A_swap_holds_on_its_days_the_later_one_of_two_and_whoever_is_no_lead_is_stood_in_for()
    {
        var rota = TriageRota.Empty();
        rota.Set(Monday, 7, Leads);
        rota.Swap(new DutySwap(Monday.AddDays(2), Monday.AddDays(3), Leads[1]), Monday);
        rota.Swap(new DutySwap(Monday.AddDays(3), Monday.AddDays(3), Leads[2]), Monday);

        Assert.Equal((Leads[0], Monday.AddDays(1)), rota.OnDuty(Monday, _ => true));
        Assert.Equal(Leads[1], rota.OnDuty(Monday.AddDays(2), _ => true).Person);
        Assert.Equal(Leads[2], rota.OnDuty(Monday.AddDays(3), _ => true).Person);
        Assert.Equal(Leads[0], rota.OnDuty(Monday.AddDays(4), _ => true).Person);
        Assert.Equal(Leads[1], rota.OnDuty(Monday, p => p != Leads[0]).Person);
        Assert.Equal(Leads[0], rota.OnDuty(Monday.AddDays(2), p => p != Leads[1]).Person);
        Assert.Null(rota.OnDuty(Monday, _ => false).Person);
    }

    [Fact]
    public async Task Only_triage_leads_are_on_it_and_it_follows_the_calendar()
    {
        await using var database = await TestDatabase.CreateAsync();
        var people = await database.SendAsync(Actor.System, new EnrolPeople([new("triage-lead-b", Roles.TriageLead)]));
        var second = people["triage-lead-b"].Id;

        Assert.Equal("leadIds.1", string.Join('.', (await database.TryAsync(SomePeople.Lead, new SetTriageRota(database.Day(0), 7, [second.Value, SomePeople.Owner.Id.Value], 0))).Refusals.Single().Path));
        var set = await database.SendAsync(SomePeople.Lead, new SetTriageRota(database.Day(0), 7, [SomePeople.Lead.Id.Value, second.Value], 0));
        Assert.Equal((SomePeople.Lead.Id, database.Day(6)), (set.OnDutyId, set.Until));
        database.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(second, (await database.SendAsync(SomePeople.Specialist, new ReadTriageDuty())).OnDutyId);

        var swapped = await database.SendAsync(SomePeople.Lead, new SwapTriageDuty(database.Day(0), database.Day(1), SomePeople.Lead.Id.Value, set.Version));
        Assert.Equal((SomePeople.Lead.Id, database.Day(1)), (swapped.OnDutyId, swapped.Until));
        Assert.Equal(RefusalCode.Conflict, (await database.TryAsync(SomePeople.Lead, new SwapTriageDuty(database.Day(0), database.Day(1), second.Value, set.Version))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, new SwapTriageDuty(database.Day(-1), database.Day(1), second.Value, swapped.Version))).Refusals.Single().Code);
    }
}
