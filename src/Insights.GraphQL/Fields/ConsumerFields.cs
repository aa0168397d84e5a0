using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>Who answers for a consumer.</summary>
[FieldsOf(typeof(ConsumerView), nameof(ConsumerView.OwnerId), nameof(ConsumerView.Filter))]
internal static class ConsumerFields
{
    /// <summary>Who answers for it.</summary>
    public static IDataLoaderResult<PersonView?> Owner([FromSource] ConsumerView consumer, [FromServices] Loaders loaders) => loaders.People.Load(consumer.OwnerId);

    /// <summary>What it sees of the feed.</summary>
    public static RegisteredFilter Filter([FromSource] ConsumerView consumer) => new(consumer.Filter);
}

/// <summary>Whom a key lets in.</summary>
[FieldsOf(typeof(ApiKeyView), nameof(ApiKeyView.HolderId))]
internal static class ApiKeyFields
{
    /// <summary>The person it signs in as; null for the key of a consumer.</summary>
    public static IDataLoaderResult<PersonView?>? Holder([FromSource] ApiKeyView key, [FromServices] Loaders loaders) =>
        key.HolderId is { } holder ? loaders.People.Load(holder) : null;
}

/// <summary>What a consumer sees of the feed. A list that is null asks for nothing.</summary>
internal sealed class RegisteredFilter(FeedFilter filter)
{
    /// <summary>Types of event.</summary>
    public IReadOnlyList<FeedEventType>? Types => filter.Types;

    /// <summary>Kinds of gap.</summary>
    public IReadOnlyList<GapKind>? Kinds => filter.Kinds;

    /// <summary>Policy areas.</summary>
    public IReadOnlyList<string>? Areas => filter.Areas;

    /// <summary>Policy clauses.</summary>
    public IReadOnlyList<string>? Clauses => filter.Clauses;

    /// <summary>Severities.</summary>
    public IReadOnlyList<Severity>? Severities => filter.Severities;

    /// <summary>States of the gap after the event.</summary>
    public IReadOnlyList<GapState>? States => filter.States;

    /// <summary>Codes of labels; one of them on the gap is enough.</summary>
    public IReadOnlyList<string>? Labels => filter.Labels;

    /// <summary>Languages that the approved decision holds for.</summary>
    public IReadOnlyList<string>? Languages => filter.Languages;

    /// <summary>Regions that the approved decision holds for.</summary>
    public IReadOnlyList<string>? Regions => filter.Regions;

    /// <summary>Surfaces that the approved decision holds for.</summary>
    public IReadOnlyList<string>? Surfaces => filter.Surfaces;
}
