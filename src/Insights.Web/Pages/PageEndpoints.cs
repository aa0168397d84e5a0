using Insights.Web.Pages.Calibration;
using Insights.Web.Pages.Cases;
using Insights.Web.Pages.Clusters;
using Insights.Web.Pages.Consumers;
using Insights.Web.Pages.Contact;
using Insights.Web.Pages.Evidence;
using Insights.Web.Pages.Feed;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Home;
using Insights.Web.Pages.Language;
using Insights.Web.Pages.Learning;
using Insights.Web.Pages.Metrics;
using Insights.Web.Pages.People;
using Insights.Web.Pages.Policies;
using Insights.Web.Pages.Precedents;
using Insights.Web.Pages.Reports;
using Insights.Web.Pages.Scenarios;
using Insights.Web.Pages.Search;
using Insights.Web.Pages.Settings;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.SignIn;
using Insights.Web.Pages.Stewardship;
using Insights.Web.Pages.Tokens;
using Insights.Web.Pages.Triage;
using Insights.Web.Pages.Trouble;
using Insights.Web.Pages.Workflow;

namespace Insights.Web.Pages;

/// <summary>Every page by its address. Pages show, send the same requests as the API, and show what was refused.</summary>
internal static class PageEndpoints
{
    public static void MapInsightsPages(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("").AddEndpointFilter<SignedIn>();
        HomePages.Map(pages);
        FilingPages.Map(pages);
        ReportPages.Map(pages);
        TriagePages.Map(pages);
        GapListPages.Map(pages);
        GapPages.Map(pages);
        GapQueuePages.Map(pages);
        DeskPages.Map(pages);
        BulkPages.Map(pages);
        LabelPages.Map(pages);
        DutyPages.Map(pages);
        DecisionPages.Map(pages);
        ContactPages.Map(pages);
        NotificationPages.Map(pages);
        ClusterPages.Map(pages);
        OperationPages.Map(pages);
        ProposalPages.Map(pages);
        CasePages.Map(pages);
        SearchPages.Map(pages);
        PrecedentPages.Map(pages);
        PolicyPages.Map(pages);
        WorkflowPages.Map(pages);
        FeedPages.Map(pages);
        ScenarioPages.Map(pages);
        CalibrationPages.Map(pages);
        LearningPages.Map(pages);
        MetricPages.Map(pages);
        ConsumerPages.Map(pages);
        WebhookPages.Map(pages);
        TokenPages.Map(pages);
        AuditPages.Map(pages);
        PeoplePages.Map(pages);
        SessionPages.Map(pages);
        SettingsPages.Map(pages);
        PrivacyPages.Map(pages);
        WithheldPages.Map(pages);
        AllowListPages.Map(pages);
        ErasurePages.Map(pages);
        ErasureRequestPages.Map(pages);
        FeedDownload.Map(app);
        CountsPages.Map(app);
        ScenarioPages.MapFile(app);
        CalibrationPages.MapFile(app);
        MetricPages.MapFiles(app);
        LanguagePages.Map(app);
        SignInPages.Map(app);
        TroublePages.Map(app);
    }
}
