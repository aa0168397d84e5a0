using System.Globalization;
using Insights.Core.Calibration;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Contact;

/// <summary>What somebody is told, what they watch, how they want to be told, and how mail stands.</summary>
internal static class NotificationPages
{
    private const int PageSize = 30;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/notifications", ListAsync);
        app.MapPost("/notifications/read", ReadAsync);
        app.MapGet("/notifications/read", () => Results.LocalRedirect("/notifications"));
        app.MapGet("/notifications/watched", WatchedAsync);
        app.MapGet("/notifications/preferences", async (IMediator mediator, CancellationToken ct) => await ShowPreferencesAsync(mediator, null, ct));
        app.MapPost("/notifications/preferences", PreferAsync);
        app.MapGet("/mail", MailAsync);
    }

    private static async Task<IResult> ListAsync(IMediator mediator, string? unread, long? after, CancellationToken ct)
    {
        var read = await LinesAsync(mediator, PageSize, after, unread is "1", ct);
        return read.Succeeded(out var model)
            ? Page.Of<NotificationsPage>(model with { Unread = (await mediator.Send(new CountNotifications(UnreadOnly: true), ct)).ValueOrDefault })
            : Page.Refused(read.Refusals);
    }

    /// <summary>What somebody is told, with what each line speaks of.</summary>
    internal static async Task<Outcome<NotificationsModel>> LinesAsync(IMediator mediator, int first, long? after, bool unreadOnly, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadNotifications(first, after, unreadOnly), ct);
        if (!read.Succeeded(out var lines))
            return read.Refusals.ToList();
        var gaps = await mediator.Send(new GapsById([.. lines.Items.Select(l => l.GapId).OfType<GapId>().Distinct()]), ct);
        var reports = await mediator.Send(new ReportsById([.. lines.Items.Select(l => l.ReportId).OfType<ReportId>().Distinct()]), ct);
        var people = await mediator.Send(new PeopleById([.. lines.Items.Select(l => l.By).Distinct()]), ct);
        var consumers = lines.Items.Any(l => l.ConsumerId is not null) ? await mediator.Send(new ConsumerList(), ct) : new List<ConsumerView>();
        var rounds = lines.Items.Any(l => l.RoundId is not null) ? await mediator.Send(new CalibrationRoundsById([.. lines.Items.Select(l => l.RoundId).OfType<CalibrationRoundId>().Distinct()]), ct) : new Dictionary<CalibrationRoundId, CalibrationRoundView>();
        return new NotificationsModel(lines, unreadOnly, after is not null)
        {
            Gaps = gaps.ValueOrDefault ?? [],
            Reports = reports.ValueOrDefault ?? [],
            People = people.ValueOrDefault ?? [],
            Rounds = rounds.ValueOrDefault ?? [],
            Consumers = (consumers.ValueOrDefault ?? []).ToDictionary(c => c.Id),
        };
    }

    private static async Task<IResult> ReadAsync(HttpContext context, PagePost post)
    {
        var through = long.TryParse(post["through"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : 0;
        var marked = await post.SendAsync(new MarkNotificationsRead(through, post["aboutId"]));
        return marked.Refused ? Page.Refused(marked.Refusals) : FlashNote.Go(context, "/notifications", "markedread");
    }

    private static async Task<IResult> WatchedAsync(IMediator mediator, long? before, long? number, CancellationToken ct)
    {
        var after = before is { } at && number is { } n && at is >= 0 and < 253_402_300_799_999 ? new GapKey(at, n) : null;
        var read = await mediator.Send(new WatchedGaps(PageSize, after), ct);
        return read.Succeeded(out var gaps) ? Page.Of<WatchedPage>(new WatchedModel(gaps, after is not null)) : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> ShowPreferencesAsync(IMediator mediator, FormInput? input, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadNotificationPreferences(), ct);
        return read.Succeeded(out var preferences)
            ? Page.Of<PreferencesPage>(new PreferencesModel(preferences, input ?? new FormInput("", PreferencesModel.Fill(preferences), [])), Page.StatusOf(input?.Refusals ?? []))
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> PreferAsync(HttpContext context, PagePost post, IMediator mediator, CancellationToken ct)
    {
        var kept = await post.SendAsync(PreferencesModel.Read(post.Values));
        return kept.Refused
            ? await ShowPreferencesAsync(mediator, new FormInput("", post.Values, kept.Refusals), ct)
            : FlashNote.Go(context, "/notifications/preferences", "preferred");
    }

    private static async Task<IResult> MailAsync(IMediator mediator, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadMailStanding(), ct);
        if (!read.Succeeded(out var standing))
            return Page.Refused(read.Refusals);
        var people = await mediator.Send(new PeopleById([.. standing.Waiting.Select(w => w.PersonId)]), ct);
        return Page.Of<MailPage>(new MailModel(standing, people.ValueOrDefault ?? []));
    }
}

/// <summary>A page of what somebody is told.</summary>
public sealed record NotificationsModel(Page<NotificationView> Lines, bool UnreadOnly, bool Continued)
{
    public IReadOnlyDictionary<GapId, GapView> Gaps { get; init; } = new Dictionary<GapId, GapView>();

    public IReadOnlyDictionary<ReportId, ReportView> Reports { get; init; } = new Dictionary<ReportId, ReportView>();

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    public IReadOnlyDictionary<ConsumerId, ConsumerView> Consumers { get; init; } = new Dictionary<ConsumerId, ConsumerView>();

    public IReadOnlyDictionary<CalibrationRoundId, CalibrationRoundView> Rounds { get; init; } = new Dictionary<CalibrationRoundId, CalibrationRoundView>();

    public int Unread { get; init; }

    /// <summary>Marking all as read reaches to here, and not to what comes in while the page is looked at.</summary>
    public long Newest => Lines.Items[0].Position;

    public string? First => Continued ? $"/notifications{(UnreadOnly ? "?unread=1" : "")}" : null;

    public string? Next => Lines.HasMore ? $"/notifications?{(UnreadOnly ? "unread=1&" : "")}after={Lines.Items[^1].Position}" : null;

    /// <summary>The title, as this person may read it now.</summary>
    internal string TitleOf(NotificationView line) =>
        GapOf(line) is { } gap ? $"G-{gap.Number}: {gap.Title.Value}"
        : ReportOf(line) is { } report ? $"R-{report.Number}: {report.Content.Title?.Value ?? "Untitled"}"
        : ConsumerOf(line) is { } consumer ? Texts.T("consumer-{0}: {1}", consumer.Number, consumer.Name.Value)
        : RoundOf(line) is { } round ? Texts.T("Round {0}: {1}", round.Number, round.Title.Value)
        : Texts.T("Something you may not read any more");

    /// <summary>Where it leads: a question or a rating to the report, an endpoint to those of its consumer, a round to itself, all else to the gap.</summary>
    internal string HrefOf(NotificationView line) => (line.Kind, GapOf(line), ReportOf(line)) switch
    {
        (NotificationKind.QuestionAsked or NotificationKind.ReportRated, _, { } report) => $"/reports/R-{report.Number}",
        (_, { } gap, _) => $"/gaps/G-{gap.Number}",
        (_, _, { } report) => $"/reports/R-{report.Number}",
        _ when RoundOf(line) is { } round => $"/calibration/{round.Number}",
        _ => ConsumerOf(line) is { } consumer ? $"/consumers/{consumer.Number}/webhooks" : "/notifications",
    };

    private GapView? GapOf(NotificationView line) => line.GapId is { } id ? Gaps.GetValueOrDefault(id) : null;

    private ConsumerView? ConsumerOf(NotificationView line) => line.ConsumerId is { } id ? Consumers.GetValueOrDefault(id) : null;

    private CalibrationRoundView? RoundOf(NotificationView line) => line.RoundId is { } id ? Rounds.GetValueOrDefault(id) : null;

    private ReportView? ReportOf(NotificationView line) => line.ReportId is { } id ? Reports.GetValueOrDefault(id) : null;
}

/// <summary>A page of the gaps somebody watches.</summary>
public sealed record WatchedModel(Page<GapView> Gaps, bool Continued)
{
    public string? Next => Gaps.HasMore ? $"/notifications/watched?before={Gaps.Items[^1].LastActivityAt.ToUnixTimeMilliseconds()}&number={Gaps.Items[^1].Number}" : null;
}

/// <summary>How somebody wants to be told, as it is kept and as it is typed.</summary>
public sealed record PreferencesModel(NotificationPreferencesView Preferences, FormInput Input)
{
    private const string Kinds = "kind-";

    public static string NameOf(NotificationKind kind) => Kinds + Codes.Of(kind);

    internal static FormValues Fill(NotificationPreferencesView kept) => FormValues.Of(
    [
        ("cadence", Codes.Of(kept.Cadence)), ("hour", kept.Hour.ToString(CultureInfo.InvariantCulture)), ("address", kept.Address),
        .. kept.Deliveries.Where(d => d.Delivery is not Delivery.Digest).Select(d => (NameOf(d.Kind), (string?)Codes.Of(d.Delivery))),
    ]);

    internal static SetNotificationPreferences Read(FormValues values) => new(
        values.Whole("expectedVersion") ?? 0, values["address"], values.Choice<DigestCadence>("cadence") ?? DigestCadence.Off, values.Whole("hour") ?? -1,
        [.. from kind in Enum.GetValues<NotificationKind>()
            let delivery = values.Choice<Delivery>(NameOf(kind))
            where delivery is not null
            select new KindDeliveryForm(kind, delivery.Value)]);
}

/// <summary>How mail stands.</summary>
public sealed record MailModel(MailStandingView Standing, IReadOnlyDictionary<PersonId, PersonView> People);
