using Insights.Core.Calibration;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Web.Pages.Contact;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Home;

/// <summary>The home page: for each role one holds, what waits and where to go.</summary>
internal static class HomePages
{
    private const int News = 3;

    private static readonly ReportState[] Filed =
        [ReportState.Filed, ReportState.Linked, ReportState.NeedsInfo, ReportState.Declined, ReportState.Withdrawn, ReportState.Purged];

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/", async (IMediator mediator, CurrentActor current, CancellationToken ct) =>
    {
        var roles = current.Actor.Roles;
        var read = new HomeReader(mediator, ct);
        var sections = new List<HomeSection>();
        if ((roles & Roles.Specialist) != 0)
            sections.Add(await SpecialistAsync(read));
        if ((roles & Roles.TriageLead) != 0)
            sections.Add(await LeadAsync(read));
        if ((roles & Roles.PolicyOwner) != 0)
            sections.Add(await OwnerAsync(read));
        if ((roles & Roles.PolicyApprover) != 0)
            sections.Add(await ApproverAsync(read));
        if (current.Actor.May(Permission.KeepPrivacy))
            sections.Add(await StewardAsync(mediator, ct));
        if (current.Actor.May(Permission.AnswerCalibration) && (await mediator.Send(new CalibrationWaiting(), ct)).ValueOrDefault is { Count: > 0 } rounds)
            sections.Add(new HomeSection(Texts.T("Calibration")) { Tiles = [new Tile(rounds.Sum(r => r.WaitingForMe), Texts.T("gaps to answer, blind"), "/calibration")] });
        if (sections.Count == 0 && current.Actor.May(Permission.ReadGaps))
            sections.Add(new HomeSection(Texts.T("Gaps")) { Tiles = [await read.TileAsync(Texts.T("open gaps"), "/gaps?state=assessing&state=in-review", GapState.Assessing, GapState.InReview)] });
        var events = (roles & Roles.Consumer) != 0 ? await mediator.Send(new ReadFeed(null, new FeedFilter { Types = [FeedEventType.DecisionApproved] }, ReadFeed.MaxPage), ct) : null;
        var news = current.Actor.May(Permission.BeTold) ? (await NotificationPages.LinesAsync(mediator, News, null, unreadOnly: true, ct)).ValueOrDefault : null;
        return Page.Of<HomePage>(new HomeModel(sections, events?.ValueOrDefault?.Entries.Reverse().Take(5).ToList(), news is { Lines.Items.Count: > 0 } ? news : null));
    });

    private static async Task<HomeSection> SpecialistAsync(HomeReader read) => new(Texts.T("Your reports"))
    {
        Tiles =
        [
            await read.TileAsync(Texts.T("drafts to continue"), "/reports?state=draft", mine: true, ReportState.Draft),
            await read.TileAsync(Texts.T("waiting for your answer"), "/reports?state=needs-info", mine: true, ReportState.NeedsInfo),
            await read.TileAsync(Texts.T("linked to a gap"), "/reports?state=linked", mine: true, ReportState.Linked),
        ],
        Drafts = await read.ReportsAsync(5, ReportState.Draft),
        Reports = await read.ReportsAsync(6, Filed),
        OffersFiling = true,
    };

    private static async Task<HomeSection> LeadAsync(HomeReader read) => new(Texts.T("Triage"))
    {
        Tiles =
        [
            await read.TileAsync(Texts.T("reports in no gap yet"), "/triage", mine: false, ReportState.Filed),
            await read.TileAsync(Texts.T("new gaps to claim"), "/gaps?state=new", GapState.New),
            await read.LateAsync(Texts.T("late in triage"), "/gaps?state=new&state=triage&late=yes", GapState.New, GapState.Triage),
            await read.MineAsync(Texts.T("in your queue"), "/gaps?state=triage&state=needs-info&mine=yes&snoozed=no", GapState.Triage, GapState.NeedsInfo),
        ],
        Gaps = await read.GapsAsync(new GapFilter { States = [GapState.Triage, GapState.NeedsInfo], Mine = true, Snoozed = false }),
        GapsTitle = Texts.T("Your queue, what waits longest first"),
    };

    private static async Task<HomeSection> OwnerAsync(HomeReader read) => new(Texts.T("Policy"))
    {
        Tiles =
        [
            await read.TileAsync(Texts.T("in triage, to accept"), "/gaps?state=triage", GapState.Triage),
            await read.MineAsync(Texts.T("you are assessing"), "/gaps?state=assessing&mine=yes&snoozed=no", GapState.Assessing),
            await read.MineAsync(Texts.T("yours in review"), "/gaps?state=in-review&mine=yes&snoozed=no", GapState.InReview),
            await read.LateAsync(Texts.T("late with policy"), "/gaps?state=assessing&state=in-review&state=decided&state=implementing&late=yes", GapState.Assessing, GapState.InReview, GapState.Decided, GapState.Implementing),
            await read.MineAsync(Texts.T("yours to carry out"), "/gaps?state=decided&state=implementing&mine=yes&snoozed=no", GapState.Decided, GapState.Implementing),
        ],
        Gaps = await read.GapsAsync(new GapFilter { States = [GapState.Assessing, GapState.Decided, GapState.Implementing], Mine = true, Snoozed = false }),
        GapsTitle = Texts.T("Yours, what waits longest first"),
    };

    private static async Task<HomeSection> StewardAsync(IMediator mediator, CancellationToken ct)
    {
        var standing = (await mediator.Send(new ReadPrivacyStanding(), ct)).ValueOrDefault;
        return new HomeSection(Texts.T("Privacy"))
        {
            Tiles =
            [
                new Tile(standing?.Withheld ?? 0, Texts.T("texts withheld, to settle"), "/privacy/withheld"),
                new Tile(standing?.ErasuresRequested ?? 0, Texts.T("erasures waiting for a second steward"), "/privacy/erasures?state=requested"),
            ],
        };
    }

    private static async Task<HomeSection> ApproverAsync(HomeReader read) => new(Texts.T("Approval"))
    {
        Tiles = [await read.TileAsync(Texts.T("waiting for a second person"), "/gaps?state=in-review", GapState.InReview)],
        Gaps = await read.GapsAsync(new GapFilter { States = [GapState.InReview] }),
        GapsTitle = Texts.T("In review, what waits longest first"),
    };
}

