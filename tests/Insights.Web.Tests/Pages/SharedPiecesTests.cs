using Bunit;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Insights.Web.Tests.Pages;

public sealed class SharedPiecesTests : IDisposable
{
    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Fact]
    public void What_is_missing_is_said_in_words_and_the_share_beside_it()
    {
        var list = _markup.Render<CompletenessList>(p => p.Add(c => c.Completeness, new Completeness(0.5, ["clause", "harm"])));

        Assert.Equal(["the clause that comes closest, or that none fits", "what harm a wrong answer may do"], list.FindAll("li").Select(l => l.TextContent));
        Assert.Contains("50 % complete.", list.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_that_may_be_missing_has_a_label()
    {
        var missing = Enum.GetValues<GapKind>().SelectMany(kind => Completeness.Of(new ReportContent { Kind = kind }).Missing).Distinct().ToList();

        Assert.NotEmpty(missing);
        Assert.All(missing, field => Assert.NotEqual(field, Words.Field(field)));
    }

    [Fact]
    public void A_state_is_told_in_words_and_not_by_colour_alone() =>
        Assert.All(Enum.GetValues<GapState>(), state =>
            Assert.Equal(Words.Of(state), _markup.Render<StateTag>(p => p.Add(t => t.State, state)).Find(".tag").TextContent));

    [Fact]
    public void A_page_says_which_of_its_words_are_held_back_however_deep_they_stand()
    {
        var content = new ReportContent { Readings = [new Reading { Text = GuardedText.Stored("One."), Outcome = GuardedText.Withheld }] };

        Assert.Contains("is withheld until a privacy steward", _markup.Render<HeldBack>(p => p.Add(h => h.Shown, [content])).Markup, StringComparison.Ordinal);
        Assert.Contains("was erased by two", _markup.Render<HeldBack>(p => p.Add(h => h.Shown, [GuardedText.Stored("Ask [ERASED] first.")])).Markup, StringComparison.Ordinal);
        Assert.Equal("", _markup.Render<HeldBack>(p => p.Add(h => h.Shown, [new ReportContent { Title = GuardedText.Stored("Which age?") }, null])).Markup.Trim());
    }

    [Theory]
    [InlineData("Content.Readings.0.Outcome", "Readings and what each leads to")]
    [InlineData("report.title", "What does policy not answer")]
    [InlineData("Content.Explanation", "explanation")]
    [InlineData("VerificationNote", "verification note")]
    [InlineData("text", "text")]
    public void A_place_in_a_row_is_told_in_words(string path, string words) => Assert.Equal(words, Words.Place(path));

    [Fact]
    public void A_question_about_gaps_survives_its_address()
    {
        var query = new GapQuery
        {
            Filter = new GapFilter
            {
                Text = "stated age & use",
                States = [GapState.InReview, GapState.NeedsInfo],
                Kinds = [GapKind.UnknownUnknown],
                Severities = [Severity.Critical, Severity.High],
                Areas = ["age assurance"],
                Clauses = ["CS-1.1"],
                Labels = ["pilot"],
                Resolutions = [Resolution.PolicyChanged],
                Regions = ["MY"],
                Languages = ["ms"],
                Surfaces = ["live-rooms"],
                Mine = true,
                OwnerId = "per_00000000000000000000000001",
                DueBefore = new DateOnly(2026, 12, 1),
                OpenedFrom = new DateOnly(2026, 1, 1),
                OpenedTo = new DateOnly(2026, 2, 1),
                ActiveFrom = new DateOnly(2026, 3, 1),
                ActiveTo = new DateOnly(2026, 4, 1),
                MinReports = 3,
                Late = true,
                HasQuestion = false,
                Regressed = true,
                Snoozed = false,
            },
            Order = GapOrder.DueFirst,
            After = new GapKey(739_000, 42),
        };
        // Whatever a filter can say is said here; only that nobody owns it excludes an owner.
        Assert.Equal(["Unowned"], typeof(GapFilter).GetProperties().Where(p => p.GetValue(query.Filter) is null || (p.Name is "Mine" or "Unowned" && p.GetValue(query.Filter) is false)).Select(p => p.Name));
        var address = query.On("/gaps");

        Assert.Equal(address, GapQuery.Read(new QueryCollection(QueryHelpers.ParseQuery(new Uri("http://localhost" + address).Query))).On("/gaps"));
        Assert.Contains("state=in-review&state=needs-info", address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filed.R-12", "R-12 is filed. You will see here where it stands and why.")]
    [InlineData("released.W-3", "W-3 is back where it stood.")]
    [InlineData("merged.G-4.O-9", "The gaps are merged into G-4.")]
    [InlineData("undone.O-9.O-10", "O-9 is undone.")]
    [InlineData("apart.O-9", "They are kept apart from now on.")]
    [InlineData("merged.G-4.O-<b>", null)]
    [InlineData("filed.<b>R-12</b>", null)]
    [InlineData("whatever anyone likes", null)]
    [InlineData("unknown.R-12", null)]
    public void Only_known_sentences_about_known_numbers_are_said(string cookie, string? said)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"insights-said={Uri.EscapeDataString(cookie)}";

        // What a script posts meanwhile leaves it to the page it is for.
        context.Request.Method = "POST";
        Assert.Null(FlashNote.Take(context, out _));
        Assert.Equal(0, context.Response.Headers.SetCookie.Count);

        context.Request.Method = "GET";
        Assert.Equal(said, FlashNote.Take(context, out _));
        Assert.Contains("insights-said=;", context.Response.Headers.SetCookie.ToString(), StringComparison.Ordinal);
    }
}
