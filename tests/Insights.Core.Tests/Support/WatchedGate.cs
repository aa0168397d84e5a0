using Insights.Core.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Core.Tests.Support;

/// <summary>The real write gate, with an ear at the door: what is true when a writer leaves, before the next one enters.</summary>
internal sealed class WatchedGate : IWriteGate
{
    private IWriteGate _gate = null!;

    public Action Left { get; set; } = () => { };

    public void Around(IServiceCollection services)
    {
        var real = services.Last(s => s.ServiceType == typeof(IWriteGate)).ImplementationType!;
        services.AddSingleton(real);
        services.AddSingleton<IWriteGate>(provider =>
        {
            _gate = (IWriteGate)provider.GetRequiredService(real);
            return this;
        });
    }

    public async ValueTask<IDisposable> EnterAsync(CancellationToken ct) => new Turn(await _gate.EnterAsync(ct), this);

    private sealed class Turn(IDisposable turn, WatchedGate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Left();
            turn.Dispose();
        }
    }
}
