using Insights.Core;
using Insights.Core.Cases;
using Insights.GraphQL;
using Insights.GraphQL.Contract;
using Insights.Storage;
using Insights.Transport;
using Insights.Web.Mail;
using Insights.Web.Outlets;
using Insights.Web.Pages;
using Insights.Web.Pages.Evidence;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Tour;
using Insights.Web.Pages.Trouble;
using Insights.Web.Quiet;
using Insights.Web.SignIn;
using Insights.Web.Webhooks;
using Insights.Web.Workers;

namespace Insights.Web.Hosting;

/// <summary>Puts the process together and takes it apart; every piece is named here once.</summary>
internal static class InsightsApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = InsightsSettings.Read(builder.Configuration, builder.Environment.IsDevelopment());
        builder.AddEdge(EdgeSettings.Read(builder.Configuration, builder.Environment.IsDevelopment()));

        var services = builder.Services;
        QuietLogs.Add(services);
        QuietTraces.Add(services);
        services.AddSingleton(settings);
        services.AddInsightsCore(settings.AutoMapperLicenseKey, settings.Guard);
        services.AddInsightsSqlite(settings.DatabasePath);
        services.AddCaseReferences(settings.Cases);
        services.AddSingleton(settings.Learning);
        services.AddSingleton(settings.Clocks);
        services.AddSingleton(_ => settings.Audit.Open());
        services.AddSignIn(settings.SignIn, settings.Sessions, builder.Environment.IsDevelopment());
        services.AddInsightsGraphQL(settings.GraphQL.Limits);
        services.AddGraphQLTransport(transport =>
        {
            settings.GraphQL.Apply(transport);
            transport.StillSignedIn = Sessions.StillSignedInAsync;
            transport.SessionCheckInterval = TimeSpan.FromSeconds(10);
            transport.MaxStreamsPerCaller = settings.MostStreamsOfOne;
        });
        services.AddHostedService<Checkpointer>();
        services.AddHostedService<Scheduler>();
        services.AddHostedService<Rescan>();
        services.AddHostedService<Teller>();
        services.AddSingleton(settings.Wellbeing);
        services.AddMail(settings.Mail);
        services.AddWebhooks(settings.Webhooks);
        services.AddHostedService<Learner>();
        services.AddHostedService<AutomaticLinker>();
        services.AddHostedService<LookAlikeKeeper>();
        services.AddHostedService<ClusterSweeper>();
        services.AddRazorComponents();
        services.AddSingleton(new FormKeys());
        services.AddSingleton<KnownPages>();
        services.AddScoped<Appearance>();
        services.AddScoped<EvidenceRoom>();
        // One answer to what cannot be read, in every environment: the page for it, by way of the exception handler.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.AddKeyRing(settings.KeyCertificate);

        var app = builder.Build();
        app.UseLastAnswer();
        app.UseKnownProxies();
        app.UseLanguages();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = TroublePages.FaultAddress, StatusCodeSelector = TroublePages.StatusOf });
        app.UseSilenceForThoseWhoLeft();
        // Behind the handler, which clears what was set before a fault.
        app.UseSecurityHeaders();
        app.UseRefusalWhileStopping();
        app.UseHttpsOnly();
        app.UseHeadRequests();
        app.UseVersionedFiles();
        app.UseAwaitedAnswers();
        var quotas = app.Services.GetRequiredService<Quotas>();
        app.Use(quotas.BeforeSignInAsync);
        app.UseOwnPagesOnly();
        // After the files, or the page for unknown addresses would answer in their place.
        app.UseRouting();
        app.UseAuthentication();
        app.Use(quotas.AfterSignInAsync);
        app.UseTokenRefusal();
        app.UseCurrentActor();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseStaleForms();
        app.UseFeedOutlet();
        if (app.Environment.IsDevelopment())
        {
            app.MapDemoSignIn();
            if (settings.Demo)
                TourPages.Map(app);
        }

        if (settings.SignIn is not null)
            app.MapProviderSignIn();
        app.MapGraphQL("/graphql");
        app.MapGet("/graphql/schema.graphql", (SchemaText schema) => Results.Text(schema.Value, "text/plain; charset=utf-8")).RequireAuthorization();
        app.MapInsightsPages();
        if (app.Environment.IsDevelopment())
            app.MapGraphiQL();
        app.MapHealth();
        return app;
    }
}
