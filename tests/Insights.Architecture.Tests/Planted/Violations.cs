using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using MediatR;

// Wrong on purpose: each rule is shown to find what it forbids.
namespace Insights.Core.Data
{
    internal sealed class ReachesUp(ClaimGap claim)
    {
        public string GapId => claim.GapId;
    }
}

namespace Insights.Core.Feed
{
    internal sealed class ReachesSideways
    {
        public static async Task<int> LaterAsync(IMediator mediator)
        {
            await Task.Yield();
            return (await mediator.Send(new EndWaits())).ValueOrDefault;
        }
    }
}

namespace Insights.Core.FeedExtras
{
    internal sealed class OnlySoundsAlike(ClaimGap claim)
    {
        public string GapId => claim.GapId;
    }
}

namespace Insights.Architecture.Tests.Planted
{
    internal sealed record SaysNothing : IRequest<Outcome<Done>>;

    [AnySignedIn]
    [Requires(Permission.ReadFeed)]
    internal sealed record SaysTwoThings : IRequest<Outcome<Done>>;

    internal sealed class PaperworkManager;
}
