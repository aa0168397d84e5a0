using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>The drafts of decision records of these gaps; a gap without one is left out.</summary>
[Requires(Permission.ReadDecisionDrafts)]
public sealed record DecisionDraftsOf(IReadOnlyCollection<GapId> Gaps) : IQuery<Dictionary<GapId, DecisionDraftView>>;

/// <summary>A decision record that is being written, with what it still lacks.</summary>
public sealed record DecisionDraftView
{
    /// <summary>The gap it is to answer.</summary>
    public required GapId GapId { get; init; }

    /// <summary>What it says so far.</summary>
    public required DecisionDraftContent Content { get; init; }

    /// <summary>Why it cannot be proposed yet, item by item, in the order of the form.</summary>
    public required IReadOnlyList<DraftLack> Missing { get; init; }

    /// <summary>Who saved it last.</summary>
    public required PersonId SavedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>Something that stands between a draft and its proposal.</summary>
/// <param name="Path">The field, from the record inwards.</param>
/// <param name="Message">What is missing or wrong.</param>
public sealed record DraftLack(IReadOnlyList<string> Path, string Message);

/// <summary>Reads drafts as people see them, for the queries and for the command that saves one.</summary>
internal sealed class DecisionDrafts(Catalogue catalogue, Screen screen)
{
    public async Task<Dictionary<GapId, DecisionDraftView>> ViewsAsync(InsightsDb db, IReadOnlyCollection<GapId> gaps, CancellationToken ct)
    {
        var drafts = await db.DecisionDrafts.AsNoTracking().Where(d => gaps.Contains(d.GapId) && d.Content != null).ToListAsync(ct);
        var forms = drafts.ToDictionary(d => d.GapId, d => d.Content!.ToForm());
        var citable = await new Precedents(db).FindAsync(forms.Values.SelectMany(f => f.Precedents), ct);
        return drafts.ToDictionary(d => d.GapId, d => new DecisionDraftView
        {
            GapId = d.GapId,
            Content = d.Content!,
            Missing = Lacks(forms[d.GapId], citable, d.GapId),
            SavedBy = d.SavedBy,
            SavedAt = d.SavedAt,
            Version = d.Version,
        });
    }

    private List<DraftLack> Lacks(DecisionForm form, Dictionary<long, Precedents.Citable> citable, GapId gap)
    {
        var check = new Check(screen);
        form.Check(check, "record", full: true);
        return
        [
            .. check.Refusals.Concat(form.UnknownCodes(catalogue, "record")).Concat(Precedents.Refuse(form.Precedents, citable, gap, "record"))
                .Select(refusal => new DraftLack(refusal.Path, refusal.Message)),
        ];
    }
}

internal sealed class DecisionDraftsOfHandler(IDbContextFactory<InsightsDb> contexts, DecisionDrafts drafts)
    : IRequestHandler<DecisionDraftsOf, Outcome<Dictionary<GapId, DecisionDraftView>>>
{
    public async Task<Outcome<Dictionary<GapId, DecisionDraftView>>> Handle(DecisionDraftsOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await drafts.ViewsAsync(db, request.Gaps, cancellationToken);
    }
}
