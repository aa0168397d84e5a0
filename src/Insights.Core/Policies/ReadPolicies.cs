using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Core.Policies;

/// <summary>The written policy, the lists of codes and the terminology, as they are now.</summary>
[Requires(Permission.ReadPolicies)]
public sealed record ReadPolicies : IQuery<PolicyCatalogueView>;

/// <summary>The written policy and the lists that forms choose from.</summary>
public sealed record PolicyCatalogueView
{
    /// <summary>Every clause with all its versions, in the order of their codes.</summary>
    public required IReadOnlyList<PolicyClauseView> Clauses { get; init; }

    /// <summary>Policy areas.</summary>
    public required IReadOnlyList<CodeView> Areas { get; init; }

    /// <summary>Surfaces of the platform.</summary>
    public required IReadOnlyList<CodeView> Surfaces { get; init; }

    /// <summary>Languages.</summary>
    public required IReadOnlyList<CodeView> Languages { get; init; }

    /// <summary>Regions.</summary>
    public required IReadOnlyList<CodeView> Regions { get; init; }

    /// <summary>Where a gap that is not for policy goes.</summary>
    public required IReadOnlyList<CodeView> Destinations { get; init; }

    /// <summary>Terms to use, to take care with, and to avoid.</summary>
    public required IReadOnlyList<TermView> Terms { get; init; }

    /// <summary>How far the terms were reviewed.</summary>
    public required string TermsStatus { get; init; }
}

/// <summary>A code and what people call it.</summary>
/// <param name="Code">The code that requests carry.</param>
/// <param name="Label">What people read.</param>
public sealed record CodeView(string Code, string Label)
{
    /// <summary>Counts its changes; commands say which one they have seen.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Who added it or named it last; empty for what came with the organisation's files, and for whoever reads no gaps and keeps no catalogue.</summary>
    public PersonId? By { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What it was called before, the oldest first; nothing for whoever reads no gaps and keeps no catalogue.</summary>
    public IReadOnlyList<EarlierLabel> Earlier { get; init; } = [];

    internal static CodeView Of(ListEntry entry, bool history) => new(entry.Code, entry.Label)
    {
        Version = entry.Version,
        By = history ? entry.By : null,
        At = history ? entry.At : null,
        Earlier = history ? entry.Earlier : [],
    };
}

/// <summary>A clause of the written policy.</summary>
/// <param name="Code">The clause's code.</param>
/// <param name="Area">The policy area it belongs to.</param>
/// <param name="CurrentVersion">The version in force today.</param>
/// <param name="Versions">All versions, newest first.</param>
public sealed record PolicyClauseView(string Code, string Area, int CurrentVersion, IReadOnlyList<ClauseVersionView> Versions)
{
    /// <summary>Counts its versions, and each time it was retired; commands say which one they have seen.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Whether it is retired: nothing new rests on it.</summary>
    public bool Retired { get; init; }

    internal static PolicyClauseView Of(IReadOnlyList<PolicyClause> versions, int inForce, bool history)
    {
        List<PolicyClause> newestFirst = [.. versions.OrderByDescending(c => c.Version)];
        return new PolicyClauseView(newestFirst[0].Code, newestFirst[0].Area, inForce, [.. newestFirst.Select(c => ClauseVersionView.Of(c, history))])
        {
            Revision = RevisionOf(versions.Select(v => v.Retired is not null)),
            Retired = newestFirst[0].Retired is not null,
        };
    }

    /// <summary>Counts changes, given of each version whether the clause was retired on it.</summary>
    internal static int RevisionOf(IEnumerable<bool> retired) => retired.Sum(r => r ? 2 : 1);
}

/// <summary>One version of a clause.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">Its words.</param>
/// <param name="EffectiveFrom">First day it holds.</param>
public sealed record ClauseVersionView(int Version, string Title, string Text, DateOnly EffectiveFrom)
{
    /// <summary>Who published it; empty for what came with the organisation's files, and for whoever reads no gaps and keeps no catalogue.</summary>
    public PersonId? By { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>That the clause was retired while this was its newest version; empty for whoever reads no gaps and keeps no catalogue.</summary>
    public ClauseRetirementView? Retirement { get; init; }

    internal static ClauseVersionView Of(PolicyClause clause, bool history) => new(clause.Version, clause.Title, clause.Text, clause.EffectiveFrom)
    {
        By = history ? clause.By : null,
        At = history ? clause.At : null,
        Retirement = history && clause.Retired is { } retired ? new ClauseRetirementView(retired.By, retired.At, retired.Reason) : null,
    };
}

/// <summary>That a clause was retired.</summary>
/// <param name="By">Who retired it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record ClauseRetirementView(PersonId By, DateTimeOffset At, string Reason);

/// <summary>A term of the field.</summary>
/// <param name="Use">The term.</param>
/// <param name="Level">Whether to use it, take care with it, or avoid it.</param>
/// <param name="InsteadOf">What it is used instead of.</param>
/// <param name="Note">What to mind.</param>
public sealed record TermView(string Use, TermLevel Level, IReadOnlyList<string> InsteadOf, string? Note);

internal sealed class ReadPoliciesHandler(Catalogue catalogue, CurrentActor current) : IRequestHandler<ReadPolicies, Outcome<PolicyCatalogueView>>
{
    public Task<Outcome<PolicyCatalogueView>> Handle(ReadPolicies request, CancellationToken cancellationToken)
    {
        var content = catalogue.Content;
        // Model teams read the policy, and not who of the policy team wrote it.
        var history = current.Actor.May(Permission.ReadGaps) || current.Actor.May(Permission.WriteCatalogue);
        Outcome<PolicyCatalogueView> view = new PolicyCatalogueView
        {
            Clauses = [.. content.Clauses.GroupBy(c => c.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => PolicyClauseView.Of([.. g], catalogue.InForce([.. g]), history))],
            Areas = Codes(content, CodeList.Area, history),
            Surfaces = Codes(content, CodeList.Surface, history),
            Languages = Codes(content, CodeList.Language, history),
            Regions = Codes(content, CodeList.Region, history),
            Destinations = Codes(content, CodeList.Destination, history),
            Terms = [.. content.Terms.Select(t => new TermView(t.Use, t.Level, t.InsteadOf, t.Note))],
            TermsStatus = content.TermsStatus,
        };
        return Task.FromResult(view);
    }

    private static List<CodeView> Codes(CatalogueContent content, CodeList list, bool history) =>
        [.. content.Lists.Where(e => e.List == list).OrderBy(e => e.Order).ThenBy(e => e.Code, StringComparer.Ordinal).Select(e => CodeView.Of(e, history))];
}
