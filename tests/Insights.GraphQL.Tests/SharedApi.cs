namespace Insights.GraphQL.Tests;

/// <summary>One empty product for tests that change nothing.</summary>
public sealed class SharedApi : IAsyncLifetime
{
    internal Api Api { get; private set; } = null!;

    public async Task InitializeAsync() => Api = await Api.CreateAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
