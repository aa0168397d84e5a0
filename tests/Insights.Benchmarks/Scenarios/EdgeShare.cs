using System.Diagnostics;
using GraphQL;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Identity;
using Insights.GraphQL;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Guarding;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// What the limits of the API cost those who keep to them: the guard over a document and the measure of its cost, as a share
/// of a whole request whose text is in no cache. The database is empty, which makes the share the largest.
/// </summary>
internal static class EdgeShare
{
    private const string Page =
        "query Page($first: Int! = 20) { gaps(first: $first) { nodes { ...gap canonicalReport { content { title } author { handle } } members { report { number } } } pageInfo { hasNextPage endCursor } totalCount } } "
        + "fragment gap on Gap { id number title state severity owner { handle } latestEntry { at action by { handle } } }";

    private const int Rounds = 5;
    private const int Requests = 200;

    public static async Task RunAsync()
    {
        await using var product = await Product.CreateAsync([], services => services.AddInsightsGraphQL(new GraphQLLimits { BudgetCapacity = int.MaxValue / 2, BudgetPerSecond = 1_000_000 }));
        await AskAsync(product, -1);
        var shares = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var whole = Stopwatch.StartNew();
            for (var i = 0; i < Requests; i++)
                await AskAsync(product, (round * Requests) + i);
            var request = whole.Elapsed / Requests;
            // What any GraphQL server does with a document is not the guard's.
            var guard = Time(() => DocumentGuard.Read(Page)) - Time(() => Parser.Parse(Page, new ParserOptions { Ignore = IgnoreOptions.Comments }));
            var cost = await CostAsync(product);
            shares.Add((guard + cost) / request);
            Sheet.Note($"request {request.TotalMicroseconds:0} µs, guard {guard.TotalMicroseconds:0.0} µs, cost {cost.TotalMicroseconds:0.0} µs: {shares[^1]:P1}");
        }

        Sheet.Note($"Guard and cost take {shares.Order().ElementAt(Rounds / 2):P1} of a request, the median of {Rounds} rounds.");
    }

    private static async Task AskAsync(Product product, int n)
    {
        await using var scope = product.As(Product.Lead);
        var outcome = await scope.ServiceProvider.GetRequiredService<IOperationRunner>().StartAsync(
            new OperationRequest($"{Page} # {n}"), new OperationCaller(new(Product.Lead.ToIdentity("benchmark")), scope.ServiceProvider), CancellationToken.None);
        if (outcome is not OperationOutcome.Answered { HasErrors: false })
            throw new InvalidOperationException($"The request came to {outcome.GetType().Name}.");
    }

    private static async Task<TimeSpan> CostAsync(Product product)
    {
        await using var scope = product.As(Product.Lead);
        var measure = new CostTime();
        var document = DocumentGuard.Read(Page);
        await new DocumentValidator().ValidateAsync(new ValidationOptions
        {
            Document = document,
            Operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single(),
            Schema = scope.ServiceProvider.GetRequiredService<InsightsSchema>(),
            Rules = [measure],
            Variables = Inputs.Empty,
            Extensions = Inputs.Empty,
            UserContext = new Dictionary<string, object?>(),
        });
        return measure.Taken;
    }

    private static TimeSpan Time(Action act)
    {
        const int Times = 2_000;
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
