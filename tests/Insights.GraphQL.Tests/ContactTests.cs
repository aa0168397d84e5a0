using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Triage;
using Insights.Testing;
using Snapshooter.Xunit;

namespace Insights.GraphQL.Tests;

/// <summary>What the API answers about notifications, outcomes, conversations and ratings.</summary>
public sealed class ContactTests
{
    [Fact]
    public async Task A_specialist_reads_what_became_of_a_report_and_what_they_were_told()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Closed);
        await api.Database.SendAsync(SomePeople.Lead, new RateReport(gap.CanonicalReportId.Value, 1, null, 4, 3, 2, 5, "Say which clause.", null));
        await api.Database.SendAsync(SomePeople.Auditor, new WatchGap(gap.Id.Value));
        await api.Database.TellAsync();

        var answer = await api.AskAsync(SomePeople.Specialist,
            $$"""
            {
              unreadNotifications
              notifications(first: 5, unreadOnly: true) { totalCount nodes { kind count state position aboutId gap { number watched watcherCount } report { number } by { handle } readAt } pageInfo { hasNextPage } }
              report(id: "{{gap.CanonicalReportId}}") {
                completeness { share missingExplained { field explanation } }
                outcome { waitsFor state resolution explanation groundClause groundVersion effectiveOn plan planDueOn verificationNote note mergedFrom }
                conversation { kind audience text by { handle } }
                ratings { revision count clarity specificity evidence actionability notes { text role } mine { version } }
              }
              watchedGaps { totalCount }
            }
            """);

        Snapshot.Match(Snapshots.Text(answer));
    }

    [Fact]
    public async Task Another_specialist_reads_the_report_but_neither_its_conversation_nor_its_ratings()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Triage);
        await api.Database.SendAsync(SomePeople.Lead, new RateReport(gap.CanonicalReportId.Value, 1, null, 4, 3, 2, 5, null, null));
        await api.Database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "Which clause?", Audience.Reporter, null));

        var answer = await api.AskAsync(SomePeople.OtherSpecialist, $$"""{ report(id: "{{gap.CanonicalReportId}}") { number conversation { text } ratings { count } } }""");

        Assert.Equal("""{"data":{"report":{"number":1,"conversation":null,"ratings":null}}}""", answer.GetRawText());
    }

    [Fact]
    public async Task Notifications_of_many_gaps_are_read_by_as_many_statements_as_those_of_one()
    {
        await using var one = await Api.CreateAsync();
        await using var many = await Api.CreateAsync();
        await one.Database.GapInAsync(GapState.New);
        for (var i = 0; i < 6; i++)
            await many.Database.GapInAsync(GapState.New);
        await one.Database.TellAsync();
        await many.Database.TellAsync();

        Assert.Equal(await CountAsync(one), await CountAsync(many));

        static async Task<int> CountAsync(Api api)
        {
            const string Document = "{ notifications { nodes { kind gap { number watched watcherCount } report { number outcome { waitsFor } ratings { count } } by { handle } } } }";
            using var statements = new Statements(api.Database.DatabasePath);
            await api.AskAsync(SomePeople.Specialist, Document);
            return statements.Count;
        }
    }
}
