using Insights.Core.Gaps;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

/// <summary>Figures by cohort over the API, and the items behind them.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Figures_say_what_they_count_and_give_nothing_for_too_few()
    {
        await using var api = await Api.CreateAsync();
        for (var i = 0; i < 8; i++)
            await api.Database.FileAsync();
        await api.Database.GapInAsync(GapState.Triage, Some.UnknownUnknown());

        var answer = (await api.AskAsync(SomePeople.Lead,
            """
            query($area: String) {
              metrics(filter: { area: $area, from: "2026-10-26" }) {
                grain fewestItems cohorts { key from to running }
                indicators { metric definition { name counted outOf cohort } whole { items measure { sample tooFew typical nineInTen } share { outOf tooFew counted share low high } } cohorts { cohort items } }
                filed { cohort kind reports } open { clause severity gaps }
              }
            }
            """, new { area = "age-assurance" })).At("data", "metrics");

        Assert.Equal(("WEEK", 8, 2), (answer.At("grain").GetString(), answer.At("fewestItems").GetInt32(), answer.At("cohorts").GetArrayLength()));
        Assert.Equal("""{"key":"2026-W45","from":"2026-11-02","to":"2026-11-08","running":true}""", answer.At("cohorts", 1).GetRawText());
        Assert.Equal("""{"items":8,"measure":{"sample":0,"tooFew":true,"typical":null,"nineInTen":null},"share":{"outOf":8,"tooFew":false,"counted":0,"share":0,"low":0,"high":0.3244}}""", answer.At("indicators", 0, "whole").GetRawText());
        Assert.Equal("""{"items":0,"measure":null,"share":{"outOf":0,"tooFew":true,"counted":null,"share":null,"low":null,"high":null}}""", answer.At("indicators", 7, "whole").GetRawText());
        Assert.Equal("""[{"cohort":"2026-W45","kind":"AMBIGUITY","reports":8}]""", answer.At("filed").GetRawText());
        Assert.Equal("[]", answer.At("open").GetRawText());
    }

    [Fact]
    public async Task The_items_behind_a_number_follow_each_other_page_by_page()
    {
        await using var api = await Api.CreateAsync();
        foreach (var state in new[] { GapState.New, GapState.Triage, GapState.Triage })
            await api.Database.GapInAsync(state);
        const string Document =
            """
            query($after: String) {
              metricItems(metric: ACKNOWLEDGE, cohort: "2026-11", part: COUNTED, first: 1, after: $after) { pageInfo { hasNextPage endCursor } nodes { gapNumber reportNumber title value finished counted } }
              metricItemsOfCell: metricItems(metric: OPEN_GAPS, cell: { clause: "CS-1.1", severity: HIGH }) { nodes { gapNumber } }
            }
            """;

        var first = (await api.AskAsync(SomePeople.Auditor, Document)).At("data");
        var second = (await api.AskAsync(SomePeople.Auditor, Document, new { after = first.At("metricItems", "pageInfo", "endCursor").GetString() })).At("data", "metricItems");

        Assert.Equal("""[{"gapNumber":3,"reportNumber":null,"title":"Which age governs when stated age and use disagree?","value":0,"finished":true,"counted":true}]""", first.At("metricItems", "nodes").GetRawText());
        Assert.Equal((true, 2, false), (first.At("metricItems", "pageInfo", "hasNextPage").GetBoolean(), second.At("nodes", 0, "gapNumber").GetInt32(), second.At("pageInfo", "hasNextPage").GetBoolean()));
        Assert.Equal(3, first.At("metricItemsOfCell", "nodes").GetArrayLength());
    }

    [Theory]
    [InlineData("{ metrics(filter: { from: \"2026-02-01\", to: \"2026-01-01\" }) { asOf } }", "OUT_OF_RANGE")]
    [InlineData("{ metrics(filter: { area: \"no code\" }) { asOf } }", "MALFORMED")]
    [InlineData("{ metricItems(metric: CLARITY, cohort: \"2001-W01\") { nodes { at } } }", "OUT_OF_RANGE")]
    [InlineData("{ metricItems(metric: CLARITY, after: \"x\") { nodes { at } } }", "MALFORMED")]
    public async Task A_question_that_makes_no_sense_is_refused(string document, string code)
    {
        await using var api = await Api.CreateAsync();

        Assert.Equal(code, (await api.AskAsync(SomePeople.Lead, document)).Code());
    }
}
