using Insights.Core.Audit;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Core.Cases;

/// <summary>Notes which references stand for one case, where the product exchanged the ids itself: on import.</summary>
/// <param name="Cases">Each case that was exchanged, with its references under older keys.</param>
[Requires(Permission.ImportReports)]
public sealed record NoteAliases(IReadOnlyList<CaseExchanged> Cases) : ICommand<Done>, IChecked
{
    public void Check(Check check) => check.Must(Cases.All(c => c.Problem is null), RefusalCode.NotACaseReference, "One of these is no case reference.", "cases");
}

internal sealed class NoteAliasesHandler(AliasBook aliases, Ledger ledger) : IRequestHandler<NoteAliases, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(NoteAliases request, CancellationToken cancellationToken)
    {
        if (await aliases.NoteAsync([.. request.Cases.Select(c => (c.Reference, c.Older)).DistinctBy(c => c.Reference)], cancellationToken))
            await ledger.Record(new AuditLine("NoteAliases") { Count = request.Cases.Count }).CommitAsync(cancellationToken);
        return default(Done);
    }
}
