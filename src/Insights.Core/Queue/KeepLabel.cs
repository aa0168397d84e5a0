using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>A label that may be put on gaps: a code, which leaves with the feed, and a name, which does not.</summary>
public sealed class Label
{
    private Label()
    {
    }

    public string Code { get; private init; } = null!;

    public GuardedText Name { get; private set; } = null!;

    /// <summary>Whether it is no longer given; where it is, it stays.</summary>
    public bool Retired { get; private set; }

    public int RuleSetVersion { get; private set; }

    public int Version { get; private set; }

    public static Label Of(string code, GuardedText name, bool retired, int ruleSetVersion) =>
        new() { Code = code, Name = name, Retired = retired, RuleSetVersion = ruleSetVersion, Version = 1 };

    public void Change(GuardedText name, bool retired, int ruleSetVersion) =>
        (Name, Retired, RuleSetVersion, Version) = (name, retired, ruleSetVersion, Version + 1);
}

/// <summary>A triage lead puts a label on the list, names it anew, or retires it: it is no longer given, and stays where it is.</summary>
/// <param name="Code">Its code, which says nothing of a person; it leaves with the feed.</param>
/// <param name="Name">What the team reads.</param>
/// <param name="Retired">Whether it is no longer given.</param>
/// <param name="ExpectedVersion">The version the caller has seen; 0 for a new one.</param>
[Requires(Permission.TriageGaps)]
public sealed record KeepLabel(string Code, string? Name, bool Retired, int ExpectedVersion) : ICommand<LabelView>, IChecked, IAcknowledging
{
    /// <summary>Longest code.</summary>
    public const int LongestCode = 40;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Code(Code, required: true, "code");
        // Nothing else screens a code, and this one is made up by a person.
        check.Text(Code, LongestCode, required: false, "code");
        check.Text(Name, 80, required: true, "name");
    }
}

/// <summary>The labels that may be put on gaps, by name; retired ones at the end.</summary>
[Requires(Permission.ReadGaps)]
public sealed record LabelList : IQuery<List<LabelView>>;

/// <summary>A label that may be put on gaps.</summary>
public sealed record LabelView
{
    /// <summary>Its code, which leaves with the feed.</summary>
    public required string Code { get; init; }

    /// <summary>What the team reads.</summary>
    public required GuardedText Name { get; init; }

    /// <summary>Whether it is no longer given; where it is, it stays.</summary>
    public required bool Retired { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

internal sealed class KeepLabelHandler(InsightsDb db, Ledger ledger, Screen screen, IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<KeepLabel, Outcome<LabelView>>, IRequestHandler<LabelList, Outcome<List<LabelView>>>
{
    private const int Most = 200;

    public async Task<Outcome<LabelView>> Handle(KeepLabel request, CancellationToken cancellationToken)
    {
        var label = await db.Labels.FirstOrDefaultAsync(l => l.Code == request.Code, cancellationToken);
        if (request.ExpectedVersion != (label?.Version ?? 0))
            return label is null ? Refusal.NotFound("label", "code") : new ConflictRefusal(label.Version);
        if (label is null && await db.Labels.CountAsync(cancellationToken) >= Most)
            return Refusal.Of(RefusalCode.OutOfRange, "There are 200 labels already.", "code");
        var name = screen.Of(request.Name)!;
        if (label is null)
            db.Add(label = Label.Of(request.Code, name, request.Retired, Screen.RuleSetVersion));
        else
            label.Change(name, request.Retired, Screen.RuleSetVersion);
        ledger.Record(new AuditLine(request.Retired ? "RetireLabel" : "KeepLabel") { Code = label.Code });
        await ledger.CommitAsync(cancellationToken);
        return ViewOf(label);
    }

    public async Task<Outcome<List<LabelView>>> Handle(LabelList request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        var labels = await own.Labels.AsNoTracking().ToListAsync(cancellationToken);
        return labels.OrderBy(l => l.Retired).ThenBy(l => l.Name.Value, StringComparer.OrdinalIgnoreCase).Select(ViewOf).ToList();
    }

    private static LabelView ViewOf(Label label) => new() { Code = label.Code, Name = label.Name, Retired = label.Retired, Version = label.Version };
}
