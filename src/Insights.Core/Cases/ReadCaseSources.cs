using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;

namespace Insights.Core.Cases;

/// <summary>The systems whose case ids can be exchanged, the usual one first.</summary>
[Requires(Permission.TokeniseCases)]
public sealed record ReadCaseSources : IQuery<List<CodeView>>;

internal sealed class ReadCaseSourcesHandler(CaseScheme scheme) : IRequestHandler<ReadCaseSources, Outcome<List<CodeView>>>
{
    public Task<Outcome<List<CodeView>>> Handle(ReadCaseSources request, CancellationToken cancellationToken)
    {
        Outcome<List<CodeView>> sources = scheme.Sources.Select(s => new CodeView(s.Code, s.Label)).ToList();
        return Task.FromResult(sources);
    }
}
