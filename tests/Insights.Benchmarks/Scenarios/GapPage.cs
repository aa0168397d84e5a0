using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Storage.Sqlite;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Benchmarks.Scenarios;

/// <summary>A page of gaps with members, owner and latest entry, at 10,000 reports in 3,000 gaps.</summary>
internal static class GapPage
{
    private const int Reports = 10_000;
    private const int Calls = 300;

    public static async Task RunAsync()
    {
        var examples = DemoReports.Read();
        var statements = new StatementCounter();
        await using var product = await Product.CreateAsync(examples, services =>
            services.ConfigureDbContext<SqliteInsightsDb>(options => options.AddInterceptors(statements)));
        await using var loader = new Loader(product, new Composer(examples, 3), withHistory: true);
        await loader.FillAsync(Reports);
        using var peer = new GapPagePeer(product);

        var sheet = new Sheet();
        foreach (var size in (int[])[20, 100])
        {
            var before = statements.Count;
            var page = await ReadAsync(product, size);
            Sheet.Note($"A page of {size} gaps took {statements.Count - before} SQL statements; {page.Members} members.");
            var byHand = peer.Read(size);
            if ((byHand.Gaps.Count, byHand.Members.Count, byHand.People.Count, byHand.Latest.Count) != (page.Gaps, page.Members, page.People, page.Latest))
                throw new InvalidOperationException("The peer reads another page.");

            var read = await Contest.RunAsync(Calls, _ => ReadAsync(product, size), _ => Task.FromResult(peer.Read(size)));
            sheet.Latency(FormattableString.Invariant($"page of {size} gaps"), read.Product, read.Peer);
            sheet.Latency(FormattableString.Invariant($"peer, page of {size}"), read.Peer);
        }

        sheet.Print("gap-page");
    }

    /// <summary>What one request of the API does: a page, then each batch once, in one scope.</summary>
    private static async Task<(int Gaps, int Members, int People, int Latest)> ReadAsync(Product product, int size)
    {
        await using var scope = product.As(Product.Lead);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var gaps = (await mediator.Send(new GapList(null, GapOrder.LastActivity, size, null))).Granted().Items;
        var ids = gaps.Select(g => g.Id).ToList();
        var members = (await mediator.Send(new MembersOf(ids))).Granted();
        var linked = ids.SelectMany(id => members[id]).ToList();
        var people = (await mediator.Send(new PeopleById([.. gaps.Select(g => g.OwnerId).OfType<Core.Data.PersonId>().Concat(linked.Select(m => m.LinkedBy)).Distinct()]))).Granted();
        var latest = (await mediator.Send(new LatestEntries(ids))).Granted();
        return (gaps.Count, linked.Count, people.Count, latest.Count);
    }
}
