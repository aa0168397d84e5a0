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
public sealed record CodeView(string Code, string Label);

/// <summary>A clause of the written policy.</summary>
/// <param name="Code">The clause's code.</param>
/// <param name="Area">The policy area it belongs to.</param>
/// <param name="CurrentVersion">The version in force today.</param>
/// <param name="Versions">All versions, newest first.</param>
public sealed record PolicyClauseView(string Code, string Area, int CurrentVersion, IReadOnlyList<ClauseVersionView> Versions);

/// <summary>One version of a clause.</summary>
/// <param name="Version">Counted from 1.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Text">Its words.</param>
/// <param name="EffectiveFrom">First day it holds.</param>
public sealed record ClauseVersionView(int Version, string Title, string Text, DateOnly EffectiveFrom);

/// <summary>A term of the field.</summary>
/// <param name="Use">The term.</param>
/// <param name="Level">Whether to use it, take care with it, or avoid it.</param>
/// <param name="InsteadOf">What it is used instead of.</param>
/// <param name="Note">What to mind.</param>
public sealed record TermView(string Use, TermLevel Level, IReadOnlyList<string> InsteadOf, string? Note);

internal sealed class ReadPoliciesHandler(Catalogue catalogue) : IRequestHandler<ReadPolicies, Outcome<PolicyCatalogueView>>
{
    public Task<Outcome<PolicyCatalogueView>> Handle(ReadPolicies request, CancellationToken cancellationToken)
    {
        var content = catalogue.Content;
        Outcome<PolicyCatalogueView> view = new PolicyCatalogueView
        {
            Clauses = [.. content.Clauses.GroupBy(c => c.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new PolicyClauseView(
                g.Key, g.First().Area, catalogue.CurrentVersionOf(g.Key) ?? 1,
                [.. g.OrderByDescending(c => c.Version).Select(c => new ClauseVersionView(c.Version, c.Title, c.Text, c.EffectiveFrom))]))],
            Areas = Codes(content, CodeList.Area),
            Surfaces = Codes(content, CodeList.Surface),
            Languages = Codes(content, CodeList.Language),
            Regions = Codes(content, CodeList.Region),
            Destinations = Codes(content, CodeList.Destination),
            Terms = [.. content.Terms.Select(t => new TermView(t.Use, t.Level, t.InsteadOf, t.Note))],
            TermsStatus = content.TermsStatus,
        };
        return Task.FromResult(view);
    }

    private static List<CodeView> Codes(CatalogueContent content, CodeList list) =>
        [.. content.Lists.Where(e => e.List == list).OrderBy(e => e.Order).Select(e => new CodeView(e.Code, e.Label))];
}
