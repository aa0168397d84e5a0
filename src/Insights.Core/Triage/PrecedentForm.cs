using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>An earlier decision that a record follows or departs from, as it is filled in.</summary>
public sealed record PrecedentForm
{
    private const int Most = 10;
    private const int LineLength = 500;

    /// <summary>Human number of the other gap, as in G-42; its decision in force is cited.</summary>
    public long? GapNumber { get; init; }

    /// <summary>Whether it is followed or departed from.</summary>
    public PrecedentUse? Use { get; init; }

    /// <summary>Why.</summary>
    public string? Why { get; init; }

    internal static void Check(Check check, IReadOnlyList<PrecedentForm> precedents, string at, bool full)
    {
        check.Must(precedents.Count <= Most, RefusalCode.OutOfRange, "At most 10 precedents.", at, "precedents");
        foreach (var (i, precedent) in precedents.Take(Most).Index())
        {
            var line = i.ToString(CultureInfo.InvariantCulture);
            check.Must(!full || precedent.GapNumber is not null, RefusalCode.Required, "Give the number of the gap, as in G-42.", at, "precedents", line, "gapNumber");
            check.Must(!full || precedent.Use is not null, RefusalCode.Required, "Say whether it is followed or departed from.", at, "precedents", line, "use");
            check.Text(precedent.Why, LineLength, full, at, "precedents", line, "why");
        }
    }
}

/// <summary>The decisions in force that may be cited, by the human number of their gap.</summary>
internal sealed class Precedents(InsightsDb db)
{
    public async Task<Dictionary<long, Citable>> FindAsync(IEnumerable<PrecedentForm> cited, CancellationToken ct)
    {
        var numbers = cited.Select(p => p.GapNumber).OfType<long>().Distinct().ToList();
        return numbers.Count == 0 ? [] : await (
            from held in DecisionInForce.Of(db, db.Gaps.AsNoTracking())
            where numbers.Contains(held.Gap.Number)
            select new Citable(held.Gap.Id, held.Gap.Number, held.Decision.Id, held.Decision.VersionNumber)).ToDictionaryAsync(c => c.GapNumber, ct);
    }

    /// <summary>What cannot be cited: no decision in force, the gap's own, or one that is cited already.</summary>
    public static IEnumerable<Refusal> Refuse(IReadOnlyList<PrecedentForm> cited, Dictionary<long, Citable> known, GapId gap, string at)
    {
        foreach (var (i, precedent) in cited.Index())
        {
            if (precedent.GapNumber is not { } number)
                continue;
            string[] path = [at, "precedents", i.ToString(CultureInfo.InvariantCulture), "gapNumber"];
            if (!known.TryGetValue(number, out var citable))
                yield return Refusal.Of(RefusalCode.NotFound, "There is no such gap with a decision in force.", path);
            else if (citable.GapId == gap)
                yield return Refusal.Of(RefusalCode.OutOfRange, "A decision is no precedent for its own gap.", path);
            else if (cited.Take(i).Any(p => p.GapNumber == number))
                yield return Refusal.Of(RefusalCode.Malformed, "This one is cited already.", path);
        }
    }

    public static IReadOnlyList<PrecedentCited> Screened(IReadOnlyList<PrecedentForm> cited, Dictionary<long, Citable> known, Screen screen) =>
    [
        .. from precedent in cited
           let citable = known[precedent.GapNumber!.Value]
           select new PrecedentCited
           {
               DecisionId = citable.DecisionId,
               GapNumber = citable.GapNumber,
               VersionNumber = citable.VersionNumber,
               Use = precedent.Use!.Value,
               Why = screen.Of(precedent.Why)!,
           },
    ];

    internal sealed record Citable(GapId GapId, long GapNumber, DecisionId DecisionId, int VersionNumber);
}