/// <summary>Reads the numbers and short lists of the home page.</summary>
internal sealed class HomeReader(IMediator mediator, CancellationToken ct)
{
    public async Task<Tile> TileAsync(string label, string href, bool mine, params ReportState[] states) =>
        new(await CountAsync(new ReportCount(new ReportFilter { States = states, Mine = mine })), label, href);

    public async Task<Tile> TileAsync(string label, string href, params GapState[] states) =>
        new(await CountAsync(new GapCount(new GapFilter { States = states })), label, href);

    public async Task<Tile> MineAsync(string label, string href, params GapState[] states) =>
        new(await CountAsync(new GapCount(new GapFilter { States = states, Mine = true, Snoozed = false })), label, href);

    public async Task<Tile> LateAsync(string label, string href, params GapState[] states) =>
        new(await CountAsync(new GapCount(new GapFilter { States = states, Late = true })), label, href);

    public async Task<IReadOnlyList<ReportView>> ReportsAsync(int first, params ReportState[] states) =>
        (await mediator.Send(new ReportList(new ReportFilter { States = states, Mine = true }, first, null), ct)).ValueOrDefault?.Items ?? [];

    public async Task<IReadOnlyList<GapView>> GapsAsync(GapFilter filter) =>
        (await mediator.Send(new GapList(filter, GapOrder.Oldest, 6, null), ct)).ValueOrDefault?.Items ?? [];

    private async Task<int> CountAsync(IRequest<Outcome<int>> count) => (await mediator.Send(count, ct)).ValueOrDefault;
}

/// <summary>What the home page shows.</summary>
/// <param name="Sections">One for each role.</param>
/// <param name="Decisions">For a consumer, the newest approved decisions.</param>
/// <param name="News">What the reader was told of and has not read; null where there is nothing.</param>
public sealed record HomeModel(IReadOnlyList<HomeSection> Sections, IReadOnlyList<FeedEntry>? Decisions, NotificationsModel? News);

/// <summary>A number that opens the list it counts.</summary>
public sealed record Tile(int Number, string Label, string Href);

/// <summary>What waits for one role.</summary>
public sealed record HomeSection(string Title)
{
    public IReadOnlyList<Tile> Tiles { get; init; } = [];

    public IReadOnlyList<ReportView> Drafts { get; init; } = [];

    public IReadOnlyList<ReportView> Reports { get; init; } = [];

    public IReadOnlyList<GapView> Gaps { get; init; } = [];

    public string GapsTitle { get; init; } = "";

    public bool OffersFiling { get; init; }
}
