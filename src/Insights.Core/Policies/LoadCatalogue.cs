using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Policies;

/// <summary>
/// Takes the organisation's catalogue over, whole: clauses, lists, terms. Clauses and versions can be
/// added; a version that is recorded never changes, so that reports and decisions keep their ground.
/// </summary>
[Requires(Permission.KeepCatalogue)]
public sealed record LoadCatalogue(CatalogueContent Content) : ICommand<Done>;

internal sealed class LoadCatalogueHandler(InsightsDb db, Catalogue catalogue, Ledger ledger, Guard guard, AfterCommit afterCommit)
    : IRequestHandler<LoadCatalogue, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(LoadCatalogue request, CancellationToken cancellationToken)
    {
        if (Identifying(request.Content) is { } where)
            return Refusal.Of(RefusalCode.PersonalData, $"{where} holds something that may identify a person or a case.", "content");
        var stored = await db.PolicyClauses.AsNoTracking().ToDictionaryAsync(c => (c.Code, c.Version), cancellationToken);
        var rewritten = request.Content.Clauses.FirstOrDefault(c => stored.TryGetValue((c.Code, c.Version), out var old)
            && (old.Text, old.Title, old.Area, old.EffectiveFrom) != (c.Text, c.Title, c.Area, c.EffectiveFrom));
        if (rewritten is not null)
        {
            return Refusal.Of(RefusalCode.IllegalMove,
                $"Clause {rewritten.Code} version {rewritten.Version} is recorded in another form. What changes gets a new version.", "content", "clauses");
        }

        var added = request.Content.Clauses.Where(c => !stored.ContainsKey((c.Code, c.Version))).ToList();
        if (added.Count == 0 && await IsStoredAsync(request.Content, cancellationToken))
        {
            catalogue.Replace(request.Content);
            return default(Done);
        }

        db.AddRange(added);
        await db.ListEntries.ExecuteDeleteAsync(cancellationToken);
        db.AddRange(request.Content.Lists);
        await db.Terms.ExecuteDeleteAsync(cancellationToken);
        db.AddRange(request.Content.Terms);

        await ledger.Record(new AuditLine("LoadCatalogue")).CommitAsync(cancellationToken);
        afterCommit.Do(() => catalogue.Replace(request.Content));
        return default(Done);
    }

    /// <summary>Names the first clause, code or term in whose words the guard finds something that blocks; the words themselves are not repeated.</summary>
    private string? Identifying(CatalogueContent content)
    {
        var texts = content.Clauses.SelectMany(c => new[] { ($"Clause {c.Code} version {c.Version}", c.Title), ($"Clause {c.Code} version {c.Version}", c.Text) })
            .Concat(content.Lists.Select(e => ($"The label of {e.Code}", e.Label)))
            .Concat(content.Terms.SelectMany((t, i) => t.InsteadOf.Append(t.Use).Append(t.Note ?? "").Select(text => ($"Term {i + 1}", text))));
        return texts.Where(t => guard.Scan(t.Item2).Any(f => f.Strength == FindingStrength.Block)).Select(t => t.Item1).FirstOrDefault();
    }

    /// <summary>Whether lists and terms are stored as they are, so that a start without a change leaves no trace.</summary>
    private async Task<bool> IsStoredAsync(CatalogueContent content, CancellationToken ct)
    {
        var lists = await db.ListEntries.AsNoTracking().Select(e => new { e.List, e.Code, e.Label, e.Order }).ToListAsync(ct);
        var terms = await db.Terms.AsNoTracking().ToListAsync(ct);
        return lists.ToHashSet().SetEquals(content.Lists.Select(e => new { e.List, e.Code, e.Label, e.Order }))
            && terms.Select(Line).ToHashSet().SetEquals(content.Terms.Select(Line));
    }

    private static string Line(Term term) => string.Join('\u001f', [term.Use, term.Level.ToString(), term.Note ?? "", .. term.InsteadOf]);
}
