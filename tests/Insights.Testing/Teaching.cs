using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Testing;

/// <summary>Short ways to answers that the engine can learn from.</summary>
public static class Teaching
{
    /// <summary>What each gap is about, in words that the others do not use.</summary>
    private static readonly string[][] Themes =
    [
        ["stated age", "signals of use", "protections", "declared birthday", "account settings"],
        ["second appeal", "deadline", "parent", "guardian statement", "written objection"],
        ["return after enforcement", "new profile", "repeat registration", "closed account", "device link"],
        ["synthetic origin", "provenance label", "generated media", "manipulated category", "origin statement"],
        ["locale glossary", "translated term", "regional wording", "language list", "reviewer dictionary"],
        ["evidence threshold", "single signal", "double review", "corroboration", "weight of evidence"],
    ];

    private static readonly string[] Wordings =
    [
        "Which reading holds for {0} when {1} points the other way and {2} depends on it?",
        "Reviewers differ on {1}: does it outweigh {0}, given {3}?",
        "No clause says how {2} follows from {0} and {4}.",
        "Does {3} change what {0} means for {1}?",
        "The order of {4} and {1} is open where {0} is asked about.",
        "{0}: two outcomes for {2}, and {3} decides neither.",
    ];

    /// <summary>Of each theme a gap with reports in several wordings.</summary>
    public static async Task<IReadOnlyList<TaughtGap>> ThemesAsync(this TestDatabase database, int each = 5)
    {
        var gaps = new List<TaughtGap>();
        foreach (var theme in Themes)
        {
            var reports = new List<ReportId>();
            GapView? gap = null;
            for (var i = 0; i < each; i++)
            {
                var report = await database.FileAsync(FormOf(theme, i), i % 2 == 0 ? SomePeople.Specialist : SomePeople.OtherSpecialist);
                gap = await database.SendAsync(SomePeople.Lead, new LinkReport(
                    report.Id.Value, report.Version, gap?.Id.Value, gap is null ? null : LinkRole.Same, gap is null ? null : "They ask the same.", null, null));
                reports.Add(report.Id);
                database.Clock.Advance(TimeSpan.FromMinutes(1));
            }

            gaps.Add(new TaughtGap(gap!.Id, reports));
        }

        return gaps;
    }

    /// <summary>Themes, about which somebody answers for every report and every gap, an answer a minute.</summary>
    public static async Task<IReadOnlyList<TaughtGap>> TeachAsync(this TestDatabase database, int each = 5)
    {
        var gaps = await database.ThemesAsync(each);
        await using var db = database.Open();
        foreach (var report in gaps.SelectMany(g => g.Reports).Order(Comparer<ReportId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))))
        {
            foreach (var gap in gaps)
            {
                db.Add(LookAlikeAnswer.Give(report, gap.Gap, gap.Reports.Contains(report) ? SameGap.Yes : SameGap.No, null, SomePeople.Lead.Id, database.Clock.GetUtcNow()));
                database.Clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        await db.SaveChangesAsync();
        return gaps;
    }

    /// <summary>So many gaps, in each of which somebody put together what has nothing in common.</summary>
    public static async Task MisleadAsync(this TestDatabase database, int gaps)
    {
        for (var i = 0; i < gaps; i++)
        {
            var report = await database.FileAsync(OddForm(2 * i));
            var gap = await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, null, null, null, null, null));
            var other = await database.FileAsync(OddForm((2 * i) + 1));
            await database.SendAsync(SomePeople.Lead, new LinkReport(other.Id.Value, other.Version, gap.Id.Value, LinkRole.Same, "They ask the same.", null, null));
            database.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>One more report of a theme, filed and not linked.</summary>
    public static Task<ReportView> FileOfThemeAsync(this TestDatabase database, int theme, int wording = 5) =>
        database.FileAsync(FormOf(Themes[theme], wording));

    /// <summary>A kept version, with a verdict of the test's own; without weights given, those that ship.</summary>
    public static async Task KeepModelAsync(this TestDatabase database, TrainingVerdict verdict, string? json = null, TrainingFigures? figures = null)
    {
        await using var db = database.Open();
        db.Add(ModelVersion.Of(
            1, json, "tests", 1, figures ?? TrainingFigures.None, verdict, 0, SomePeople.Administrator.Id, database.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
    }

    public static Task<TrainingView> TrainAsync(this TestDatabase database, Actor? by = null, string? key = null) =>
        database.SendAsync(by ?? SomePeople.Administrator, new TrainLookAlikes(key));

    public static LookAlikes LookAlikes(this TestDatabase database) => database.Services.GetRequiredService<LookAlikes>();

    /// <summary>A report in made-up words, of which it has some in common with many others and none with the next one.</summary>
    private static ReportForm OddForm(int n) => Some.Ambiguity() with
    {
        Title = $"{Odd(n % 11, 0)} or {Odd(n, 1)} for {Odd((n * 5) % 13, 2)}",
        Question = $"Does {Odd(n, 3)} hold where {Odd(n, 4)} meets {Odd(n, 5)}?",
        CaseReferences = [],
        NoCaseReason = "Asked in the abstract.",
        Readings = [new ReadingForm { Reading = Odd(n, 6), Outcome = Odd(n, 7) }, new ReadingForm { Reading = Odd(n, 8), Outcome = Odd(n, 9) }],
    };

    private static string Odd(int n, int place)
    {
        const string Consonants = "bdfgklmnprstvz", Vowels = "aeiou";
        var number = (n * 10) + place + 1000;
        var word = "";
        for (var i = 0; i < 4; i++)
        {
            word += $"{Consonants[number % Consonants.Length]}{Vowels[(number / Consonants.Length) % Vowels.Length]}";
            number = ((number * 31) + 17) & 0xFFFFF;
        }

        return word;
    }

    private static ReportForm FormOf(string[] theme, int wording) => Some.Ambiguity() with
    {
        Title = string.Format(System.Globalization.CultureInfo.InvariantCulture, Wordings[wording % Wordings.Length], [.. theme]),
        Question = $"The policy does not say how {theme[wording % theme.Length]} and {theme[(wording + 1) % theme.Length]} relate to {theme[0]}.",
        CaseReferences = [],
        NoCaseReason = "Asked in the abstract.",
    };
}

/// <summary>A gap, and the reports that stand in it.</summary>
public sealed record TaughtGap(GapId Gap, IReadOnlyList<ReportId> Reports);
