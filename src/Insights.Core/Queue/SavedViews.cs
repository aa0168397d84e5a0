using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>A filter of gaps under a name: one's own, or the team's. Its address stays the same when it is named anew.</summary>
public sealed class SavedView
{
    /// <summary>The scope of what the whole team sees.</summary>
    public const string Team = "team";

    private SavedView()
    {
    }

    /// <summary>Its id.</summary>
    public ViewId Id { get; private init; }

    /// <summary>Whose it is, in which its address is taken once: a person's id, or the team.</summary>
    public string Scope { get; private init; } = null!;

    /// <summary>The end of its address.</summary>
    public string Slug { get; private init; } = null!;

    /// <summary>What people read.</summary>
    public GuardedText Name { get; private set; } = null!;

    /// <summary>The filter without its words, which stand beside it as guarded text.</summary>
    public GapFilter Filter { get; private init; } = null!;

    /// <summary>The words of the filter.</summary>
    public GuardedText? Words { get; private set; }

    /// <summary>In which order.</summary>
    public GapOrder Order { get; private init; }

    /// <summary>Who made it.</summary>
    public PersonId By { get; private init; }

    /// <summary>Version of the rules that its texts have passed.</summary>
    public int RuleSetVersion { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    public static SavedView Of(ViewId id, string slug, GuardedText name, GapFilter filter, GuardedText? words, GapOrder order, PersonId by, bool shared, int ruleSetVersion) => new()
    {
        Id = id,
        Scope = shared ? Team : by.Value,
        Slug = slug,
        Name = name,
        Filter = filter with { Text = null },
        Words = words,
        Order = order,
        By = by,
        RuleSetVersion = ruleSetVersion,
        Version = 1,
    };

    public void Rename(GuardedText name, int ruleSetVersion) => (Name, RuleSetVersion, Version) = (name, ruleSetVersion, Version + 1);

    /// <summary>Whether this person may name it anew or delete it: whoever made it, and of the team's, triage leads.</summary>
    public bool IsKeptBy(Actor actor) => By == actor.Id || (Scope == Team && (actor.Roles & Roles.TriageLead) != 0);
}

/// <summary>Keeps a filter of gaps under a name and an address, for oneself or for the whole team.</summary>
/// <param name="Slug">The end of its address: small letters, digits and hyphens.</param>
/// <param name="Name">What people read.</param>
/// <param name="Filter">Which gaps; without it, all.</param>
/// <param name="Order">In which order.</param>
/// <param name="Shared">Whether the whole team sees it; then the policy team makes it.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.ArrangeQueue)]
public sealed record SaveView(string? Slug, string? Name, GapFilter? Filter, GapOrder Order, bool Shared, string? IdempotencyKey)
    : ICommand<SavedViewView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Longest end of an address.</summary>
    public const int LongestSlug = 40;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Text(Name, 80, required: true, "name");
        check.Text(Slug, LongestSlug, required: true, "slug");
        check.Must(string.IsNullOrWhiteSpace(Slug) || Slug.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-'),
            RefusalCode.Malformed, "An address ends with small letters, digits and hyphens.", "slug");
        Filter?.Check(check);
    }
}

/// <summary>Names a saved view anew. Its address stays.</summary>
/// <param name="ViewId">The view.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Name">What people read.</param>
[Requires(Permission.ArrangeQueue)]
public sealed record RenameView(string ViewId, int ExpectedVersion, string? Name) : ICommand<SavedViewView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check) => check.Id<ViewId>(ViewId, required: true, "viewId").Text(Name, 80, required: true, "name");
}

/// <summary>Deletes a saved view. The gaps stay as they are.</summary>
/// <param name="ViewId">The view.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.ArrangeQueue)]
public sealed record DeleteView(string ViewId, int ExpectedVersion) : ICommand<Done>, IChecked
{
    public void Check(Check check) => check.Id<ViewId>(ViewId, required: true, "viewId");
}

/// <summary>The caller's own views and the team's, by name.</summary>
[Requires(Permission.ReadGaps)]
public sealed record SavedViewList : IQuery<List<SavedViewView>>;

/// <summary>A view by the end of its address: the caller's own, or the team's.</summary>
/// <param name="Slug">The end of its address.</param>
[Requires(Permission.ReadGaps)]
public sealed record SavedViewBySlug(string Slug) : IQuery<SavedViewView>;

/// <summary>The views with these ids that the caller sees; others are left out.</summary>
[Requires(Permission.ReadGaps)]
public sealed record SavedViewsById(IReadOnlyCollection<ViewId> Ids) : IQuery<Dictionary<ViewId, SavedViewView>>;

/// <summary>A filter of gaps under a name.</summary>
public sealed record SavedViewView
{
    /// <summary>The view's id.</summary>
    public required ViewId Id { get; init; }

    /// <summary>The end of its address.</summary>
    public required string Slug { get; init; }

    /// <summary>What people read.</summary>
    public required GuardedText Name { get; init; }

    /// <summary>Which gaps it shows.</summary>
    public required GapFilter Filter { get; init; }

    /// <summary>In which order.</summary>
    public required GapOrder Order { get; init; }

    /// <summary>Whether the whole team sees it.</summary>
    public required bool Shared { get; init; }

