using GraphQL.DataLoader;

namespace Insights.GraphQL.Loading;

/// <summary>Takes a part of what a batch loads.</summary>
internal static class Chained
{
    public static IDataLoaderResult<TPart> Then<T, TPart>(this IDataLoaderResult<T> loaded, Func<T, TPart> part) => new Part<T, TPart>(loaded, part);

    private sealed class Part<T, TPart>(IDataLoaderResult<T> loaded, Func<T, TPart> part) : IDataLoaderResult<TPart>
    {
        public async Task<TPart> GetResultAsync(CancellationToken cancellationToken = default) => part(await loaded.GetResultAsync(cancellationToken));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) => await GetResultAsync(cancellationToken);
    }
}
