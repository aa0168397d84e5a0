using Microsoft.Extensions.Options;

namespace Insights.Transport.Tests;

public sealed class OptionsTests
{
    public static TheoryData<Action<TransportOptions>> Senseless => new(
        options => options.MaxBodyBytes = 0,
        options => options.MaxMessageBytes = -1,
        options => options.MaxOperationsPerSocket = 0,
        options => options.InitTimeout = TimeSpan.Zero,
        options => options.SendTimeout = Timeout.InfiniteTimeSpan,
        options => options.PingInterval = TimeSpan.Zero,
        options => options.KeepAliveInterval = TimeSpan.Zero,
        options => options.SessionCheckInterval = TimeSpan.FromSeconds(-1));

    [Theory]
    [MemberData(nameof(Senseless))]
    public async Task A_limit_that_is_not_positive_keeps_the_server_from_starting(Action<TransportOptions> configure) =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => LoopbackHost.StartAsync(configure));

    [Fact]
    public async Task The_defaults_start() => await (await LoopbackHost.StartAsync()).DisposeAsync();
}
