using Insights.Privacy;

namespace Insights.Core.Cases;

/// <summary>How this organisation turns case ids into references: whose cases, under which keys, from which systems.</summary>
/// <param name="Tenant">Whose cases these are; part of every reference.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Sources">The systems that issue case ids, the usual one first; at least one.</param>
public sealed record CaseScheme(string Tenant, CaseKeyRing Keys, IReadOnlyList<CaseSource> Sources)
{
    /// <summary>The source where none is configured, and the one that is meant where none is named.</summary>
    public const string UsualSource = "cases";

    public CaseSource? SourceOf(string? code) => Sources.FirstOrDefault(s => s.Code == code);
}
