using AutoMapper;
using Insights.Core.Administration;
using Insights.Core.Calibration;
using Insights.Core.Cases;
using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Evidence;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Search;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using Insights.Core.Wellbeing;
using Insights.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Core;

/// <summary>Puts the product together. Storage adds the database and the write gate.</summary>
public static class CoreServices
{
    /// <param name="services">The services of the process.</param>
    /// <param name="mapperLicenseKey">Key of the mapping library; without one it works and says so once.</param>
    /// <param name="guard">The guard of this deployment; without it, the default one.</param>
    public static IServiceCollection AddInsightsCore(this IServiceCollection services, string? mapperLicenseKey = null, Guard? guard = null)
    {
        services.AddMediation(typeof(CoreServices).Assembly);

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new IdSource(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new GuardInForce(guard ?? Guard.Default));
        services.AddTransient(provider => provider.GetRequiredService<GuardInForce>().Current);
        services.AddSingleton<GuardTally>();
        services.AddSingleton<ReceiptTally>();
        services.AddSingleton<Catalogue>();
        services.AddCases();
        services.AddSingleton(new LookAlikeFile(null));
        services.AddSingleton<LookAlikes>();
        services.AddSingleton<ClusterBoard>();
        services.AddSingleton(_ => new AwaitedAnswers(TimeSpan.FromMilliseconds(50)));
        services.AddSingleton<SearchIndex>();
        services.AddSingleton<CompletenessShelf>();
        services.AddSingleton<MetricBook>();
        services.AddSingleton(new ClockOptions());
        services.AddSingleton<GapClocks>();
        services.AddSingleton(new LearningOptions());
        services.AddSingleton(SessionLimits.Usual);
        services.AddSingleton<TrainingRuns>();
        services.AddSingleton(new DigestOptions(Enabled: false));
        services.AddSingleton(new WellbeingOptions());
        services.AddSingleton<ModelShelf>();
        services.AddSingleton<LookedAt>();
        services.AddSingleton<GapLooks>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton(SmallCountRule.Default);
        services.AddSingleton(CheckpointKeeping.None);
        services.AddSingleton<CheckpointWriter>();
        services.AddSingleton<IConfigurationProvider>(provider => new MapperConfiguration(
            maps =>
            {
                maps.LicenseKey = mapperLicenseKey;
                maps.AddMaps(typeof(CoreServices).Assembly);
            },
            provider.GetRequiredService<ILoggerFactory>()));

        services.AddScoped<CurrentActor>();
        services.AddScoped<Standing>();
        services.AddScoped<Screen>();
        services.AddScoped<AfterCommit>();
        services.AddScoped<WriteTurn>();
        services.AddScoped<WritePatience>();
        services.AddScoped<Ledger>();
        services.AddScoped<Idempotency>();
        services.AddScoped<NumberSource>();
        services.AddScoped<FeedTail>();
        services.AddScoped<FeedFiles>();
        services.AddScoped<ConsumerDesk>();
        services.AddScoped<ScenarioDesk>();
        services.AddScoped<CalibrationDesk>();
        services.AddScoped<WebhookDesk>();
        services.AddSingleton(WebhookAllowance.None);
        services.AddScoped<ReportViews>();
        services.AddScoped<AnswerBook>();
        services.AddScoped<Linking>();
        services.AddScoped<GapMoves>();
        services.AddScoped<DecisionDrafts>();
        services.AddScoped<Previews>();
        services.AddScoped<ClusterCommands>();
        services.AddScoped<GapChanges>();
        services.AddScoped<GapWords>();
        services.AddScoped<Allowances>();
        services.AddScoped<Rewording>();
        services.AddScoped<StoredWords>();
        services.AddScoped<Erasing>();
        services.AddScoped<SessionDesk>();
        services.AddScoped<PeopleDesk>();
        return services;
    }
}
