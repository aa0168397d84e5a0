using Insights.Core.Audit;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;

namespace Insights.Core.Cases;

/// <summary>
/// Exchanges case ids for pseudonymous references, in their order. The ids are neither kept nor logged nor repeated;
/// how many were exchanged is on record, and how fast is limited for each person.
/// </summary>
/// <param name="Source">The system that issued the ids, a code from the case sources.</param>
/// <param name="RawIds">The ids as people write them, at most 50; a reference among them stays as it is.</param>
[Requires(Permission.TokeniseCases)]
public sealed record TokeniseCases(string Source, IReadOnlyList<string> RawIds) : ICommand<ExchangedCasesView>, IChecked
{
    public const int Most = 50;

    public void Check(Check check)
    {
        check.Code(Source, required: true, "source");
        check.Must(RawIds.Count is >= 1 and <= Most, RefusalCode.OutOfRange, "Exchange 1 to 50 case ids at a time.", "rawIds");
    }

    /// <summary>Never the ids.</summary>
    public override string ToString() => nameof(TokeniseCases);
}

/// <summary>What became of the ids that were to be exchanged.</summary>
public sealed record ExchangedCasesView
{
    /// <summary>One answer for each id, in the order of the ids.</summary>
    public required IReadOnlyList<ExchangedCaseView> Cases { get; init; }
}

/// <summary>What became of one id.</summary>
public sealed record ExchangedCaseView
{
    /// <summary>The pseudonymous reference of the case; empty where there is a problem.</summary>
    public CaseToken? Reference { get; init; }

    /// <summary>Why there is no reference.</summary>
    public CaseProblem? Problem { get; init; }

    /// <summary>The problem in one sentence, which never repeats the id.</summary>
    public string? Message { get; init; }
}

internal sealed class TokeniseCasesHandler(
    CaseScheme scheme, CaseExchange exchange, CaseAllowance allowance, AliasBook aliases, Ledger ledger, CurrentActor current)
    : IRequestHandler<TokeniseCases, Outcome<ExchangedCasesView>>
{
    public async Task<Outcome<ExchangedCasesView>> Handle(TokeniseCases request, CancellationToken cancellationToken)
    {
        if (scheme.SourceOf(request.Source) is not { } source)
            return Refusal.Of(RefusalCode.UnknownCode, "No such case source is configured.", "source");
        if (allowance.Take(current.Actor.Id, request.RawIds.Count) is { } wait)
            return new RateLimitedRefusal(["rawIds"], (int)Math.Ceiling(wait.TotalSeconds));

        var exchanged = request.RawIds.Select(id => exchange.Exchange(source, id)).ToList();
        await aliases.NoteAsync([.. exchanged.Where(e => e.Problem is null).Select(e => (e.Reference, e.Older)).DistinctBy(e => e.Reference)], cancellationToken);
        await ledger.Record(new AuditLine("TokeniseCases") { Count = request.RawIds.Count }).CommitAsync(cancellationToken);
        return new ExchangedCasesView { Cases = [.. exchanged.Select(ViewOf)] };
    }

    private static ExchangedCaseView ViewOf(CaseExchanged exchanged) => exchanged.Problem is { } problem
        ? new() { Problem = problem, Message = CaseExchange.Sentence(problem) }
        : new() { Reference = exchanged.Reference };
}
