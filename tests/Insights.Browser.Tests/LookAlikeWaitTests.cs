using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Insights.Browser.Tests;

/// <summary>How long the form waits after a key before it asks for look-alikes, on a clock that the test moves.</summary>
[Collection(Reading.Name)]
public sealed class LookAlikeWaitTests(Stage stage) : BrowserTest(stage)
{
    /// <summary>What the module may wait at most, in milliseconds of the page's clock.</summary>
    private const int Most = 250;

    [BrowserFact]
    public async Task Look_alikes_are_asked_for_within_a_quarter_of_a_second_of_the_last_key_and_once()
    {
        var page = await AsAsync("specialist-a");
        var asked = 0;
        page.Request += (_, request) => asked += IsQuestion(request) ? 1 : 0;
        await page.Clock.InstallAsync();
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Ambiguity.CheckAsync();
        // From here on time stands still but for what is said below.
        await page.Clock.PauseAtAsync(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1));
        await form.Title.PressSequentiallyAsync("Which age governs when a stated age and use disagree");
        Assert.Equal(0, asked);

        await AskedWithinAsync(page);
        Assert.Equal(1, asked);
        // A key begins the wait anew, and what is typed meanwhile is asked about with it.
        await form.Title.PressSequentiallyAsync(" for");
        await page.Clock.RunForAsync(Most / 3);
        await form.Title.PressSequentiallyAsync(" long");
        Assert.Equal(1, asked);
        await AskedWithinAsync(page);
        Assert.Equal(2, asked);
    }

    private static bool IsQuestion(IRequest request) => request.Url.EndsWith("/report/look-alikes", StringComparison.Ordinal);

    /// <summary>Lets the clock run as long as the wait may last; without a question by then none ever comes, and this fails.</summary>
    private static async Task AskedWithinAsync(IPage page) => await page.RunAndWaitForRequestAsync(() => page.Clock.RunForAsync(Most), IsQuestion);
}
