using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>Who is on triage duty when: leads in turn, so many days each, and exceptions. One row.</summary>
public sealed class TriageRota
{
    private TriageRota()
    {
    }

    public int Id { get; private init; }

    public DateOnly StartsOn { get; private set; }

    public int DaysEach { get; private set; }

    /// <summary>The leads in their turn.</summary>
    public IReadOnlyList<PersonId> Leads { get; private set; } = [];

    /// <summary>Days on which somebody else is on duty; of two, the later one holds.</summary>
    public IReadOnlyList<DutySwap> Swaps { get; private set; } = [];

    public int Version { get; private set; }

    public static TriageRota Empty() => new() { Id = 1, DaysEach = 7 };

    /// <summary>Who is on duty on a day and until when, of those who still are leads; nobody before it starts.</summary>
    /// <param name="day">The day.</param>
    /// <param name="isLead">Who still is a triage lead; the next one in turn stands in for whoever is not.</param>
    public (PersonId? Person, DateOnly Until) OnDuty(DateOnly day, Func<PersonId, bool> isLead)
    {
        if (Swaps.LastOrDefault(s => s.From <= day && day <= s.To && isLead(s.PersonId)) is { } swap)
            return (swap.PersonId, swap.To);
        if (Leads.Count == 0 || day < StartsOn)
            return (null, day);
        var turn = (day.DayNumber - StartsOn.DayNumber) / DaysEach;
        var until = StartsOn.AddDays((turn + 1) * DaysEach - 1);
        if (Swaps.Where(s => s.From > day && s.From <= until).Select(s => (DateOnly?)s.From).Min() is { } next)
            until = next.AddDays(-1);
        return (Enumerable.Range(0, Leads.Count).Select(i => (PersonId?)Leads[(turn + i) % Leads.Count]).FirstOrDefault(p => isLead(p!.Value)), until);
    }

    public void Set(DateOnly startsOn, int daysEach, IReadOnlyList<PersonId> leads) =>
        (StartsOn, DaysEach, Leads, Version) = (startsOn, daysEach, leads, Version + 1);

    /// <summary>Notes an exception, and forgets those that are over.</summary>
    public void Swap(DutySwap swap, DateOnly today) => (Swaps, Version) = ([.. Swaps.Where(s => s.To >= today), swap], Version + 1);
}

/// <summary>Days on which somebody else is on duty.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="PersonId">Who is.</param>
public sealed record DutySwap(DateOnly From, DateOnly To, PersonId PersonId);

/// <summary>Who is on triage duty, and the rota behind it.</summary>
[Requires(Permission.ReadGaps)]
public sealed record ReadTriageDuty : IQuery<TriageDutyView>;

/// <summary>A triage lead sets the rota: who takes turns, from which day, for how many days each.</summary>
/// <param name="StartsOn">The day the first turn starts.</param>
/// <param name="DaysEach">Days of one turn, 1 to 28.</param>
/// <param name="LeadIds">The triage leads in their turn, 1 to 30.</param>
/// <param name="ExpectedVersion">The version the caller has seen; 0 where none was set yet.</param>
[Requires(Permission.TriageGaps)]
public sealed record SetTriageRota(DateOnly? StartsOn, int DaysEach, IReadOnlyList<string> LeadIds, int ExpectedVersion) : ICommand<TriageDutyView>, IChecked
{
    private const int Most = 30;

