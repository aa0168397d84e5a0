using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>A privacy steward writes a withheld text anew. It takes its place everywhere it was withheld; the old words go.</summary>
/// <param name="WithheldTextId">The withheld text.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Text">The text without what identifies anyone.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record EditWithheldText(string WithheldTextId, int ExpectedVersion, string? Text) : ICommand<WithheldTextView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<WithheldTextId>(WithheldTextId, required: true, "withheldTextId");
        check.Text(Text, ReportForm.MaxText, required: true, "text");
    }
}

/// <summary>A privacy steward puts a withheld text back, once the guard lets it pass because of the allow-list.</summary>
/// <param name="WithheldTextId">The withheld text.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record ReleaseWithheldText(string WithheldTextId, int ExpectedVersion) : ICommand<WithheldTextView>, IChecked
{
    public void Check(Check check) => check.Id<WithheldTextId>(WithheldTextId, required: true, "withheldTextId");
}

internal sealed class SettleWithheldTextHandler(
    InsightsDb db, Ledger ledger, CurrentActor current, Guard guard, Screen screen, TimeProvider clock, Rewording rewording) :
    IRequestHandler<EditWithheldText, Outcome<WithheldTextView>>, IRequestHandler<ReleaseWithheldText, Outcome<WithheldTextView>>
{
    public async Task<Outcome<WithheldTextView>> Handle(EditWithheldText request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.WithheldTextId, request.ExpectedVersion, cancellationToken);
        return found.Succeeded(out var withheld)
            ? await SettleAsync(withheld, WithheldState.Edited, screen.Of(request.Text)!, cancellationToken)
            : found.Refusals.ToList();
    }

    public async Task<Outcome<WithheldTextView>> Handle(ReleaseWithheldText request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.WithheldTextId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var withheld))
            return found.Refusals.ToList();
        var screening = guard.Screen(withheld.Text.Value);
        if (screening.Text is not { } text)
            return PrivacyRefusal.Of(["withheldTextId"], [.. screening.Findings.Where(f => f.Strength == FindingStrength.Block)]);
        screen.Passed = [.. screening.Allowed.Select(a => new FindingPassed("withheldTextId", a.Finding.RuleId, a.Finding.Type, a.Finding.Start, a.Finding.End, null, a.AllowedStringId))];
        return await SettleAsync(withheld, WithheldState.Released, text, cancellationToken);
    }

    private async Task<Outcome<WithheldText>> FindAsync(string withheldTextId, int expectedVersion, CancellationToken ct)
    {
        var id = WithheldTextId.Of(withheldTextId);
        if (await db.WithheldTexts.FirstOrDefaultAsync(w => w.Id == id, ct) is not { } withheld)
            return Refusal.NotFound("withheld text", "withheldTextId");
        return withheld.IfSettledOrChanged(expectedVersion) is { } refusal ? refusal : withheld;
    }

    /// <summary>Puts the text into every place that still holds the placeholder; a place that was written anew meanwhile is left alone.</summary>
    private async Task<Outcome<WithheldTextView>> SettleAsync(WithheldText withheld, WithheldState state, GuardedText text, CancellationToken ct)
    {
        var changed = new List<TextRow>();
        var places = await db.WithheldPlaces.Where(p => p.WithheldTextId == withheld.Id).ToListAsync(ct);
        foreach (var row in places.GroupBy(p => (p.Table, p.Key)))
        {
            var paths = row.Select(p => p.Path).ToHashSet();
            if (await TextTables.Named(db, row.Key.Table).FindAsync(db, row.Key.Key, ct) is { } stored
                && stored.Rewrite((path, now) => now == GuardedText.Withheld && paths.Contains(path) ? text : now))
                changed.Add(stored);
        }

        withheld.Settle(state, current.Actor.Id, clock.GetUtcNow());
        ledger.Record(new AuditLine(state is WithheldState.Edited ? "EditWithheldText" : "ReleaseWithheldText")
        {
            WithheldText = withheld.Id,
            Report = places.Select(p => p.ReportId).FirstOrDefault(),
            Gap = places.Select(p => p.GapId).FirstOrDefault(),
        });
        rewording.Reindex(changed);
        await rewording.RestateAsync(changed, ct);
        await ledger.CommitAsync(ct);
        return (await WithheldTextView.FromAsync(db, db.WithheldTexts.AsNoTracking().Where(w => w.Id == withheld.Id), ct)).Single();
    }
}
