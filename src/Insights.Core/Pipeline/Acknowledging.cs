namespace Insights.Core.Pipeline;

/// <summary>Why a writer keeps what only may identify a person.</summary>
public enum KeepReason
{
    /// <summary>It is no name and no address; the words only look like one.</summary>
    NotPersonal,

    /// <summary>It names an office or a public role, not the person in it.</summary>
    PublicRole,

    /// <summary>It names the author of a published source that is cited.</summary>
    PublishedSource,

    /// <summary>It names an organisation, a law or a place that policy speaks of.</summary>
    OrganisationOrPlace,
}

/// <summary>A finding that the writer has looked at and keeps. Only warnings can be kept.</summary>
/// <param name="Path">The field, as the refusal named it.</param>
/// <param name="RuleId">The rule, as the refusal named it.</param>
/// <param name="Start">First UTF-16 unit of the range.</param>
/// <param name="End">First UTF-16 unit behind the range.</param>
/// <param name="Reason">Why it is kept.</param>
public sealed record AcknowledgedFindingForm(IReadOnlyList<string> Path, string RuleId, int Start, int End, KeepReason Reason)
{
    internal bool IsAbout(IReadOnlyList<string> path, Privacy.GuardFinding finding) =>
        finding.Start == Start && finding.End == End && finding.RuleId == RuleId
        && Path.Skip(Path is ["input", ..] ? 1 : 0).SequenceEqual(path);
}

/// <summary>A command whose texts others will read: what may identify a person must be looked at before it is stored.</summary>
public interface IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; }
}

/// <summary>A finding that went into the store after all, and on whose word. Says where, never what.</summary>
/// <param name="Path">The field.</param>
/// <param name="RuleId">The rule.</param>
/// <param name="Type">What it looked like.</param>
/// <param name="Start">First UTF-16 unit of the range.</param>
/// <param name="End">First UTF-16 unit behind the range.</param>
/// <param name="Reason">Why its writer kept it; null when the allow-list let it pass.</param>
/// <param name="AllowedStringId">The entry of the allow-list that let it pass.</param>
public sealed record FindingPassed(string Path, string RuleId, string Type, int Start, int End, KeepReason? Reason, string? AllowedStringId);
