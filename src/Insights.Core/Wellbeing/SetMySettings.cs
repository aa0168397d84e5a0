using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Wellbeing;

/// <summary>How the product treats the caller: what they chose, and what the organisation says.</summary>
[Requires(Permission.KeepOwnSettings)]
public sealed record ReadMySettings : IQuery<MySettingsView>;

/// <summary>The caller says how the product is to treat them. What is left out is as the organisation says; leave out everything to go back to that.</summary>
/// <param name="ExpectedVersion">The version the caller has seen; 0 before the first change.</param>
/// <param name="Greyscale">Whether everything appears without colour.</param>
/// <param name="Density">How close together the pages stand.</param>
/// <param name="HideVolumes">Whether pages leave out how many there are of something.</param>
/// <param name="SingleKeys">Whether single keys are shortcuts.</param>
/// <param name="ColourScheme">In which colours the pages appear.</param>
/// <param name="Quiet">Whether quiet hours of one's own hold; no means none at all.</param>
/// <param name="QuietHours">Those hours, where they do.</param>
[Requires(Permission.KeepOwnSettings)]
public sealed record SetMySettings(
    int ExpectedVersion, bool? Greyscale, Density? Density, bool? HideVolumes, bool? SingleKeys, ColourScheme? ColourScheme, bool? Quiet, QuietHoursForm? QuietHours)
    : ICommand<MySettingsView>, IChecked
{
    public void Check(Check check)
    {
        if (Quiet is not true)
            return;
        check.Present(QuietHours, "quietHours");
        QuietHours?.Check(check, "quietHours");
    }
}

/// <summary>Quiet hours: no digest is sent in them, and no count stands beside the bell.</summary>
/// <param name="From">When they begin, such as 18:00.</param>
/// <param name="To">When they end, such as 08:00; before the beginning, it is the next day, and the same time is a whole day.</param>
/// <param name="TimeZone">The time zone, by its IANA name, such as Europe/Dublin.</param>
/// <param name="Days">The days on which they begin; none named means every day.</param>
public sealed record QuietHoursForm(string? From, string? To, string? TimeZone, IReadOnlyList<Weekday>? Days)
{
    internal void Check(Check check, string at)
    {
        foreach (var (time, name) in new[] { (From, "from"), (To, "to") })
        {
            if (string.IsNullOrWhiteSpace(time))
                check.Missing(at, name);
            else
                check.Must(Time(time) is not null, RefusalCode.Malformed, "Give a time of day such as 18:00.", at, name);
        }

        if (string.IsNullOrWhiteSpace(TimeZone))
            check.Missing(at, "timeZone");
        else
            check.Must(Wellbeing.QuietHours.Zone(TimeZone) is not null, RefusalCode.UnknownCode, "No time zone has this name.", at, "timeZone");
        if (Read() is { NeverEnd: true })
            check.Refuse(RefusalCode.OutOfRange, "These hours never end, so no mail would ever be sent. Leave a day out, or turn the digest off instead.", at, "days");
    }

    /// <summary>The hours; null where a time is none.</summary>
    internal QuietHours? Read() => Time(From) is { } from && Time(To) is { } to && TimeZone is not null ? new QuietHours(from, to, TimeZone, [.. (Days ?? []).Distinct().Order()]) : null;

