using Insights.Browser.Tests.Screens;
using Microsoft.Playwright;

namespace Insights.Browser.Tests.Support;

/// <summary>A test in a browser. It ends well only if nothing went wrong in any of its windows.</summary>
public abstract class BrowserTest(Stage stage) : IAsyncLifetime
{
    private readonly List<Visit> _visits = [];

    protected Stage Stage => stage;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var visit in _visits)
            await visit.CloseAsync();
        Assert.Empty(_visits.SelectMany(v => v.Troubles));
    }

    /// <summary>Opens a window as this persona; null for nobody.</summary>
    private protected async Task<Visit> VisitAsync(string? persona, Look? look = null)
    {
        var visit = await stage.OpenAsync(persona, look ?? Look.Desktop);
        _visits.Add(visit);
        return visit;
    }

    /// <summary>The page of a window of this persona.</summary>
    private protected async Task<IPage> AsAsync(string persona, Look? look = null) => (await VisitAsync(persona, look)).Page;

    /// <summary>A gap of its own, which stands on one report of this title: its number.</summary>
    private protected async Task<string> OpenGapAsync(string title)
    {
        var report = await new FilingForm(await AsAsync("specialist-c")).FileAsync(title);
        return await new TriageDesk(await AsAsync("triage-lead-b")).OpenGapAsync(report);
    }

    /// <summary>On the narrowest screen nothing has to be scrolled sideways.</summary>
    private protected static async Task AssertAsWideAsTheScreenAsync(IPage page)
    {
        await page.SetViewportSizeAsync(320, 640);
        var (inside, wide) = (await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"), await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Equal(inside, wide);
    }
}
