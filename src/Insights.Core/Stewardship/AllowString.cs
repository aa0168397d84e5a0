using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>A privacy steward lets one exact string pass that the guard would refuse, until a day on which it is looked at again.</summary>
/// <param name="Text">The string, exactly as it is written, 3 to 200 characters; a rule must find something in it.</param>
/// <param name="Note">Why it identifies nobody.</param>
/// <param name="ReviewBy">The last day it passes, at most a year from today.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record AllowString(string? Text, string? Note, DateOnly? ReviewBy, string? IdempotencyKey) : ICommand<AllowedStringView>, IChecked, IRepeatable
{
    private const int Shortest = 3;

    public void Check(Check check)
    {
        if (string.IsNullOrWhiteSpace(Text))
            check.Missing("text");
        else
            check.Must(Text.Length is >= Shortest and <= AllowedEntry.MaxText && Text == Text.Trim() && !Text.Any(char.IsControl),
                RefusalCode.Malformed, "An allowed string has 3 to 200 characters on one line, without spaces around it.", "text");
        check.Text(Note, 500, required: true, "note");
        check.Present(ReviewBy, "reviewBy");
    }
}

/// <summary>An entry of the allow-list.</summary>
public sealed record AllowedStringView
{
    /// <summary>The entry's id.</summary>
    public required AllowedStringId Id { get; init; }

    /// <summary>The string, exactly as it passes.</summary>
    public required string Text { get; init; }

    /// <summary>Why it identifies nobody.</summary>
    public required GuardedText Note { get; init; }

    /// <summary>The last day it passes.</summary>
    public required DateOnly ReviewBy { get; init; }

    /// <summary>Who allowed it.</summary>
    public required PersonId AddedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public PersonId? EndedBy { get; init; }

    /// <summary>When it ended; empty while it passes.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How often a stored text relied on it.</summary>
    public required int Uses { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }

    internal static IQueryable<AllowedStringView> From(InsightsDb db, IQueryable<AllowedEntry> entries)
    {
        var passed = db.PassedFindings;
        return entries.Select(a => new AllowedStringView
        {
            Id = a.Id,
            Text = a.Text,
            Note = a.Note,
            ReviewBy = a.ReviewBy,
            AddedBy = a.AddedBy,
            AddedAt = a.AddedAt,
            EndedBy = a.EndedBy,
            EndedAt = a.EndedAt,
            Uses = passed.Count(p => p.AllowedStringId == a.Id),
            Version = a.Version,
        });
    }
}

internal sealed class AllowStringHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Guard guard, Screen screen, IdSource ids, TimeProvider clock, Allowances allowances)
    : IRequestHandler<AllowString, Outcome<AllowedStringView>>
{
    public async Task<Outcome<AllowedStringView>> Handle(AllowString request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(AllowedStringId.Of(made), cancellationToken);

        var at = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        if (request.ReviewBy <= today || request.ReviewBy > today.AddYears(1))
            return Refusal.Of(RefusalCode.OutOfRange, "Give a date after today and within a year.", "reviewBy");
        // Also what an entry lets pass already needs no second one.
        if (guard.Scan(request.Text!).Count == 0)
            return Refusal.Of(RefusalCode.Malformed, "The guard finds nothing in this, so it needs no entry.", "text");

        var entry = AllowedEntry.Add(
            ids.Next<AllowedStringId>(), request.Text!, screen.Of(request.Note)!, request.ReviewBy!.Value, current.Actor.Id, Screen.RuleSetVersion, at);
        db.Add(entry);
        repeats.Remember(request, entry.Id.Value);
        ledger.Record(new AuditLine("AllowString") { AllowedString = entry.Id });
        await allowances.CommitAsync(narrower: false, cancellationToken);
        return await ViewAsync(entry.Id, cancellationToken);
    }

    private Task<AllowedStringView> ViewAsync(AllowedStringId id, CancellationToken ct) =>
        AllowedStringView.From(db, db.AllowedEntries.AsNoTracking().Where(a => a.Id == id)).SingleAsync(ct);
}
