namespace Insights.Transport.Tests.Support;

/// <summary>How long a test waits for what must happen; reached only when it does not.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Moves a clock on, step by step, until something has happened.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider clock, TimeSpan step, Task happened)
    {
        for (var waited = 0; !happened.IsCompleted && waited < 3000; waited++)
        {
            clock.Advance(step);
            await Task.WhenAny(happened, Task.Delay(10));
        }

        await happened.WaitAsync(TimeSpan.Zero);
    }
}
