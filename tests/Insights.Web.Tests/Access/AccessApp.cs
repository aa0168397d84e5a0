using System.Text.RegularExpressions;
using Insights.Core.Administration;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Testing;
using Insights.Testing.Access;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Web.Tests.Access;

/// <summary>The product in this process, with a report, a gap and a consumer, and a client for everyone of the matrix. Each answer says in a header what became of commands.</summary>
internal sealed partial class AccessApp : WebApplicationFactory<Program>
{
    private readonly string _folder = Scratch.NewFolder();
    private readonly Dictionary<AccessColumn, string> _authorizations = [];

    private AccessApp()
    {
    }

    public IReadOnlyList<RouteEndpoint> Endpoints => [.. Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<AccessApp> StartAsync()
    {
        var app = new AccessApp();
        await app.FillAsync();
        return app;
    }

    /// <summary>A client that keeps cookies and follows nothing, and the token that forms of our pages carry.</summary>
    public async Task<(HttpClient Client, string Token)> ClientOfAsync(AccessColumn column)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        if (_authorizations.TryGetValue(column, out var authorization))
            client.DefaultRequestHeaders.Add("Authorization", authorization);
        return (client, Token().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Insights:Database:Path", Path.Combine(_folder, "insights.db"));
        builder.UseSetting("Insights:Catalogue", PeopleOnly.Catalogue(_folder));
        // The keys that are gone are tried at every address, from one.
        builder.UseSetting("Insights:Edge:FailuresPerAddress", "1000000");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.ConfigureTestServices(services => services.AddCommandWitness());
    }

    private async Task FillAsync()
    {
        var columns = AccessColumn.All.Where(c => c.Roles is not Roles.None && c.Scopes is null).ToList();
        var people = await SendAsync(Actor.System, new EnrolPeople([new Enrolment(AccessColumn.Everyone, AccessColumn.EveryRole), .. columns.Select(c => new Enrolment(HandleOf(c), c.Roles))]));
        foreach (var column in columns)
            _authorizations[column] = $"Persona {HandleOf(column)}";

        var everyone = people[AccessColumn.Everyone];
        foreach (var (column, n) in AccessColumn.All.Where(c => c.Scopes is not null).Select((c, n) => (c, n)))
        {
            List<KeyScopes> scopes = [.. new[] { KeyScopes.Read, KeyScopes.Write, KeyScopes.Export }.Where(s => column.Scopes!.Value.HasFlag(s))];
            var issued = await SendAsync(everyone, new IssueMyKey(n, column.Name, scopes, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(30)));
            _authorizations[column] = $"Bearer {issued.Secret}";
            if (column.Name is "key revoked")
                await SendAsync(everyone, new RevokeKey(issued.Key.Id.Value));
            if (column.Name is "key expired")
                await ExpireAsync(issued.Key.Id);
        }

        var report = await SendAsync(everyone, new FileReport(null, null, new ReportForm
        {
            Kind = GapKind.UnknownUnknown,
            Title = "No category fits",
            Surprise = "Two reviewers placed the same question under different clauses.",
            NoCaseReason = "Seen in a double review.",
            Attested = true,
        }, null, null, null));
        await SendAsync(everyone, new LinkReport(report.Id.Value, report.Version, null, null, null, null, null));
        await SendAsync(everyone, new RegisterConsumer("A reader under test", null, null, null));
    }

    private async Task ExpireAsync(ApiKeyId key)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();
        await db.Set<ApiKey>().Where(k => k.Id == key).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresOn, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-2)));
    }

    private async Task<T> SendAsync<T>(Actor actor, IRequest<Outcome<T>> request)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        return outcome.Refused ? throw new InvalidOperationException(string.Join("; ", outcome.Refusals)) : outcome.Value;
    }

    private static string HandleOf(AccessColumn column) => "matrix-" + column.Name.Replace(' ', '-');

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
