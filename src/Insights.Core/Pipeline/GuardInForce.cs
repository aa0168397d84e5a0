using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Insights.Privacy;

namespace Insights.Core.Pipeline;

/// <summary>The guard as it stands now, allow-list included. Replaced whole when the allow-list changes. Safe to share.</summary>
public sealed class GuardInForce(Guard configured)
{
    private volatile AllowList _allowed = AllowList.Empty;

    public Guard Current => configured.Allowing(_allowed);

    public void Allow(AllowList allowed) => _allowed = allowed;
}

/// <summary>What became of something the guard found.</summary>
public enum GuardOutcome
{
    /// <summary>The text was refused.</summary>
    Blocked,

    /// <summary>The writer was warned and had to look at it.</summary>
    Warned,

    /// <summary>The writer kept it and said why.</summary>
    Acknowledged,

    /// <summary>The allow-list let it pass.</summary>
    Allowed,

    /// <summary>It was replaced by a placeholder on the way out.</summary>
    Masked,

    /// <summary>It was withheld after a change of the rules.</summary>
    Withheld,
}

/// <summary>
/// Counts what the guard did, by rule, since the process started; also as the metric
/// <c>insights.guard.findings</c>. Rules and outcomes only, never a text. Safe to share.
/// </summary>
public sealed class GuardTally : IDisposable
{
    private readonly ConcurrentDictionary<(string RuleId, GuardOutcome Outcome), long> _counts = new();
    private readonly Meter _meter = new("Insights.Privacy");
    private readonly Counter<long> _findings;

    public GuardTally() => _findings = _meter.CreateCounter<long>("insights.guard.findings", description: "Findings of the guard by rule and outcome");

    public void Count(string ruleId, GuardOutcome outcome)
    {
        _counts.AddOrUpdate((ruleId, outcome), 1, (_, before) => before + 1);
        _findings.Add(1, new KeyValuePair<string, object?>("rule", ruleId), new KeyValuePair<string, object?>("outcome", outcome.ToString()));
    }

    /// <summary>A text with placeholders for what the rules of today find, counted by rule.</summary>
    public GuardedText Mask(Guard guard, GuardedText text)
    {
        var masked = guard.Masked(text, out var findings);
        foreach (var finding in findings)
            Count(finding.RuleId, GuardOutcome.Masked);
        return masked;
    }

    public IReadOnlyList<GuardCount> All() =>
        [.. _counts.Select(c => new GuardCount(c.Key.RuleId, c.Key.Outcome, c.Value)).OrderBy(c => c.RuleId, StringComparer.Ordinal).ThenBy(c => c.Outcome)];

    public void Dispose() => _meter.Dispose();
}

/// <summary>How often one rule led to one outcome.</summary>
/// <param name="RuleId">The rule.</param>
/// <param name="Outcome">What became of what it found.</param>
/// <param name="Count">How often, since the process started.</param>
public sealed record GuardCount(string RuleId, GuardOutcome Outcome, long Count);
