using System.Diagnostics;
using System.Globalization;
using GraphQL;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Guarding;
using Insights.Testing;
using Xunit.Abstractions;

namespace Insights.GraphQL.Tests;

/// <summary>What limits cost those who keep to them.</summary>
public sealed class EdgeShareTests(ITestOutputHelper output)
{
    private const string Page =
        "query Page($first: Int! = 20) { gaps(first: $first) { nodes { ...gap canonicalReport { content { title } author { handle } } members { report { number } } } pageInfo { hasNextPage endCursor } totalCount } } "
        + "fragment gap on Gap { id number title state severity owner { handle } latestEntry { at action by { handle } } }";

    [Fact]
    public async Task Guard_and_cost_take_at_most_a_twentieth_of_an_uncached_request()
    {
        await using var api = await Api.CreateAsync(limits: new GraphQLLimits { BudgetCapacity = int.MaxValue / 2, BudgetPerSecond = 1_000_000 });
        var shares = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            // Each text is new, so that none is found in the cache; the database is empty, which makes the share the largest.
            var (whole, n) = (Stopwatch.StartNew(), 100);
            for (var i = 0; i < n; i++)
                Assert.Null((await api.AskAsync(SomePeople.Lead, $"{Page} # {round} {i}")).Code());
            var request = whole.Elapsed / n;
            var guard = Time(() => DocumentGuard.Read(Page)) - Time(() => Parser.Parse(Page, new ParserOptions { Ignore = IgnoreOptions.Comments }));
            var measure = new CostTime();
            Assert.True((await new DocumentValidator().ValidateAsync(new ValidationOptions
            {
                Document = DocumentGuard.Read(Page),
                Operation = DocumentGuard.Read(Page).Definitions.OfType<GraphQLOperationDefinition>().Single(),
                Schema = SchemaTests.SchemaOf(api),
                Rules = [measure],
                Variables = Inputs.Empty,
                Extensions = Inputs.Empty,
                UserContext = new Dictionary<string, object?>(),
            })).IsValid);
            shares.Add((guard + measure.Taken) / request);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"request {request.TotalMicroseconds:0} µs, guard {guard.TotalMicroseconds:0.0} µs, cost {measure.Taken.TotalMicroseconds:0.0} µs: {shares[^1]:P1}"));
        }

        Assert.InRange(shares.Order().ElementAt(2), 0, 0.05);
    }

    private static TimeSpan Time(Action act)
    {
        const int Times = 500;
        act();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Times; i++)
            act();
        return watch.Elapsed / Times;
    }

    private sealed class CostTime : ValidationRuleBase
    {
        public TimeSpan Taken { get; private set; }

        public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context)
        {
            Taken = Time(() => new CostMeasure(context).Of(context.Operation));
            return default;
        }
    }
}
