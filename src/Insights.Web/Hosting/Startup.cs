using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Web.Seed;
using Insights.Web.SignIn;
using MediatR;
using Microsoft.AspNetCore.DataProtection;

namespace Insights.Web.Hosting;

/// <summary>What happens before the first request: database, demo, catalogue, look-alikes.</summary>
internal static partial class Startup
{
    public static async Task PrepareAsync(this WebApplication app, CancellationToken ct = default)
    {
        var services = app.Services;
        var settings = services.GetRequiredService<InsightsSettings>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger("Insights");
        var catalogue = CatalogueFiles.Read(settings.CatalogueFolder);
        if (settings.Demo && !File.Exists(settings.DatabasePath))
        {
            PlayingDemo(log);
            settings.Audit.SetAside(services.GetRequiredService<TimeProvider>().GetUtcNow());
            var files = DemoFiles.Read(Path.Combine(settings.CatalogueFolder, "demo"));
            var replay = new DemoReplay(files, catalogue, settings.Cases, services.GetRequiredService<TimeProvider>().GetUtcNow());
            await replay.RunAsync(settings.DatabasePath, settings.AutoMapperLicenseKey);
        }

        await services.GetRequiredService<IDatabaseStart>().RunAsync(ct);
        if (services.GetRequiredService<KeyRing>().Import(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.DatabasePath))!, "keys")) is var imported and > 0)
            KeysImported(log, imported);
        // Makes the first key, should there be none, while no writer could wait for it.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("Insights.Start").Protect("ready");

        if (settings.SignIn is { MapsAdministrator: false })
            NoAdministrator(log);

        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        OrStop(await mediator.Send(new KnowCaseKeys(), ct));
        // The allow-list before the catalogue, which is screened by it.
        OrStop(await mediator.Send(new AdoptGuard(settings.Guard.Options), ct));
        OrStop(await mediator.Send(new LoadCatalogue(catalogue), ct));
        await mediator.Send(new RefreshClocks(), ct);

        var lookAlikes = services.GetRequiredService<LookAlikes>();
        await lookAlikes.LoadAsync(ct);
        await services.GetRequiredService<ModelShelf>().AdoptAsync(ct);
        Indexed(log, lookAlikes.Count);

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var address in app.Urls)
                Listening(log, address, settings.SignIn is not null ? "" : settings.Demo ? " Sign in as specialist-a, triage-lead-a, policy-owner-a, policy-approver-a or model-team-classifiers." : "");
        });
    }

    private static void OrStop(Outcome<Done> outcome)
    {
        if (outcome.Refused)
            throw new InvalidDataException(string.Join(" ", outcome.Refusals.Select(r => r.Message)));
    }

    [LoggerMessage(1001, LogLevel.Information, "There is no database yet: playing nine months of demo data into it")]
    private static partial void PlayingDemo(ILogger log);

    [LoggerMessage(1004, LogLevel.Information, "{Count} key files were taken over into the database; they are needed no more")]
    private static partial void KeysImported(ILogger log, int count);

    [LoggerMessage(1005, LogLevel.Warning, "NO_ADMINISTRATOR_MAPPED: no value under Insights:SignIn:Roles gives Administrator, so the provider is no way back should nobody hold it")]
    private static partial void NoAdministrator(ILogger log);

    [LoggerMessage(1002, LogLevel.Information, "{Count} reports are ready to be compared")]
    private static partial void Indexed(ILogger log, int count);

    [LoggerMessage(1003, LogLevel.Information, "Insights is at {Address}.{SignInAs}")]
    private static partial void Listening(ILogger log, string address, string signInAs);
}
