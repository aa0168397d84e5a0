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
/// Meets the organisation's files with what is stored. The files seed what is missing; a version that is recorded never
/// changes, so that reports and decisions keep their ground; and what a person published, retired, added or named stays as
/// they left it, whatever the files say. A code that nobody touched follows its file, and leaves with it. Terms are the file's alone.
/// </summary>
[Requires(Permission.KeepCatalogue)]
public sealed record LoadCatalogue(CatalogueContent Content) : ICommand<Done>;

internal sealed class LoadCatalogueHandler(InsightsDb db, Catalogue catalogue, Ledger ledger, Guard guard, Screen screen, AfterCommit afterCommit)
    : IRequestHandler<LoadCatalogue, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(LoadCatalogue request, CancellationToken cancellationToken)
    {
        var file = request.Content;
        if (Identifying(file) is { } where)
            return Refusal.Of(RefusalCode.PersonalData, $"{where} holds something that may identify a person or a case.", "content");
        var clauses = await db.PolicyClauses.ToDictionaryAsync(c => (c.Code, c.Version), cancellationToken);
        var rewritten = file.Clauses.FirstOrDefault(c => clauses.TryGetValue((c.Code, c.Version), out var old) && old is { By: null, Reworded: false } && !old.Says(c));
        if (rewritten is not null)
        {
            return Refusal.Of(RefusalCode.IllegalMove,
                $"Clause {rewritten.Code} version {rewritten.Version} is recorded in another form. What changes gets a new version.", "content", "clauses");
        }

        List<StoredClause> added = [.. file.Clauses.Where(c => !clauses.ContainsKey((c.Code, c.Version))).Select(c => StoredClause.FromFile(c, screen))];
        db.AddRange(added);
        var (codes, codesChanged) = await MeetCodesAsync(file.Lists, cancellationToken);
        var content = new CatalogueContent(
            [.. clauses.Values.Concat(added).Select(c => c.Read()).OrderBy(c => c.Code, StringComparer.Ordinal).ThenBy(c => c.Version)],
            [.. codes.Select(c => c.Read()).OrderBy(e => e.List).ThenBy(e => e.Order).ThenBy(e => e.Code, StringComparer.Ordinal)],
            file.Terms, file.TermsStatus);
        if (added.Count == 0 && !codesChanged && await AreStoredAsync(file.Terms, cancellationToken))
        {
            catalogue.Replace(content);
            return default(Done);
        }

        await db.Terms.ExecuteDeleteAsync(cancellationToken);
        db.AddRange(file.Terms);
        await ledger.Record(new AuditLine("LoadCatalogue")).CommitAsync(cancellationToken);
        afterCommit.Do(() => catalogue.Replace(content));
        return default(Done);
    }

    /// <summary>The codes that stand from now on, and whether that changes anything.</summary>
    private async Task<(List<StoredCode> Codes, bool Changed)> MeetCodesAsync(IReadOnlyList<ListEntry> file, CancellationToken ct)
    {
        var stored = await db.ListEntries.ToListAsync(ct);
        var known = stored.ToDictionary(c => (c.List, c.Code));
        var named = file.Select(e => (e.List, e.Code)).ToHashSet();
        List<StoredCode> gone = [.. stored.Where(c => c.By is null && !named.Contains((c.List, c.Code)))];
        List<StoredCode> added = [.. file.Where(e => !known.ContainsKey((e.List, e.Code))).Select(e => StoredCode.FromFile(e, screen))];
        var changed = gone.Count + added.Count > 0;
        foreach (var entry in file)
            changed |= known.TryGetValue((entry.List, entry.Code), out var code) && code.By is null && code.Follow(entry, screen);
        db.RemoveRange(gone);
        db.AddRange(added);
        return ([.. stored.Except(gone).Concat(added)], changed);
    }

    /// <summary>Names the first clause, code or term in whose words the guard finds something that blocks; the words themselves are not repeated.</summary>
    private string? Identifying(CatalogueContent content)
    {
        var texts = content.Clauses.SelectMany(c => new[] { ($"Clause {c.Code} version {c.Version}", c.Title), ($"Clause {c.Code} version {c.Version}", c.Text) })
            .Concat(content.Lists.Select(e => ($"The label of {e.Code}", e.Label)))
            .Concat(content.Terms.SelectMany((t, i) => t.InsteadOf.Append(t.Use).Append(t.Note ?? "").Select(text => ($"Term {i + 1}", text))));
        return texts.Where(t => guard.Scan(t.Item2).Any(f => f.Strength == FindingStrength.Block)).Select(t => t.Item1).FirstOrDefault();
    }

    /// <summary>Whether the terms are stored as they are, so that a start without a change leaves no trace.</summary>
    private async Task<bool> AreStoredAsync(IReadOnlyList<Term> terms, CancellationToken ct) =>
        (await db.Terms.AsNoTracking().ToListAsync(ct)).Select(Line).ToHashSet().SetEquals(terms.Select(Line));

    private static string Line(Term term) => string.Join('\u001f', [term.Use, term.Level.ToString(), term.Note ?? "", .. term.InsteadOf]);
}
