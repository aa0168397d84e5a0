using System.Collections.Concurrent;
using Insights.Testing;
using Microsoft.Playwright;

namespace Insights.Browser.Tests.Support;

/// <summary>One product with the whole demo and one browser, for all tests of a collection.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, Task<string>> _signedIn = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningApp? _app;

    public RunningApp App => _app ?? throw new InvalidOperationException("The product was not started.");

    public async Task InitializeAsync()
    {
        if (Chromium.Executable is null)
            return;
        Assertions.SetDefaultExpectTimeout(20_000);
        var app = RunningApp.WithEarlierTextsAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium.Executable,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        _app = await app;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>A browser window of its own, signed in as this persona; null for nobody.</summary>
    internal async Task<Visit> OpenAsync(string? persona, Look look) =>
        await Visit.OpenAsync(_browser!, App.Address, look, persona is null ? null : await _signedIn.GetOrAdd(persona, SignInAsync));

    /// <summary>After signing out, which ends the session that later windows would start with.</summary>
    internal void Forget(string persona) => _signedIn.TryRemove(persona, out _);

    /// <summary>Signs in on the page once; the windows that follow start with what that left in the browser.</summary>
    private async Task<string> SignInAsync(string persona)
    {
        var visit = await Visit.OpenAsync(_browser!, App.Address, Look.Desktop, storage: null);
        await visit.SignInAsync(persona);
        var state = await visit.Page.Context.StorageStateAsync();
        await visit.CloseAsync();
        return state;
    }
}

/// <summary>Tests that only read share one product.</summary>
[CollectionDefinition(Name)]
public sealed class Reading : ICollectionFixture<Stage>
{
    public const string Name = "Reading";
}

/// <summary>Tests that change something share another, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Acting : ICollectionFixture<Stage>
{
    public const string Name = "Acting";
}
