using Insights.Core.Policies;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Policies;

/// <summary>The written policy and the terminology, as everything here refers to them.</summary>
internal static class PolicyPages
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/policies", async (IMediator mediator, CancellationToken ct) =>
    {
        var policies = await mediator.Send(new ReadPolicies(), ct);
        return policies.Refused ? Page.Refused(policies.Refusals) : Page.Of<PoliciesPage>(policies.Value);
    });
}
