using Insights.GraphQL.Running;

namespace Insights.GraphQL;

/// <summary>Ids of the trusted documents that the product's own pages send.</summary>
public static class PageDocuments
{
    /// <summary>The live end of the feed.</summary>
    public static string FeedTail { get; } = TrustedDocuments.Ours.Single(document => document.Name == nameof(FeedTail)).Id;
}
