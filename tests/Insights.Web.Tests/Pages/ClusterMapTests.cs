using System.Globalization;
using Bunit;
using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;
using Insights.Web.Pages.Clusters;

namespace Insights.Web.Tests.Pages;

/// <summary>The pictures of proposed clusters, and the same as words and as a table.</summary>
public sealed class ClusterMapTests : IDisposable
{
    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Fact]
    public void Two_that_are_most_like_each_other_are_one_line_with_the_greater_chance()
    {
        var picture = new ClusterPicture(Cluster(Gap(1, "R-2", .4), Report(2, "G-1", .7)));

        Assert.Equal([("G-1", "R-2")], picture.Lines.Select(l => (l.To.Name, l.From.Name)));
        Assert.Equal(.7, picture.Lines[0].Probability);
        Assert.True(picture.Nodes[0].X < picture.Nodes[1].X);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(40)]
    public void Whatever_their_number_all_lie_inside_none_on_another_and_the_same_members_give_the_same_picture(int members)
    {
        ProposedClusterView Some() => Cluster([.. Enumerable.Range(1, members).Select(n => Report(n, n == 3 ? "R-1" : "R-3", .5))]);

        var picture = new ClusterPicture(Some());

        Assert.Equal(Math.Min(members, ClusterPicture.MostDrawn), picture.Nodes.Count);
        Assert.Equal(members, picture.Nodes.Count + picture.Left);
        Assert.All(picture.Nodes, n => Assert.True(n.X is >= 12 and <= ClusterPicture.Width - 12 && n.Y >= 12 && n.Y <= picture.Height - 26, $"{n.Name} lies outside."));
        Assert.All(picture.Nodes, a => Assert.All(picture.Nodes.Where(b => b != a), b => Assert.True(Math.Abs(a.X - b.X) > 20 || Math.Abs(a.Y - b.Y) > 20, $"{a.Name} lies on {b.Name}.")));
        if (members > 4)
            Assert.Equal((ClusterPicture.Width / 2d, picture.Height / 2d), picture.Nodes.Where(n => n.Name == "R-3").Select(n => (n.X, n.Y)).Single());
        Assert.Equal(picture.Nodes.Select(n => (n.Name, n.X, n.Y)), new ClusterPicture(Some()).Nodes.Select(n => (n.Name, n.X, n.Y)));
    }

    [Fact]
    public void It_says_in_words_and_as_a_table_what_it_draws_and_leads_to_the_reasons()
    {
        var map = _markup.Render<ClusterMap>(p => p.Add(m => m.Clusters, [Cluster(Gap(1, "R-2", .4), Report(2, "G-1", .7), Report(3, "G-1", .55))]));

        var svg = map.Find("svg");
        Assert.Equal("G-1, R-2, R-3. R-2 and G-1 70 %; R-3 and G-1 55 %.", svg.GetAttribute("aria-label"));
        Assert.Equal((1, 2, 2), (svg.QuerySelectorAll("rect").Length, svg.QuerySelectorAll("circle").Length, svg.QuerySelectorAll("line").Length));
        Assert.Equal("#c1", map.Find(".map-one a").GetAttribute("href"));
        Assert.Equal(["G-1|R-2|40 %", "R-2|G-1|70 %", "R-3|G-1|55 %"], map.FindAll("tbody tr").Select(r => $"{r.QuerySelector("th")!.TextContent}|{r.Children[2].TextContent}|{r.Children[3].TextContent}"));
        Assert.All(map.FindAll("tbody tr"), r => Assert.Contains("roster", r.Children[4].TextContent, StringComparison.Ordinal));
    }

    private static ProposedClusterView Cluster(params ProposedMemberView[] members) => new()
    {
        CanonicalReportId = members[0].ReportId,
        CanonicalReportNumber = members[0].ReportNumber,
        Probability = .6,
        OneClick = false,
        Members = members,
        EngineVersion = "test",
    };

    private static ProposedMemberView Gap(int number, string alike, double chance) =>
        Report(number, alike, chance) with { GapId = GapId.Of($"gap_{number:D26}"), GapNumber = number, GapState = GapState.New };

    /// <param name="number">The report's number.</param>
    /// <param name="alike">What it is most like, such as <c>G-1</c>.</param>
    /// <param name="chance">The chance that the two are the same.</param>
    private static ProposedMemberView Report(int number, string alike, double chance)
    {
        var other = int.Parse(alike[2..], CultureInfo.InvariantCulture);
        return new ProposedMemberView
        {
            ReportId = ReportId.Of($"rep_{number:D26}"),
            ReportNumber = number,
            ReportVersion = 1,
            Title = GuardedText.Stored("Who reads the roster?"),
            Version = 1,
            AlikeReportId = ReportId.Of($"rep_{other:D26}"),
            AlikeReportNumber = other,
            AlikeId = $"{(alike[0] is 'G' ? "gap" : "rep")}_{other:D26}",
            Probability = chance,
            Matches = [new MatchedTerm("title", "roster", 1)],
        };
    }
}