    /// <summary>Whether the caller may name it anew or delete it.</summary>
    public required bool MayChange { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

internal sealed class SavedViewsHandler(
    InsightsDb db, Idempotency repeats, Ledger ledger, CurrentActor current, IdSource ids, Screen screen, IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<SaveView, Outcome<SavedViewView>>, IRequestHandler<RenameView, Outcome<SavedViewView>>, IRequestHandler<DeleteView, Outcome<Done>>,
    IRequestHandler<SavedViewList, Outcome<List<SavedViewView>>>, IRequestHandler<SavedViewBySlug, Outcome<SavedViewView>>,
    IRequestHandler<SavedViewsById, Outcome<Dictionary<ViewId, SavedViewView>>>
{
    private const int MostInScope = 50;

    public async Task<Outcome<SavedViewView>> Handle(SaveView request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await db.SavedViews.AsNoTracking().FirstOrDefaultAsync(v => v.Id == Data.ViewId.Of(made), cancellationToken) is { } kept ? ViewOf(kept) : Refusal.NotFound("view", "idempotencyKey");

        if (request.Shared && !current.Actor.May(Permission.MoveGaps))
            return Refusal.Of(RefusalCode.NotPermitted, "What the whole team sees is made by the policy team.", "shared");
        var view = SavedView.Of(
            ids.Next<ViewId>(), request.Slug!, screen.Of(request.Name)!, request.Filter ?? new GapFilter(), screen.Of(request.Filter?.Text), request.Order,
            current.Actor.Id, request.Shared, Screen.RuleSetVersion);
        if (await db.SavedViews.AnyAsync(v => v.Scope == view.Scope && v.Slug == view.Slug, cancellationToken))
            return Refusal.Of(RefusalCode.IllegalMove, "This address is taken. Choose another one.", "slug");
        if (await db.SavedViews.CountAsync(v => v.Scope == view.Scope, cancellationToken) >= MostInScope)
            return Refusal.Of(RefusalCode.OutOfRange, "There are 50 views already. Delete one first.", "slug");
        db.Add(view);
        repeats.Remember(request, view.Id.Value);
        ledger.Record(new AuditLine("SaveView") { Code = view.Slug });
        await ledger.CommitAsync(cancellationToken);
        return ViewOf(view);
    }

    public async Task<Outcome<SavedViewView>> Handle(RenameView request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.ViewId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var view))
            return found.Refusals.ToList();
        view.Rename(screen.Of(request.Name)!, Screen.RuleSetVersion);
        ledger.Record(new AuditLine("RenameView") { Code = view.Slug });
        await ledger.CommitAsync(cancellationToken);
        return ViewOf(view);
    }

    public async Task<Outcome<Done>> Handle(DeleteView request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.ViewId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var view))
            return found.Refusals.ToList();
        db.Remove(view);
        ledger.Record(new AuditLine("DeleteView") { Code = view.Slug });
        await ledger.CommitAsync(cancellationToken);
        return default(Done);
    }

    public async Task<Outcome<List<SavedViewView>>> Handle(SavedViewList request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        var views = await Seen(own).ToListAsync(cancellationToken);
        return views.OrderBy(v => v.Scope == SavedView.Team).ThenBy(v => v.Name.Value, StringComparer.OrdinalIgnoreCase).Select(ViewOf).ToList();
    }

    public async Task<Outcome<SavedViewView>> Handle(SavedViewBySlug request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        return await Seen(own).Where(v => v.Slug == request.Slug).OrderBy(v => v.Scope == SavedView.Team).FirstOrDefaultAsync(cancellationToken) is { } view
            ? ViewOf(view) : Refusal.NotFound("view", "slug");
    }

    public async Task<Outcome<Dictionary<ViewId, SavedViewView>>> Handle(SavedViewsById request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        return (await Seen(own).Where(v => request.Ids.Contains(v.Id)).ToListAsync(cancellationToken)).ToDictionary(v => v.Id, ViewOf);
    }

    /// <summary>Somebody else's own view does not exist for the caller.</summary>
    private async Task<Outcome<SavedView>> FindAsync(string viewId, int expectedVersion, CancellationToken ct)
    {
        var id = Data.ViewId.Of(viewId);
        var me = current.Actor.Id.Value;
        if (await db.SavedViews.FirstOrDefaultAsync(v => v.Id == id && (v.Scope == me || v.Scope == SavedView.Team), ct) is not { } view)
            return Refusal.NotFound("view", "viewId");
        if (!view.IsKeptBy(current.Actor))
            return Refusal.Of(RefusalCode.NotPermitted, "Whoever made it changes it, or a triage lead does.", "viewId");
        return view.Version == expectedVersion ? view : new ConflictRefusal(view.Version);
    }

    private IQueryable<SavedView> Seen(InsightsDb from)
    {
        var me = current.Actor.Id.Value;
        return from.SavedViews.AsNoTracking().Where(v => v.Scope == me || v.Scope == SavedView.Team);
    }

    private SavedViewView ViewOf(SavedView view) => new()
    {
        Id = view.Id,
        Slug = view.Slug,
        Name = view.Name,
        // Of words that were withheld or erased since, nothing is asked.
        Filter = view.Filter with { Text = LookAlikes.WordsOf(view.Words)?.Trim() },
        Order = view.Order,
        Shared = view.Scope == SavedView.Team,
        MayChange = view.IsKeptBy(current.Actor),
        Version = view.Version,
    };
}
