using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using Insights.Core.Feed;
using Insights.Core.Pipeline;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Permissions;
using Insights.GraphQL.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Fields;

/// <summary>What can be followed.</summary>
internal sealed class Subscription : ObjectGraphType
{
    public Subscription()
    {
        Description = "What can be followed. Results are pulled: the next one is read when the one before was sent.";
        this.Public();
        var feed = Field<NonNullGraphType<FeedMessageType>>("feed")
            .Description("Follows the feed from a cursor on: what is there already, then what comes. Nothing is left out and nothing comes twice.")
            .Argument<StringGraphType>("after", "The cursor of the last event read; without it, from the beginning.")
            .Argument<InputType<FeedFilter>>("filter", "Which events; without it, all.")
            .Resolve(context => MessageOf((FeedStep)context.Source!)).FieldType;
        feed.StreamResolver = new FeedStream();
        feed.Weight(WeightAttribute.Request);
        feed.Access(Access.Of(typeof(ReadFeed)));
    }

    private static object MessageOf(FeedStep step) => step switch
    {
        { Entry: { } entry } => entry,
        { Cursor: { } cursor } => new FeedHeartbeat(cursor),
        { Refusals: [ResyncRefusal resync] } => new ResyncRequired(resync.First, resync.Last),
        _ => throw new RefusedError(step.Refusals),
    };

    private sealed class FeedStream : IPulledStream, ISourceStreamResolver
    {
        public IAsyncEnumerable<FeedStep> Open(IResolveFieldContext context, string? resumeAfter, CancellationToken ct) =>
            context.RequestServices!.GetRequiredService<FeedTail>()
                .FollowAsync(resumeAfter ?? context.GetArgument<string?>("after"), context.GetArgument<FeedFilter?>("filter"), ct);

        public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => throw new NotSupportedException("Subscriptions are pulled.");
    }
}

/// <summary>What a follower of the feed receives.</summary>
internal sealed class FeedMessageType : UnionGraphType
{
    public FeedMessageType()
    {
        Name = "FeedMessage";
        Description = "What a follower of the feed receives: an event, a sign of life, or that it must start again.";
        this.Access(Access.Of(typeof(ReadFeed)));
        Type<FeedEntryType>();
        Type<ViewType<FeedHeartbeat>>();
        Type<ViewType<ResyncRequired>>();
    }
}
