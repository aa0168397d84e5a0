using System.Globalization;
using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Clusters;

/// <summary>Clusters the engine proposes: take them as one gap, keep one apart, have all reports compared anew.</summary>
internal static class ProposalPages
{
    private const int Shown = 10;

    public static void Map(IEndpointRouteBuilder app)
    {
        // A desk for those who link, like triage.
        app.MapGet("/clusters", (HttpContext context, IMediator mediator, FormKeys keys, CancellationToken ct) =>
            ShowAsync(mediator, KeyOf(context.Request.Query["after"]), keys.Next(), FormInput.Of(""), ct)).Needs(Permission.LinkReports);
        app.MapPost("/clusters/C-{number:long}", DecideAsync).Needs(Permission.LinkReports);
        app.MapGet("/clusters/C-{number:long}", () => Results.LocalRedirect("/clusters"));
        app.MapPost("/clusters/sweep", SweepAsync).Needs(Permission.LinkReports);
        app.MapGet("/clusters/sweep", () => Results.LocalRedirect("/clusters"));
    }

    private static async Task<IResult> ShowAsync(
        IMediator mediator, ProposedClusterKey? after, string key, FormInput input, CancellationToken ct, ProposedClusterView? refused = null)
    {
        var read = await mediator.Send(new ProposedClusterList(Shown, after), ct);
        if (!read.Succeeded(out var clusters))
            return Page.Refused(read.Refusals);
        // Wherever it stands by now: what was refused about it is said beside it.
        if (refused is not null && clusters.Items.All(c => c.Key != refused.Key))
            clusters = clusters with { Items = [refused, .. clusters.Items] };
        var sweep = await mediator.Send(new ReadClusterSweep(), ct);
        var by = sweep.ValueOrDefault?.By is { } person ? (await mediator.Send(new PeopleById([person]), ct)).ValueOrDefault : null;
        return Page.Of<ProposalPage>(
            new ProposalModel(clusters, sweep.Value, by ?? [], key) { Input = input, Continued = after is not null },
            input.Refusals.Count > 0 ? Page.StatusOf(input.Refusals) : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DecideAsync(HttpContext context, PagePost post, IMediator mediator, long number, CancellationToken ct)
    {
        // What was shown is what is meant: the members are named one by one, each with the version that was seen.
        var members = post.Values.Each("member").Distinct(StringComparer.Ordinal).ToList();
        var done = post["apart"] is { } other
            ? await post.SendAsync(new KeepApart(null, [other, post["first"] ?? ""], post["reason"], Seen(post, id => id == other || id == post["first"]), post["formKey"]) { Acknowledged = post.Values.Kept })
            : await post.SendAsync(new GroupLookAlikes(
                [.. members.Where(m => PublicIds.TryParse<GapId>(m, out _))], [.. members.Where(m => !PublicIds.TryParse<GapId>(m, out _))],
                StandsFor(post, members), post["reason"] ?? (post["oneClick"] is "yes" ? Texts.T("Accepted as the engine proposed it.") : null), Seen(post, members.Contains), post["formKey"])
            {
                Acknowledged = post.Values.Kept,
            });
        return done.Succeeded(out var operation)
            ? post["apart"] is null
                ? FlashNote.Go(context, "/clusters", "grouped", $"G-{operation.Gaps.First(g => g.StoodAfter).Number}", operation.Number)
                : FlashNote.Go(context, "/clusters", "apart", operation: operation.Number)
            : await AgainAsync(mediator, post, number, [.. done.Refusals.Select(About)], ct);
    }

    private static async Task<IResult> AgainAsync(IMediator mediator, PagePost post, long number, IReadOnlyList<Refusal> refusals, CancellationToken ct)
    {
        var cluster = PublicIds.ParseOrNull<ReportId>(post["first"]) is { } first ? (await mediator.Send(new ProposedClusterOf(first), ct)).ValueOrDefault : null;
        return await ShowAsync(mediator, null, post["formKey"] ?? "", new FormInput($"c{cluster?.CanonicalReportNumber ?? number}", post.Values, refusals), ct, cluster);
    }

    private static async Task<IResult> SweepAsync(HttpContext context, PagePost post, IMediator mediator, CancellationToken ct)
    {
        var asked = await post.SendAsync(new SweepClusters(post["formKey"]));
        return asked.Refused
            ? await ShowAsync(mediator, null, post["formKey"] ?? "", new FormInput("sweep", post.Values, asked.Refusals), ct)
            : FlashNote.Go(context, "/clusters", "sweeping");
    }

    /// <summary>The chosen one; a gap among the ticked ones where the chosen one is a report, since reports join gaps.</summary>
    private static string StandsFor(PagePost post, List<string> members)
    {
        var gaps = members.Where(m => PublicIds.TryParse<GapId>(m, out _)).ToList();
        var among = gaps.Count > 0 ? gaps : members;
        return post["standsFor"] is { } chosen && among.Contains(chosen) ? chosen : among.FirstOrDefault() ?? "";
    }

    private static List<SeenVersionForm> Seen(PagePost post, Func<string, bool> wanted) => [.. ClusterForm.SeenIn(post.Values).Where(s => wanted(s.Id))];

    /// <summary>Refusals about which gaps and reports are shown at their list.</summary>
    private static Refusal About(Refusal refusal) => refusal.Path is ["gapIds" or "reportIds" or "standsForId" or "seen", ..] ? refusal with { Path = ["member"] } : refusal;

    private static ProposedClusterKey? KeyOf(string? text) =>
        text?.Split('.') is [var chance, var number] && long.TryParse(chance, NumberStyles.None, CultureInfo.InvariantCulture, out var c)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? new ProposedClusterKey(c, n) : null;
}

/// <summary>What the page of proposed clusters shows.</summary>
public sealed record ProposalModel(Page<ProposedClusterView> Clusters, ClusterSweepView Sweep, IReadOnlyDictionary<PersonId, PersonView> People, string FormKey)
{
    public required FormInput Input { get; init; }

    public required bool Continued { get; init; }

    /// <summary>The reason that was given for a cluster which is proposed no more.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stranded =>
        Input.Form is ['c', ..] && Clusters.Items.All(c => Input.Form != $"c{c.CanonicalReportNumber}") ? Input.Values.Words("reason") : [];

    /// <summary>The number a member is known by.</summary>
    public static string NameOf(ProposedMemberView member) => member.GapNumber is { } gap ? $"G-{gap}" : $"R-{member.ReportNumber}";

    /// <summary>Where a member is read.</summary>
    public static string AddressOf(ProposedMemberView member) => $"{(member.GapNumber is null ? "/reports" : "/gaps")}/{NameOf(member)}";

    public string? Next => Clusters.HasMore && Clusters.Items[^1].Key is var key
        ? string.Create(CultureInfo.InvariantCulture, $"/clusters?after={key.Millionths}.{key.Number}") : null;
}