    private static TimeOnly? Time(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <summary>How the product treats the caller.</summary>
public sealed record MySettingsView
{
    /// <summary>What holds: the caller's choice, or else what the organisation says.</summary>
    public required WellbeingView InForce { get; init; }

    /// <summary>What the organisation says.</summary>
    public required WellbeingView Organisation { get; init; }

    /// <summary>What the caller chose.</summary>
    public required OwnSettingsView Own { get; init; }

    /// <summary>Whether quiet hours hold at this moment.</summary>
    public required bool QuietNow { get; init; }

    /// <summary>Counts changes; commands say which one they have seen. 0 before the first one.</summary>
    public required int Version { get; init; }

    internal static MySettingsView Of(PersonalSettings mine, WellbeingOptions organisation, DateTimeOffset now)
    {
        var inForce = mine.Within(organisation);
        return new MySettingsView
        {
            InForce = WellbeingView.Of(inForce),
            Organisation = WellbeingView.Of(organisation),
            Own = new OwnSettingsView(mine.Greyscale, mine.Density, mine.HideVolumes, mine.SingleKeys, mine.ColourScheme, mine.Quiet, QuietHoursView.Of(mine.QuietHours)),
            QuietNow = inForce.QuietHours?.HoldAt(now) is true,
            Version = mine.Version,
        };
    }
}

/// <summary>A whole set of settings.</summary>
/// <param name="Greyscale">Whether everything appears without colour.</param>
/// <param name="Density">How close together the pages stand.</param>
/// <param name="HideVolumes">Whether pages leave out how many there are of something.</param>
/// <param name="SingleKeys">Whether single keys are shortcuts.</param>
/// <param name="ColourScheme">In which colours the pages appear.</param>
/// <param name="QuietHours">When no digest is sent and no count stands beside the bell; empty for never.</param>
public sealed record WellbeingView(bool Greyscale, Density Density, bool HideVolumes, bool SingleKeys, ColourScheme ColourScheme, QuietHoursView? QuietHours)
{
    internal static WellbeingView Of(WellbeingOptions options) =>
        new(options.Greyscale, options.Density, options.HideVolumes, options.SingleKeys, options.ColourScheme, QuietHoursView.Of(options.QuietHours));
}

/// <summary>What somebody chose for themselves; what is empty is as the organisation says.</summary>
/// <param name="Greyscale">Whether everything appears without colour.</param>
/// <param name="Density">How close together the pages stand.</param>
/// <param name="HideVolumes">Whether pages leave out how many there are of something.</param>
/// <param name="SingleKeys">Whether single keys are shortcuts.</param>
/// <param name="ColourScheme">In which colours the pages appear.</param>
/// <param name="Quiet">Whether quiet hours of their own hold; no means none at all.</param>
/// <param name="QuietHours">Those hours.</param>
public sealed record OwnSettingsView(bool? Greyscale, Density? Density, bool? HideVolumes, bool? SingleKeys, ColourScheme? ColourScheme, bool? Quiet, QuietHoursView? QuietHours);

/// <summary>Quiet hours.</summary>
/// <param name="From">When they begin, such as 18:00.</param>
/// <param name="To">When they end; before the beginning, it is the next day, and the same time is a whole day.</param>
/// <param name="TimeZone">The time zone, by its IANA name.</param>
/// <param name="Days">The days on which they begin; none named means every day.</param>
public sealed record QuietHoursView(string From, string To, string TimeZone, IReadOnlyList<Weekday> Days)
{
    internal static QuietHoursView? Of(QuietHours? hours) => hours is null ? null
        : new(hours.From.ToString("HH:mm", CultureInfo.InvariantCulture), hours.To.ToString("HH:mm", CultureInfo.InvariantCulture), hours.TimeZone, hours.Days);
}

internal sealed class MySettingsHandler(IDbContextFactory<InsightsDb> contexts, InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, WellbeingOptions organisation) :
    IRequestHandler<ReadMySettings, Outcome<MySettingsView>>, IRequestHandler<SetMySettings, Outcome<MySettingsView>>
{
    public async Task<Outcome<MySettingsView>> Handle(ReadMySettings request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        var me = current.Actor.Id;
        var mine = await own.PersonalSettings.AsNoTracking().FirstOrDefaultAsync(s => s.PersonId == me, cancellationToken);
        return MySettingsView.Of(mine ?? PersonalSettings.Of(me), organisation, clock.GetUtcNow());
    }

    public async Task<Outcome<MySettingsView>> Handle(SetMySettings request, CancellationToken cancellationToken)
    {
        var me = current.Actor.Id;
        var mine = await db.PersonalSettings.FirstOrDefaultAsync(s => s.PersonId == me, cancellationToken);
        if ((mine?.Version ?? 0) != request.ExpectedVersion)
            return new ConflictRefusal(mine?.Version ?? 0);

        if (mine is null)
            db.Add(mine = PersonalSettings.Of(me));
        mine.Choose(
            request.Greyscale, request.Density, request.HideVolumes, request.SingleKeys, request.ColourScheme, request.Quiet,
            request.Quiet is true ? request.QuietHours!.Read() : null);
        // The record says that they chose, not what: how somebody looks after themselves is theirs.
        await ledger.Record(new AuditLine("SetMySettings")).CommitAsync(cancellationToken);
        return MySettingsView.Of(mine, organisation, clock.GetUtcNow());
    }
}
