using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>How these reports were rated. Reports of others are left out unless the caller reads ratings; so are reports nobody rated.</summary>
[Requires(Permission.ReadOwnReports)]
public sealed record RatingsOf(IReadOnlyCollection<ReportId> Reports) : IQuery<Dictionary<ReportId, ReportRatingsView>>;

/// <summary>How a report was rated: its newest revision that anybody rated. Who rated stays among the raters; their role is shown.</summary>
public sealed record ReportRatingsView
{
    /// <summary>The report.</summary>
    public required ReportId ReportId { get; init; }

    /// <summary>The revision that was rated.</summary>
    public required int Revision { get; init; }

    /// <summary>How many people rated it.</summary>
    public required int Count { get; init; }

    /// <summary>Mean of the five steps of clarity.</summary>
    public required double Clarity { get; init; }

    /// <summary>Mean of the five steps of specificity.</summary>
    public required double Specificity { get; init; }

    /// <summary>Mean of the five steps of evidence.</summary>
    public required double Evidence { get; init; }

    /// <summary>Mean of the five steps of actionability.</summary>
    public required double Actionability { get; init; }

    /// <summary>What raters said to the author, the newest first.</summary>
    public required IReadOnlyList<RatingNoteView> Notes { get; init; }

    /// <summary>The viewer's own rating of that revision.</summary>
    public OwnRatingView? Mine { get; init; }
}

/// <summary>A word of a rater to the author.</summary>
public sealed record RatingNoteView
{
    /// <summary>What was said.</summary>
    public required GuardedText Text { get; init; }

    /// <summary>What the rater acts as; their handle stays out of it, so that numbers are read and not persons.</summary>
    public required Roles Role { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The viewer's own rating.</summary>
public sealed record OwnRatingView
{
    /// <summary>Clarity, 1 to 5.</summary>
    public required int Clarity { get; init; }

    /// <summary>Specificity, 1 to 5.</summary>
    public required int Specificity { get; init; }

    /// <summary>Evidence, 1 to 5.</summary>
    public required int Evidence { get; init; }

    /// <summary>Actionability, 1 to 5.</summary>
    public required int Actionability { get; init; }

    /// <summary>The word to the author.</summary>
    public GuardedText? Note { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

internal sealed class RatingsOfHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current) : IRequestHandler<RatingsOf, Outcome<Dictionary<ReportId, ReportRatingsView>>>
{
    public async Task<Outcome<Dictionary<ReportId, ReportRatingsView>>> Handle(RatingsOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var me = current.Actor.Id;
        var readsAll = current.Actor.May(Permission.ReadRatings);
        var readable = await db.Reports.Where(r => request.Reports.Contains(r.Id) && (readsAll || r.AuthorId == me)).Select(r => r.Id).ToListAsync(cancellationToken);
        return await Ratings.ReadAsync(db, readable, me, cancellationToken);
    }
}

/// <summary>Sums ratings up.</summary>
internal static class Ratings
{
    /// <summary>The role a rater is shown by, where they hold several: the one that weighs most in a decision.</summary>
    private static readonly Roles[] Shown = [Roles.PolicyApprover, Roles.PolicyOwner, Roles.TriageLead];

    public static async Task<Dictionary<ReportId, ReportRatingsView>> ReadAsync(InsightsDb db, IReadOnlyCollection<ReportId> reports, PersonId me, CancellationToken ct)
    {
        var rated = await (
            from rating in db.ReportRatings.AsNoTracking()
            join rater in db.People on rating.RaterId equals rater.Id
            where reports.Contains(rating.ReportId)
            orderby rating.At descending, rating.RaterId
            select new { Rating = rating, rater.Roles }).ToListAsync(ct);
        return rated.GroupBy(r => r.Rating.ReportId).ToDictionary(g => g.Key, g =>
        {
            var revision = g.Max(r => r.Rating.Revision);
            var newest = g.Where(r => r.Rating.Revision == revision).ToList();
            return new ReportRatingsView
            {
                ReportId = g.Key,
                Revision = revision,
                Count = newest.Count,
                Clarity = Mean(newest.Select(r => r.Rating.Clarity)),
                Specificity = Mean(newest.Select(r => r.Rating.Specificity)),
                Evidence = Mean(newest.Select(r => r.Rating.Evidence)),
                Actionability = Mean(newest.Select(r => r.Rating.Actionability)),
                Notes = [.. newest.Where(r => r.Rating.Note is not null).Select(r => new RatingNoteView { Text = r.Rating.Note!, Role = RoleOf(r.Roles), At = r.Rating.At })],
                Mine = newest.Where(r => r.Rating.RaterId == me).Select(r => Own(r.Rating)).FirstOrDefault(),
            };
        });
    }

    private static OwnRatingView Own(ReportRating r) => new()
    {
        Clarity = r.Clarity,
        Specificity = r.Specificity,
        Evidence = r.Evidence,
        Actionability = r.Actionability,
        Note = r.Note,
        Version = r.Version,
    };

    private static double Mean(IEnumerable<int> steps) => Math.Round(steps.Average(), 2);

    private static Roles RoleOf(Roles roles) => Shown.FirstOrDefault(role => roles.HasFlag(role));
}