    public void Check(Check check)
    {
        check.Present(StartsOn, "startsOn");
        check.Must(DaysEach is >= 1 and <= 28, RefusalCode.OutOfRange, "A turn has 1 to 28 days.", "daysEach");
        check.Must(LeadIds.Count > 0, RefusalCode.Required, "Choose at least one triage lead.", "leadIds");
        check.Must(LeadIds.Count <= Most, RefusalCode.OutOfRange, "At most 30 take turns.", "leadIds");
        foreach (var (i, id) in LeadIds.Take(Most).Index())
            check.Id<PersonId>(id, required: true, "leadIds", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>Somebody else is on duty for some days. A later swap of the same days holds.</summary>
/// <param name="From">First day, not before today.</param>
/// <param name="To">Last day, at most 60 days on.</param>
/// <param name="PersonId">The triage lead who is.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.TriageGaps)]
public sealed record SwapTriageDuty(DateOnly? From, DateOnly? To, string PersonId, int ExpectedVersion) : ICommand<TriageDutyView>, IChecked
{
    public void Check(Check check)
    {
        check.Present(From, "from").Present(To, "to").Id<PersonId>(PersonId, required: true, "personId");
        if (From is { } from && To is { } to)
            check.Must(from <= to && to.DayNumber - from.DayNumber <= 60, RefusalCode.OutOfRange, "The last day is the first one or later, at most 60 days on.", "to");
    }
}

/// <summary>Who is on triage duty, and the rota behind it.</summary>
public sealed record TriageDutyView
{
    /// <summary>Who is on duty today; empty where nobody is.</summary>
    public PersonId? OnDutyId { get; init; }

    /// <summary>The last day of that.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The day the first turn starts or started.</summary>
    public DateOnly? StartsOn { get; init; }

    /// <summary>Days of one turn.</summary>
    public required int DaysEach { get; init; }

    /// <summary>The triage leads in their turn.</summary>
    public required IReadOnlyList<PersonId> LeadIds { get; init; }

    /// <summary>Days on which somebody else is on duty, of today and later.</summary>
    public required IReadOnlyList<DutySwap> Swaps { get; init; }

    /// <summary>Counts changes; commands say which one they have seen; 0 where none was set yet.</summary>
    public required int Version { get; init; }
}

internal sealed class TriageDutyHandler(InsightsDb db, Ledger ledger, TimeProvider clock, IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<ReadTriageDuty, Outcome<TriageDutyView>>, IRequestHandler<SetTriageRota, Outcome<TriageDutyView>>, IRequestHandler<SwapTriageDuty, Outcome<TriageDutyView>>
{
    private const int MostSwaps = 50;

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    public async Task<Outcome<TriageDutyView>> Handle(ReadTriageDuty request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(own, await own.TriageRotas.AsNoTracking().FirstOrDefaultAsync(cancellationToken), cancellationToken);
    }

    public async Task<Outcome<TriageDutyView>> Handle(SetTriageRota request, CancellationToken cancellationToken)
    {
        var rota = await db.TriageRotas.FirstOrDefaultAsync(cancellationToken);
        if (request.ExpectedVersion != (rota?.Version ?? 0))
            return new ConflictRefusal(rota?.Version ?? 0);
        var leads = request.LeadIds.Select(Data.PersonId.Of).ToList();
        foreach (var (i, lead) in leads.Index())
            if (!await IsLeadAsync(lead, cancellationToken))
                return NoLead("leadIds", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (rota is null)
            db.Add(rota = TriageRota.Empty());
        rota.Set(request.StartsOn!.Value, request.DaysEach, leads);
        return await CommitAsync(rota, new AuditLine("SetTriageRota") { Count = leads.Count }, cancellationToken);
    }

    public async Task<Outcome<TriageDutyView>> Handle(SwapTriageDuty request, CancellationToken cancellationToken)
    {
        var rota = await db.TriageRotas.FirstOrDefaultAsync(cancellationToken);
        if (request.ExpectedVersion != (rota?.Version ?? 0))
            return new ConflictRefusal(rota?.Version ?? 0);
        var swap = new DutySwap(request.From!.Value, request.To!.Value, Data.PersonId.Of(request.PersonId));
        if (swap.From < Today)
            return Refusal.Of(RefusalCode.OutOfRange, "Give today or a later day.", "from");
        if (!await IsLeadAsync(swap.PersonId, cancellationToken))
            return NoLead("personId");
        if (rota is null)
            return Refusal.Of(RefusalCode.IllegalMove, "Set the rota first.", "from");
        if (rota.Swaps.Count(s => s.To >= Today) >= MostSwaps)
            return Refusal.Of(RefusalCode.OutOfRange, "At most 50 swaps lie ahead.", "from");
        rota.Swap(swap, Today);
        return await CommitAsync(rota, new AuditLine("SwapTriageDuty") { Person = swap.PersonId }, cancellationToken);
    }

    private async Task<Outcome<TriageDutyView>> CommitAsync(TriageRota rota, AuditLine line, CancellationToken ct)
    {
        ledger.Record(line);
        await ledger.CommitAsync(ct);
        return await ViewAsync(db, rota, ct);
    }

    private Task<bool> IsLeadAsync(PersonId person, CancellationToken ct) => db.People.AnyAsync(p => p.Id == person && (p.Roles & Roles.TriageLead) != 0, ct);

    private static Refusal NoLead(params string[] path) => Refusal.Of(RefusalCode.IllegalMove, "Only triage leads are on triage duty.", path);

    private async Task<TriageDutyView> ViewAsync(InsightsDb from, TriageRota? rota, CancellationToken ct)
    {
        if (rota is null)
            return new TriageDutyView { DaysEach = 7, LeadIds = [], Swaps = [], Version = 0 };
        var leads = (await from.People.AsNoTracking().Where(p => (p.Roles & Roles.TriageLead) != 0).Select(p => p.Id).ToListAsync(ct)).ToHashSet();
        var (person, until) = rota.OnDuty(Today, leads.Contains);
        return new TriageDutyView
        {
            OnDutyId = person,
            Until = person is null ? null : until,
            StartsOn = rota.StartsOn,
            DaysEach = rota.DaysEach,
            LeadIds = rota.Leads,
            Swaps = [.. rota.Swaps.Where(s => s.To >= Today)],
            Version = rota.Version,
        };
    }
}
