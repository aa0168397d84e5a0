using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>
/// Screens stored texts that the present rules have not seen yet, some rows at a time. What blocks now is withheld until
/// a person settles it; words that left on the feed are masked, and readers are told. Sent by a worker until nothing is left.
/// </summary>
/// <param name="Most">How many rows at most, 1 to 1,000.</param>
[Requires(Permission.KeepTime)]
public sealed record RescanTexts(int Most) : ICommand<RescanStep>, IChecked
{
    public void Check(Check check) => check.Must(Most is >= 1 and <= 1000, RefusalCode.OutOfRange, "Screen 1 to 1,000 rows at a time.", "most");
}

/// <summary>What one step of a re-scan came to.</summary>
/// <param name="Looked">Rows that were screened.</param>
/// <param name="Withheld">Texts that were taken out of their places.</param>
/// <param name="Masked">Events of the feed that lost words.</param>
public sealed record RescanStep(int Looked, int Withheld, int Masked);

internal sealed class RescanTextsHandler(
    InsightsDb db, Ledger ledger, Guard guard, GuardTally tally, IdSource ids, NumberSource numbers, TimeProvider clock, Rewording rewording)
    : IRequestHandler<RescanTexts, Outcome<RescanStep>>
{
    private readonly Dictionary<GuardedText, WithheldText> _open = [];

    public async Task<Outcome<RescanStep>> Handle(RescanTexts request, CancellationToken cancellationToken)
    {
        var looked = 0;
        List<TextRow> withheld = [], masked = [];
        foreach (var table in TextTables.Of(db))
        {
            foreach (var row in await table.UnscreenedAsync(db, Screen.RuleSetVersion, request.Most - looked, cancellationToken))
            {
                looked++;
                if (row.Entity is FeedEvent)
                {
                    if (row.Rewrite((_, text) => Masked(text)))
                        masked.Add(row);
                }
                else if (await WithholdAsync(row, cancellationToken))
                {
                    withheld.Add(row);
                }

                row.MarkScreened(Screen.RuleSetVersion);
            }

            if (looked == request.Most)
                break;
        }

        if (looked == 0)
            return new RescanStep(0, 0, 0);
        rewording.Reindex(withheld);
        rewording.Withdraw(masked);
        await ledger.CommitAsync(cancellationToken);
        return new RescanStep(looked, withheld.Count, masked.Count);
    }

    private async Task<bool> WithholdAsync(TextRow row, CancellationToken ct)
    {
        var found = (
            from text in row.Texts.ToList()
            let blocking = guard.Scan(text.Text.Value).Where(f => f.Strength == FindingStrength.Block).ToList()
            where blocking.Count > 0
            select (text.Path, text.Text, blocking)).ToDictionary(f => f.Path);
        if (found.Count == 0)
            return false;

        foreach (var (path, text, blocking) in found.Values)
        {
            var withheld = await OpenAsync(text, blocking, ct);
            db.Add(new WithheldPlace { WithheldTextId = withheld.Id, Table = row.Table.Name, Key = row.Key, Path = path, ReportId = row.Report, GapId = row.Gap });
            ledger.Record(new AuditLine("WithholdText") { WithheldText = withheld.Id, Report = row.Report, Gap = row.Gap });
            if (row.Report is { } report)
                await rewording.ForgetMatchesAsync([report], text.Value, ct);
        }

        return row.Rewrite((path, text) => found.ContainsKey(path) ? GuardedText.Withheld : text);
    }

    /// <summary>One text that stands in several places is looked at once.</summary>
    private async Task<WithheldText> OpenAsync(GuardedText text, List<GuardFinding> findings, CancellationToken ct)
    {
        if (_open.TryGetValue(text, out var known))
            return known;
        var open = await db.WithheldTexts.FirstOrDefaultAsync(w => w.State == WithheldState.Open && w.Text == text, ct);
        if (open is null)
        {
            db.Add(open = WithheldText.Of(ids.Next<WithheldTextId>(), await numbers.NextAsync(NumberSource.WithheldTexts, ct), text, findings, Screen.RuleSetVersion, clock.GetUtcNow()));
            foreach (var finding in findings)
                tally.Count(finding.RuleId, GuardOutcome.Withheld);
        }

        return _open[text] = open;
    }

    private GuardedText Masked(GuardedText text) => tally.Mask(guard, text);
}
