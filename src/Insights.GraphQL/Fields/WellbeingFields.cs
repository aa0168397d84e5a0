using GraphQL;
using Insights.Core.Wellbeing;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>How the product treats the viewer.</summary>
[FieldsOf(typeof(Query))]
internal static class WellbeingQueries
{
    /// <summary>How the product treats the viewer: what they chose, and what the organisation says. Nobody else can read it.</summary>
    [Needs(typeof(ReadMySettings))]
    public static Task<MySettingsView> MySettingsAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadMySettings(), ct);

    /// <summary>What a break of the viewer would give back, what would stay theirs and why, and how their last one stands. Nothing is changed by looking.</summary>
    [Needs(typeof(ReadMyBreak))]
    public static Task<MyBreakView> MyBreakAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadMyBreak(), ct);
}
