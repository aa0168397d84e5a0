using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>
/// Makes one change of every gap of an explicit list, each in the version that a preview showed: all of them in one
/// transaction and under one number, or none of them and every reason why. It is undone as one.
/// </summary>
/// <param name="Seen">The gaps, each with the version that was seen; 1 to 100.</param>
/// <param name="Change">What is done to each.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.MoveGaps)]
public sealed record MoveGaps(IReadOnlyList<SeenVersionForm> Seen, GapChangeForm Change, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Most gaps of one list.</summary>
    public const int Most = 100;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        CheckIds(check, [.. Seen.Select(s => s.Id)], "seen");
        Change.Check(check);
    }

    internal static void CheckIds(Check check, IReadOnlyList<string> gapIds, string path)
    {
        check.Must(gapIds.Count > 0, RefusalCode.Required, "Choose at least one gap.", path);
        check.Must(gapIds.Count <= Most, RefusalCode.OutOfRange, "At most 100 gaps are changed at once.", path);
        check.Must(gapIds.Distinct(StringComparer.Ordinal).Count() == gapIds.Count, RefusalCode.Malformed, "Name each gap once.", path);
        Lists.CheckIds<GapId>(check, gapIds.Take(Most), path);
    }
}

/// <summary>What a change of every gap of a list would do, gap by gap, with every reason that stands against it.</summary>
/// <param name="GapIds">The gaps, 1 to 100.</param>
/// <param name="Change">What would be done to each.</param>
[Requires(Permission.MoveGaps)]
public sealed record PreviewMoveGaps(IReadOnlyList<string> GapIds, GapChangeForm Change) : IQuery<MoveGapsPreviewView>, IChecked
{
    public void Check(Check check)
    {
        MoveGaps.CheckIds(check, GapIds, "gapIds");
        Change.Check(check);
    }
}

/// <summary>What a change of every gap of a list would do. Nothing is changed by looking.</summary>
public sealed record MoveGapsPreviewView
{
    /// <summary>The gaps, in the order of the list.</summary>
    public required IReadOnlyList<MovedGapView> Gaps { get; init; }

    /// <summary>Why the command would be refused, for each gap and in all; empty when it would not.</summary>
    public required IReadOnlyList<Refusal> Refusals { get; init; }
}

/// <summary>One gap of a list, as it stands and as it would stand.</summary>
public sealed record MovedGapView
{
    /// <summary>The gap.</summary>
    public required GapId GapId { get; init; }

    /// <summary>The gap as it stands now.</summary>
    public required GapView Now { get; init; }

    /// <summary>The version it was looked at in; the command names it.</summary>
    public required int Version { get; init; }

    /// <summary>Its state then.</summary>
    public required GapState StateAfter { get; init; }

    /// <summary>Who would answer for it.</summary>
    public PersonId? OwnerAfter { get; init; }

    /// <summary>Its severity then.</summary>
    public Severity? SeverityAfter { get; init; }

    /// <summary>Its kind then.</summary>
    public GapKind? KindAfter { get; init; }

    /// <summary>Its policy area then.</summary>
    public string? AreaAfter { get; init; }

    /// <summary>Its labels then.</summary>
    public required IReadOnlyList<string> LabelsAfter { get; init; }

    /// <summary>Why it would be refused for this gap; empty when it would not.</summary>
    public required IReadOnlyList<Refusal> Refusals { get; init; }
}

internal sealed class MoveGapsHandler(ClusterCommands commands, GapChanges changes, Linking linking, IDbContextFactory<InsightsDb> contexts, IMediator mediator) :
    IRequestHandler<MoveGaps, Outcome<OperationView>>, IRequestHandler<PreviewMoveGaps, Outcome<MoveGapsPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(MoveGaps request, CancellationToken cancellationToken) => commands.RunAsync(
        request, request.Change.Operation, changes.ReasonOf(request.Change), request.Seen, [],
        edit => changes.PlanAsync(edit, [.. request.Seen.Select(s => s.Id)], request.Change, cancellationToken), cancellationToken);

    public async Task<Outcome<MoveGapsPreviewView>> Handle(PreviewMoveGaps request, CancellationToken cancellationToken)
    {
        // Worked out on a context that is thrown away.
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var edit = linking.Begin(db);
        var refusals = await changes.PlanAsync(edit, request.GapIds, request.Change, cancellationToken);
        await edit.LoadAsync([.. request.GapIds.Select(GapId.Of)], cancellationToken);
        var touched = edit.Gaps.ToDictionary(g => g.Gap.Id);
        var now = await mediator.Send(new GapsById([.. touched.Keys]), cancellationToken);
        if (!now.Succeeded(out var views))
            return now.Refusals.ToList();
        return new MoveGapsPreviewView
        {
            Gaps = [.. from item in request.GapIds.Index()
                       where touched.ContainsKey(GapId.Of(item.Item))
                       let gap = touched[GapId.Of(item.Item)]
                       select new MovedGapView
                       {
                           GapId = gap.Gap.Id,
                           Now = views[gap.Gap.Id],
                           Version = gap.VersionBefore,
                           StateAfter = gap.Gap.State,
                           OwnerAfter = gap.Gap.OwnerId,
                           SeverityAfter = gap.Gap.Severity,
                           KindAfter = gap.Gap.Kind,
                           AreaAfter = gap.Gap.Area,
                           LabelsAfter = gap.Gap.Labels,
                           Refusals = [.. refusals.Where(r => r.Path is ["seen", var place, ..] && place == Lists.Place(item.Index))],
                       }],
            Refusals = refusals,
        };
    }
}
