using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests.Screens;

/// <summary>One gap, with the moves a person may make.</summary>
internal sealed class GapScreen(IPage page, string number)
{
    public ILocator State => page.Locator("aside .side dd").First;

    public ILocator Problem => page.Locator("#problem");

    /// <summary>What changed since a form was opened.</summary>
    public ILocator Merge => page.Locator("#merge");

    public ILocator Timeline => page.Locator("#timeline");

    /// <summary>What was typed for a move that is no longer there.</summary>
    public ILocator Words => page.Locator("section", new() { HasText = "What you typed" });

    public async Task OpenAsync() => await page.GotoAsync($"/gaps/{number}");

    public ILocator FormOf(string move) => page.Locator($"form[action$='/moves/{move}']");

    /// <summary>Opens the form of a move.</summary>
    public async Task<ILocator> BeginAsync(string move)
    {
        var box = page.Locator($"details.move:has(form[action$='/moves/{move}'])");
        if (await box.GetAttributeAsync("open") is null)
            await box.Locator("summary").ClickAsync();
        return FormOf(move);
    }

    /// <summary>Sends the form of a move, and leaves it to the caller what comes back.</summary>
    public Task SendAsync(string move) => FormOf(move).Locator("button[type=submit]:not([name=as]):visible").ClickAsync();

    /// <summary>Sends the form of a move that must succeed.</summary>
    public async Task MoveAsync(string move)
    {
        await SendAsync(move);
        await Expect(page.Locator("#said")).ToHaveTextAsync($"{number} has moved on.");
    }

    public async Task FillClaimAsync()
    {
        var form = await BeginAsync("claim");
        await form.GetByLabel("Severity").SelectOptionAsync("high");
        await form.GetByLabel("I looked at the look-alikes").CheckAsync();
    }

    public async Task ClaimAsync()
    {
        await OpenAsync();
        await FillClaimAsync();
        await MoveAsync("claim");
    }

    public async Task AcceptAsync()
    {
        await OpenAsync();
        var form = await BeginAsync("accept");
        await form.GetByLabel("Kind of gap").SelectOptionAsync("ambiguity");
        await form.GetByLabel("Policy area").SelectOptionAsync("appeals");
        await MoveAsync("accept");
    }

    /// <summary>Writes the decision on its own page, and proposes it.</summary>
    public async Task ProposeAsync(string explanation)
    {
        var decision = new DecisionScreen(page, number);
        await decision.OpenAsync();
        await decision.FillAsync(explanation);
        await decision.ProposeAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync($"{number} has moved on.");
    }

    public async Task AskAsync(string question)
    {
        await FillQuestionAsync(question);
        await SendAsync("ask");
        await Expect(page.Locator("#said")).ToHaveTextAsync($"The question about {number} is sent. It cannot be taken back: its reporter has it.");
    }

    public async Task FillQuestionAsync(string question)
    {
        var form = await BeginAsync("ask");
        await form.GetByLabel("Whom do you ask?").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await form.GetByLabel("Your question").FillAsync(question);
        await form.GetByLabel("Answer by").FillAsync(Day(10));
    }

    public async Task DeclineAsync(string reason)
    {
        var form = await BeginAsync("decline");
        await form.GetByLabel("Reason").FillAsync(reason);
        await form.GetByLabel("Who takes it on").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await MoveAsync("decline");
    }

    private static string Day(int fromNow) =>
        TimeProvider.System.GetUtcNow().AddDays(fromNow).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
