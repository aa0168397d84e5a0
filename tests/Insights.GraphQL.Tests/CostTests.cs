using System.Text.Json;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Errors;
using Insights.Testing;
using Insights.Transport;

namespace Insights.GraphQL.Tests;

public sealed class CostTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly Api api = shared.Api;

    [Theory]
    // An object costs 1 and a scalar nothing; a field that asks the core 10, once for each object it stands on.
    [InlineData("{ __typename }", 0, 0)]
    [InlineData("{ viewer { handle roles } }", 1, 1)]
    [InlineData("{ gap(number: 1) { title state number } }", 10, 1)]
    [InlineData("{ gaps(first: 50) { totalCount } }", 10 + 10, 1)]
    [InlineData("{ gaps(first: 50) { nodes { id title } } }", 10 + 1, 1 + 50)]
    [InlineData("{ gaps { nodes { id } } }", 10 + 1, 1 + 20)]
    [InlineData("{ gaps(first: 50) { edges { cursor node { id } } } }", 10 + 1 + 50, 1 + 50 + 50)]
    [InlineData("{ gaps(first: 50) { nodes { owner { handle } } } }", 10 + 1 + 50, 1 + 50 + 50)]
    [InlineData("{ gaps(first: 5) { nodes { timeline(first: 7) { nodes { by { handle } } } } } }", 10 + 1 + (5 * (10 + 1 + 7)), 1 + 5 + 5 + (5 * 7 * 2))]
    [InlineData("{ gaps(first: 5) { nodes { decisions { id } } } }", 10 + 1 + 5, 1 + 5 + (5 * 3))]
    [InlineData("{ feed(first: 200) { events { cursor } endCursor } }", 10 + 1, 1 + 200)]
    [InlineData("{ nodes(ids: [\"a\", \"b\", \"c\"]) { id } }", 10, 3)]
    public async Task The_cost_of_an_operation_can_be_added_up_by_hand(string document, int fieldCost, int typeCost)
    {
        var cost = (await AskAsync(document, CostRequest.Validate)).At("extensions", "cost");

        Assert.Equal((fieldCost, typeCost), (cost.At("fieldCost").GetInt32(), cost.At("typeCost").GetInt32()));
        Assert.Equal(Math.Max(1, fieldCost + typeCost), cost.At("cost").GetInt32());
        Assert.Equal(10_000, cost.At("limit").GetInt32());
    }

    [Fact]
    public async Task Reading_the_schema_has_one_price_whatever_is_asked_of_it()
    {
        var outcome = await api.StartAsync(SomePeople.Auditor, Api.Request(Documents.Introspection) with { Cost = CostRequest.Validate });
        Assert.Equal(2000, JsonElement.Parse(Assert.IsType<OperationOutcome.Answered>(outcome).Json.Span).At("extensions", "cost", "cost").GetInt32());
    }

    [Fact]
    public async Task Page_sizes_are_read_from_variables_and_their_defaults()
    {
        const string Document = "query($n: Int! = 30) { gaps(first: $n) { nodes { id } } }";

        Assert.Equal(12 + 30, await TotalAsync(Document));
        Assert.Equal(12 + 70, await TotalAsync(Document, new { n = 70 }));
        Assert.Equal(10 + 2, await TotalAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { "a", "b" } }));
    }

    [Fact]
    public async Task What_is_skipped_costs_nothing()
    {
        const string Document = "query($x: Boolean!) { viewer { handle } gaps(first: 50) @include(if: $x) { nodes { id } } ...more @skip(if: true) } fragment more on Query { others: gaps(first: 90) { nodes { id } } }";

        Assert.Equal(2, await TotalAsync(Document, new { x = false }));
        Assert.Equal(2 + 62, await TotalAsync(Document, new { x = true }));
    }

    [Fact]
    public async Task A_fragment_costs_as_much_as_what_it_stands_for()
    {
        Assert.Equal(
            await TotalAsync("{ a: gaps(first: 5) { nodes { owner { handle } } totalCount } b: gaps(first: 9) { nodes { owner { handle } } totalCount } }"),
            await TotalAsync("{ a: gaps(first: 5) { ...page } b: gaps(first: 9) { ...page } } fragment page on GapConnection { ... { nodes { ...gap } } totalCount } fragment gap on Gap { owner { handle } }"));
    }

    [Fact]
    public async Task What_costs_more_than_one_operation_may_is_refused_before_it_reads_and_says_so()
    {
        const string Wide = "{ gaps(first: 100) { nodes { timeline(first: 100) { nodes { by { handle } at action } } } } }";
        var response = await api.AskAsync(SomePeople.Lead, Wide);

        Assert.Equal(ErrorCodes.CostExceeded, response.Code());
        Assert.False(response.TryGetProperty("data", out _));
        Assert.Equal(10_000, response.At("errors", 0, "extensions", "limit").GetInt32());
        Assert.Equal(10 + 1 + (100 * (10 + 1 + 100)) + 1 + 100 + 100 + (100 * 100 * 2), response.At("errors", 0, "extensions", "cost").GetInt32());
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(10_001)]
    public async Task A_page_larger_than_any_cost_is_refused_by_its_cost(int first) =>
        Assert.Equal(ErrorCodes.CostExceeded, (await api.AskAsync(SomePeople.Lead, "query($n: Int!) { gaps(first: $n) { nodes { id } } }", new { n = first })).Code());

    [Fact]
    public async Task Costs_that_multiply_past_every_number_are_refused_and_not_mistaken()
    {
        var deep = "id";
        for (var i = 0; i < 4; i++)
            deep = $"members {{ report {{ gap {{ operations(first: 1000000) {{ nodes {{ id }} }} {deep} }} }} }}";
        // Depth ends before the numbers do.
        Assert.Equal(ErrorCodes.TooDeep, (await api.AskAsync(SomePeople.Lead, $"{{ gaps(first: 1000000) {{ nodes {{ {deep} }} }} }}")).Code());
        var response = await api.AskAsync(SomePeople.Lead, "{ gaps(first: 1000000) { nodes { operations(first: 1000000) { nodes { gaps { number } } } } } }");
        Assert.Equal(ErrorCodes.CostExceeded, response.Code());
        Assert.Equal(int.MaxValue, response.At("errors", 0, "extensions", "cost").GetInt32());
    }

    [Fact]
    public async Task The_cost_is_answered_beside_the_data_when_asked_for()
    {
        var asked = await AskAsync("{ viewer { handle } }", CostRequest.Report);
        Assert.Equal(SomePeople.Lead.Handle, asked.At("data", "viewer", "handle").GetString());
        Assert.Equal(2, asked.At("extensions", "cost", "cost").GetInt32());
        Assert.InRange(asked.At("extensions", "cost", "remaining").GetInt64(), 0, asked.At("extensions", "cost", "capacity").GetInt64());

        Assert.False((await AskAsync("{ viewer { handle } }", CostRequest.None)).TryGetProperty("extensions", out _));
    }

    [Fact]
    public async Task Asking_for_the_cost_alone_runs_nothing_and_costs_what_a_refusal_costs()
    {
        var answer = await AskAsync("mutation($i: SaveDraftInput!) { saveDraft(input: $i) { report { id } } }", CostRequest.Validate, new { i = new { report = new { } } }, SomePeople.Specialist);

        Assert.False(answer.TryGetProperty("data", out _));
        Assert.False(answer.TryGetProperty("errors", out _));
        Assert.Equal(20 + 1 + 1 + 1, answer.At("extensions", "cost", "cost").GetInt32());
        Assert.Equal(0, (await api.AskAsync(SomePeople.Specialist, "{ reports(filter: { mine: true }) { totalCount } }")).At("data", "reports", "totalCount").GetInt32());

        await using var poor = await PoorAsync();
        Assert.InRange(await UntilThrottledAsync(poor, Api.Request("{ viewer { handle } }") with { Cost = CostRequest.Validate }), 4, 7);
    }

    [Fact]
    public async Task What_is_refused_for_another_reason_has_no_cost()
    {
        Assert.Equal(ErrorCodes.DocumentInvalid, (await AskAsync("{ nothing }", CostRequest.Validate)).Code());
        Assert.Equal(ErrorCodes.NotPermitted, (await AskAsync("{ auditEntries { nodes { action } } }", CostRequest.Validate)).Code());
    }

    [Fact]
    public void Every_list_of_objects_says_how_many_it_is_taken_to_hold()
    {
        var schema = SchemaTests.SchemaOf(api);
        var silent = (from type in schema.AllTypes.OfType<global::GraphQL.Types.IObjectGraphType>()
                      where !type.Name.StartsWith("__", StringComparison.Ordinal)
                      from field in type.Fields
                      let cost = field.Cost()
                      where cost is null || (cost.IsList && cost.UsualWeight > 0 && cost is { AssumedSize: null, SlicingArgument: null, IsSizedByParent: false })
                      select $"{type.Name}.{field.Name}").ToList();
        Assert.Empty(silent);
    }

    [Fact]
    public void The_published_schema_says_what_fields_cost()
    {
        var text = SchemaTests.SchemaOf(api).Text();

        Assert.Contains("directive @cost(", text, StringComparison.Ordinal);
        Assert.Contains("directive @listSize(", text, StringComparison.Ordinal);
        Assert.Contains("""@cost(weight: "10") @listSize(sizedFields: ["edges", "nodes"], slicingArguments: ["first"])""", text, StringComparison.Ordinal);
        Assert.Contains("clauses: [PolicyClause!]! @listSize(assumedSize: 200)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_spent_the_budget_waits_and_nobody_else_does()
    {
        await using var poor = await Api.CreateAsync(limits: new GraphQLLimits { MaxCost = 100, BudgetCapacity = 100, BudgetPerSecond = 1 });
        const string Document = "{ gaps(first: 60) { nodes { id } } }";
        Assert.Null((await poor.AskAsync(SomePeople.Lead, Document)).Code());

        var refused = Assert.IsType<OperationOutcome.Throttled>(await poor.StartAsync(SomePeople.Lead, Api.Request(Document)));
        var json = JsonElement.Parse(refused.Json.Span);
        Assert.False(refused.ServerBusy);
        Assert.Equal(ErrorCodes.RateLimited, json.Code());
        Assert.InRange(refused.RetryAfter.TotalSeconds, 1, 72);
        Assert.Equal((long)Math.Ceiling(refused.RetryAfter.TotalSeconds), json.At("errors", 0, "extensions", "retryAfter").GetInt64());
        Assert.Equal(72, json.At("errors", 0, "extensions", "cost").GetInt32());
        // A smaller one still fits, and others have budgets of their own.
        Assert.Null((await poor.AskAsync(SomePeople.Lead, "{ viewer { handle } }")).Code());
        Assert.Null((await poor.AskAsync(SomePeople.Specialist, Document)).Code());
    }

    [Fact]
    public async Task A_budget_fills_up_again()
    {
        await using var poor = await Api.CreateAsync(limits: new GraphQLLimits { MaxCost = 100, BudgetCapacity = 100, BudgetPerSecond = 50 });
        const string Document = "{ gaps(first: 60) { nodes { id } } }";
        Assert.Null((await poor.AskAsync(SomePeople.Lead, Document)).Code());
        var refused = Assert.IsType<OperationOutcome.Throttled>(await poor.StartAsync(SomePeople.Lead, Api.Request(Document)));
        await Task.Delay(refused.RetryAfter + TimeSpan.FromMilliseconds(500));

        Assert.Null((await poor.AskAsync(SomePeople.Lead, Document)).Code());
    }

    [Fact]
    public async Task A_person_has_one_budget_however_many_keys_and_tokens_they_come_with()
    {
        await using var poor = await Api.CreateAsync(limits: new GraphQLLimits { MaxCost = 100, BudgetCapacity = 100, BudgetPerSecond = 1 });
        var key = SomePeople.Consumer with { KeyId = Core.Data.ApiKeyId.Of("key_00000000000000000000000001"), Scopes = Core.Identity.KeyScopes.Read };
        var other = key with { KeyId = Core.Data.ApiKeyId.Of("key_00000000000000000000000002") };
        const string Document = "{ feed(first: 80) { events { cursor } } }";

        Assert.Null((await poor.AskAsync(key, Document)).Code());
        foreach (var same in new[] { key, other, key with { KeyId = null }, SomePeople.Consumer })
            Assert.IsType<OperationOutcome.Throttled>(await poor.StartAsync(same, Api.Request(Document)));
        Assert.Null((await poor.AskAsync(SomePeople.Auditor, Document)).Code());
    }

    [Fact]
    public async Task Documents_that_are_refused_are_charged_too()
    {
        await using var poor = await PoorAsync();
        Assert.InRange(await UntilThrottledAsync(poor, Api.Request("{ nothing }")), 4, 7);
        await using var other = await PoorAsync();
        Assert.InRange(await UntilThrottledAsync(other, Api.Request("mutation($i: ClaimGapInput!) { claimGap(input: $i) { refusals { code } } }") with { QueriesOnly = true }), 4, 7);
    }

    [Fact]
    public async Task What_the_budget_refuses_uses_up_the_rest_of_it()
    {
        await using var poor = await PoorAsync();
        const string Document = "{ gaps(first: 60) { nodes { id } } }";
        Assert.Null((await poor.AskAsync(SomePeople.Lead, Document)).Code());
        // 28 are left: two refusals.
        for (var i = 0; i < 3; i++)
            Assert.IsType<OperationOutcome.Throttled>(await poor.StartAsync(SomePeople.Lead, Api.Request(Document)));

        var last = Assert.IsType<OperationOutcome.Throttled>(await poor.StartAsync(SomePeople.Lead, Api.Request("{ viewer { handle } }")));
        Assert.Equal(ErrorCodes.RateLimited, JsonElement.Parse(last.Json.Span).Code());
    }

    private static Task<Api> PoorAsync() => Api.CreateAsync(limits: new GraphQLLimits { MaxCost = 100, BudgetCapacity = 100, BudgetPerSecond = 1 });

    /// <summary>How often this is answered or refused until the budget is gone.</summary>
    private static async Task<int> UntilThrottledAsync(Api poor, OperationRequest request)
    {
        var times = 0;
        while (await poor.StartAsync(SomePeople.Lead, request) is not OperationOutcome.Throttled && times < 50)
            times++;
        return times;
    }

    private async Task<int> TotalAsync(string document, object? variables = null) =>
        (await AskAsync(document, CostRequest.Validate, variables)).At("extensions", "cost", "cost").GetInt32();

    private async Task<JsonElement> AskAsync(string document, CostRequest cost, object? variables = null, Core.Identity.Actor? actor = null) =>
        await api.StartAsync(actor ?? SomePeople.Lead, Api.Request(document, variables) with { Cost = cost }) switch
        {
            OperationOutcome.Answered answered => JsonElement.Parse(answered.Json.Span),
            OperationOutcome.Refused refused => JsonElement.Parse(refused.Json.Span),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
}
