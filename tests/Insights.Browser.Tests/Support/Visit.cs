using Microsoft.Playwright;

namespace Insights.Browser.Tests.Support;

/// <summary>How a browser window looks at the product.</summary>
internal sealed record Look(int Width, bool Script = true)
{
    public int Height => Width < 600 ? 740 : 900;

    public static Look Desktop { get; } = new(1280);

    public static Look Phone { get; } = new(360);

    public static Look WithoutScript { get; } = new(1280, Script: false);
}

/// <summary>One browser window with cookies of its own, which remembers everything that went wrong in it.</summary>
internal sealed class Visit
{
    private readonly List<string> _troubles = [];
    private readonly Uri _address;

    private Visit(IPage page, Uri address) => (Page, _address) = (page, address);

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console (violations of the content policy are among them), errors of scripts, failed parts, and requests to others.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    public static async Task<Visit> OpenAsync(IBrowser browser, Uri address, Look look, string? storage)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            JavaScriptEnabled = look.Script,
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = storage,
        });
        context.SetDefaultTimeout(30_000);
        var visit = new Visit(await context.NewPageAsync(), address);
        visit.Watch(visit.Page);
        return visit;
    }

    public async Task SignInAsync(string persona)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator($"button[name=handle][value='{persona}']").ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(_address.ToString());
    }

    /// <summary>Another tab of the same window.</summary>
    public async Task<IPage> OpenTabAsync()
    {
        var tab = await Page.Context.NewPageAsync();
        Watch(tab);
        return tab;
    }

    public Task CloseAsync() => Page.Context.CloseAsync();

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            // A page or what a script asks may answer 401, 403, 404, 409 or 422; what else failed to load is noted from its response below.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                Note($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => Note($"{page.Url}: {error}");
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss" } asked && asked.Authority != _address.Authority)
                Note($"{page.Url} asked {asked.Authority}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 500 || (response.Status >= 400 && response.Request.ResourceType is not ("document" or "fetch" or "xhr")))
                Note($"{response.Status} for {response.Url}");
        };
    }

    private void Note(string trouble)
    {
        lock (_troubles)
            _troubles.Add(trouble);
    }
}
