using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Stewardship;

/// <summary>Where the privacy of what is stored stands, a box to try a text in, and what was stored on somebody's word.</summary>
internal static class PrivacyPages
{
    private const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/privacy", (IMediator mediator, CurrentActor current, CancellationToken ct) =>
            ShowAsync(mediator, current, FormInput.Of("try"), null, ct));
        app.MapPost("/privacy/try", TryAsync);
        app.MapGet("/privacy/try", () => Results.LocalRedirect("/privacy"));
        app.MapGet("/privacy/kept", KeptAsync);
    }

    private static async Task<IResult> TryAsync(PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        if (post["text"] is not { } text)
            return await ShowAsync(mediator, current, new FormInput("try", post.Values, [Refusal.Of(RefusalCode.Required, "Write something to try.", "text")]), null, ct);
        var screened = await post.SendAsync(new ScreenText(text));
        return await ShowAsync(mediator, current, new FormInput("try", post.Values, screened.Refusals), screened.ValueOrDefault, ct);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, IReadOnlyList<PrivacyFinding>? found, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadPrivacyStanding(), ct);
        return read.Succeeded(out var standing)
            ? Page.Of<PrivacyPage>(new PrivacyModel(standing, current.Actor.May(Permission.KeepPrivacy), input, found), Page.StatusOf(input.Refusals))
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> KeptAsync(IMediator mediator, string? after, CancellationToken ct)
    {
        var page = await mediator.Send(new PassedFindingList(PageSize, KeyOf(after)), ct);
        if (!page.Succeeded(out var kept))
            return Page.Refused(page.Refusals);
        var allowed = await mediator.Send(new AllowedStrings(), ct);
        var people = await mediator.Send(new PeopleById([.. kept.Items.Select(k => k.By).Distinct()]), ct);
        var reports = await mediator.Send(new ReportsById([.. kept.Items.Select(k => k.ReportId).OfType<ReportId>().Distinct()]), ct);
        var gaps = await mediator.Send(new GapsById([.. kept.Items.Select(k => k.GapId).OfType<GapId>().Distinct()]), ct);
        return Page.Of<KeptPage>(new KeptModel(kept, people.ValueOrDefault ?? [], (allowed.ValueOrDefault ?? []).ToDictionary(a => a.Id, a => a.Text))
        {
            Reports = reports.ValueOrDefault?.ToDictionary(r => r.Key, r => r.Value.Number) ?? [],
            Gaps = gaps.ValueOrDefault?.ToDictionary(g => g.Key, g => g.Value.Number) ?? [],
            Continued = after is not null,
        });
    }

    private static PassedFindingKey? KeyOf(string? text) =>
        text?.Split('.') is [var position, var number]
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var p)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? new PassedFindingKey(p, n) : null;
}

/// <summary>What the overview shows.</summary>
/// <param name="Standing">The counts.</param>
/// <param name="MayKeep">Whether this person may do more than read.</param>
/// <param name="Input">The text that is tried.</param>
/// <param name="Found">What was found in it; null when none was tried.</param>
public sealed record PrivacyModel(PrivacyStandingView Standing, bool MayKeep, FormInput Input, IReadOnlyList<PrivacyFinding>? Found)
{
    /// <summary>The rules that found something, with the count of each outcome.</summary>
    public IReadOnlyList<(string RuleId, IReadOnlyDictionary<GuardOutcome, long> Counts)> Rules =>
        [.. Standing.Counts.GroupBy(c => c.RuleId).Select(g => (g.Key, (IReadOnlyDictionary<GuardOutcome, long>)g.ToDictionary(c => c.Outcome, c => c.Count)))];
}

/// <summary>A page of what was stored although the guard found something.</summary>
public sealed record KeptModel(Page<PassedFindingView> Kept, IReadOnlyDictionary<PersonId, PersonView> People, IReadOnlyDictionary<AllowedStringId, string> Allowed)
{
    public required IReadOnlyDictionary<ReportId, long> Reports { get; init; }

    public required IReadOnlyDictionary<GapId, long> Gaps { get; init; }

    public required bool Continued { get; init; }

    public string? Next => Kept is { HasMore: true, Items: [.., var last] }
        ? string.Create(CultureInfo.InvariantCulture, $"/privacy/kept?after={last.AuditPosition}.{last.Number}") : null;
}
