using System.Diagnostics;
using System.Reflection;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Privacy;
using MediatR;

namespace Insights.Core.Pipeline;

/// <summary>First step: nobody sends what their roles do not allow.</summary>
internal sealed class AuthoriseStep<TRequest, TResponse>(CurrentActor current) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    private static readonly Permission? Needed = typeof(TRequest).GetCustomAttribute<RequiresAttribute>()?.Permission;

    private static readonly bool Declared = Needed is not null || typeof(TRequest).IsDefined(typeof(AnySignedInAttribute));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (!Declared)
            throw new UnreachableException($"{typeof(TRequest).Name} does not say who may send it.");
        if (current.OrNull is not { } actor || !(Needed is { } permission ? actor.May(permission) : actor.Reads() && actor.Roles is not Roles.None))
            return TResponse.Refuse([Refusal.Of(RefusalCode.NotPermitted, "Your roles do not allow this.")]);
        return await next();
    }
}

/// <summary>Second step: malformed requests never wait for the write gate, and their text is screened here.</summary>
internal sealed class ValidateStep<TRequest, TResponse>(Screen screen, GuardTally tally) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var check = request is IAcknowledging writes ? new Check(screen, writes.Acknowledged ?? []) : new Check(screen);
        if (request is IRepeatable repeatable)
            check.Key(repeatable);
        (request as IChecked)?.Check(check);
        if (request is ICommand)
            screen.Passed = check.Passed;
        if (check.Refusals.Count == 0)
            return await next();

        foreach (var finding in check.Refusals.OfType<PrivacyRefusal>().SelectMany(r => r.Findings))
            tally.Count(finding.RuleId, finding.Strength == FindingStrength.Block ? GuardOutcome.Blocked : GuardOutcome.Warned);
        return TResponse.Refuse(check.Refusals);
    }
}

/// <summary>
/// Third step, for commands: one writer at a time and one transaction. The handler commits through the
/// ledger; whatever returns without having committed is rolled back, so a refusal changes nothing.
/// </summary>
internal sealed class WriteStep<TRequest, TResponse>(WriteTurn turn) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not ICommand or ILongCommand)
            return await next();
        using var entered = await turn.EnterInTimeAsync(cancellationToken);
        return entered is null
            ? TResponse.Refuse([Refusal.Of(RefusalCode.ServerBusy, "Too much is being written; nothing of this was done. Try again later.")])
            : await turn.WriteAsync(() => next(), cancellationToken);
    }
}

/// <summary>How long the commands of one scope wait for their turn: until this is cancelled. Nothing ends a turn that has begun.</summary>
public sealed class WritePatience
{
    /// <summary>Cancelled when they have waited long enough; never, unless somebody says so.</summary>
    public CancellationToken Ends { get; set; }
}

/// <summary>A writer's turn: alone behind the gate, in one transaction, and what follows its commit before the next one enters.</summary>
internal sealed class WriteTurn(InsightsDb db, IWriteGate gate, AfterCommit afterCommit, WritePatience patience)
{
    public async Task<T> TakeAsync<T>(Func<Task<T>> write, CancellationToken ct)
    {
        using var entered = await gate.EnterAsync(ct);
        return await WriteAsync(write, ct);
    }

    /// <summary>Enters; null when patience ended first.</summary>
    public async ValueTask<IDisposable?> EnterInTimeAsync(CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Ends);
        try
        {
            return await gate.EnterAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Writes, once entered.</summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken ct)
    {
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            return await write();
        }
        finally
        {
            // A scope may send several commands; none may see what another read before it.
            db.ChangeTracker.Clear();
            // Also when reading back failed: what is committed is committed. And before the next writer is let
            // in, so that the look-alikes hear of commits in the order of the commits.
            afterCommit.Run();
        }
    }
}

/// <summary>What is to happen once the command's transaction is on disk: wake readers, tell the look-alike index.</summary>
public sealed class AfterCommit
{
    private readonly List<Action> _acts = [];
    private readonly List<Action> _last = [];
    private Action _ended = () => { };
    private bool _committed;

    public void Do(Action act) => _acts.Add(act);

    /// <summary>Happens last, committed or not.</summary>
    public void DoLast(Action act) => _last.Add(act);

    /// <summary>A list for the notes of one command. It is emptied when the command ends, so that a refused one leaves nothing to the next in its scope.</summary>
    internal List<T> Notes<T>()
    {
        var notes = new List<T>();
        _ended += notes.Clear;
        return notes;
    }

    internal void Committed() => _committed = true;

    internal void Run()
    {
        var acts = _committed ? _acts.ToArray() : [];
        var last = _last.ToArray();
        _acts.Clear();
        _last.Clear();
        _committed = false;
        _ended();
        try
        {
            foreach (var act in acts)
                act();
        }
        finally
        {
            foreach (var act in last)
                act();
        }
    }
}
