using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Policies;

/// <summary>
/// Publishes a clause, or a new version of one. What earlier versions say stays as it is, and so does what cites them;
/// scenarios that rest on them are due for review once the new version is in force. A clause that was retired comes back by it.
/// </summary>
/// <param name="Code">Its code; the same for ever.</param>
/// <param name="ExpectedVersion">The revision of the clause the caller has seen; 0 for a new clause.</param>
/// <param name="Area">The policy area of a new clause. A clause stays in its area.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">Its words.</param>
/// <param name="EffectiveFrom">The first day on which it holds; not before the version it follows.</param>
[Requires(Permission.WriteCatalogue)]
public sealed record PublishClause(string Code, int ExpectedVersion, string? Area, string? Title, string? Text, DateOnly? EffectiveFrom)
    : ICommand<PolicyClauseView>, IChecked, IAcknowledging
{
    /// <summary>Longest heading.</summary>
    public const int LongestTitle = 200;

    /// <summary>Longest text.</summary>
    public const int LongestText = 8000;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Code(Code, required: true, "code");
        // Nothing else screens a code, and this one is made up by a person.
        check.Text(Code, Pipeline.Check.CodeLength, required: false, "code");
        check.Code(Area, required: ExpectedVersion == 0, "area");
        check.Text(Title, LongestTitle, required: true, "title");
        check.Text(Text, LongestText, required: true, "text");
        check.Present(EffectiveFrom, "effectiveFrom");
    }
}

/// <summary>Retires a clause: nothing new rests on it, and what cites it stays as it is. Publishing a new version brings it back.</summary>
/// <param name="Code">Its code.</param>
/// <param name="ExpectedVersion">The revision of the clause the caller has seen.</param>
/// <param name="Reason">Why.</param>
[Requires(Permission.WriteCatalogue)]
public sealed record RetireClause(string Code, int ExpectedVersion, string? Reason) : ICommand<PolicyClauseView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check) => check.Code(Code, required: true, "code").Text(Reason, 1000, required: true, "reason");
}

internal sealed class PublishClauseHandler(InsightsDb db, Catalogue catalogue, Ledger ledger, Screen screen, CurrentActor current, TimeProvider clock, AfterCommit afterCommit) :
    IRequestHandler<PublishClause, Outcome<PolicyClauseView>>, IRequestHandler<RetireClause, Outcome<PolicyClauseView>>
{
    /// <summary>Most clauses of a catalogue, so that every form can offer them all.</summary>
    private const int Most = 2_000;

    public async Task<Outcome<PolicyClauseView>> Handle(PublishClause request, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(request.Code, cancellationToken);
        if (Changed(versions, request.ExpectedVersion) is { } changed)
            return changed;
        var newest = versions is [.., var last] ? last : null;
        if (newest is null && await db.PolicyClauses.Select(c => c.Code).Distinct().CountAsync(cancellationToken) >= Most)
            return Refusal.Of(RefusalCode.OutOfRange, "The catalogue holds 2,000 clauses already.", "code");
        if (newest is null && catalogue.Unknown(CodeList.Area, request.Area, "area") is { } unknown)
            return unknown;
        if (newest is not null && !string.IsNullOrWhiteSpace(request.Area) && request.Area != newest.Area)
            return Refusal.Of(RefusalCode.IllegalMove, "A clause stays in its area. Retire it, and publish another one there.", "area");
        var (title, text, from) = (screen.Of(request.Title)!, screen.Of(request.Text)!, request.EffectiveFrom!.Value);
        if (newest is not null && from < newest.EffectiveFrom)
            return Refusal.Of(RefusalCode.OutOfRange, "A version does not hold before the one it follows.", "effectiveFrom");
        if (newest is { RetiredAt: null } && (newest.Title.Value, newest.Text.Value) == (title.Value, text.Value))
            return Refusal.Of(RefusalCode.IllegalMove, "It says the same as the version it would follow.", "text");

        var clause = StoredClause.Publish(request.Code, (newest?.Version ?? 0) + 1, newest?.Area ?? request.Area!, title, text, from, current.Actor.Id, clock.GetUtcNow());
        db.Add(clause);
        return await CommitAsync(versions, clause, nameof(PublishClause), cancellationToken);
    }

    public async Task<Outcome<PolicyClauseView>> Handle(RetireClause request, CancellationToken cancellationToken)
    {
        var versions = await VersionsAsync(request.Code, cancellationToken);
        if (versions.Count == 0)
            return Refusal.NotFound("clause", "code");
        if (Changed(versions, request.ExpectedVersion) is { } changed)
            return changed;
        if (versions[^1].RetiredAt is not null)
            return Refusal.Of(RefusalCode.IllegalMove, "It is retired already.", "code");

        versions[^1].Retire(screen.Of(request.Reason)!, current.Actor.Id, clock.GetUtcNow());
        return await CommitAsync(versions, versions[^1], nameof(RetireClause), cancellationToken);
    }

    private Task<List<StoredClause>> VersionsAsync(string code, CancellationToken ct) =>
        db.PolicyClauses.Where(c => c.Code == code).OrderBy(c => c.Version).ToListAsync(ct);

    private static Refusal? Changed(List<StoredClause> versions, int expected) => PolicyClauseView.RevisionOf(versions.Select(v => v.RetiredAt is not null)) is var now && now == expected ? null
        : now == 0 ? Refusal.NotFound("clause", "code") : new ConflictRefusal(now);

    private async Task<Outcome<PolicyClauseView>> CommitAsync(List<StoredClause> versions, StoredClause changed, string action, CancellationToken ct)
    {
        await ledger.Record(new AuditLine(action) { Code = changed.Code }).CommitAsync(ct);
        var now = changed.Read();
        afterCommit.Do(() => catalogue.Put(now));
        List<PolicyClause> all = [.. versions.Append(changed).Distinct().Select(v => v.Read())];
        return PolicyClauseView.Of(all, catalogue.InForce(all), history: true);
    }
}
