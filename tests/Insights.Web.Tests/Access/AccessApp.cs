using System.Net;
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
using Insights.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Web.Tests.Access;

/// <summary>The product in this process on a port of loopback, with a report, a gap and a consumer, and a client for everyone of the matrix.</summary>
internal sealed partial class AccessApp : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "insights-tests", Path.GetRandomFileName())).FullName;
    private readonly Dictionary<AccessColumn, string> _authorizations = [];
    private WebApplication _app = null!;

    private AccessApp()
    {
    }

    public IReadOnlyList<RouteEndpoint> Endpoints => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<AccessApp> StartAsync()
    {
        var app = new AccessApp();
        await app.LaunchAsync();
        return app;
    }

    /// <summary>A client that keeps cookies and follows nothing, and the token that forms of our pages carry.</summary>
    public async Task<(HttpClient Client, string Token)> ClientOfAsync(AccessColumn column)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(_app.Urls.First()),
            Timeout = TimeSpan.FromSeconds(60),
        };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        if (_authorizations.TryGetValue(column, out var authorization))
            client.DefaultRequestHeaders.Add("Authorization", authorization);
        return (client, Token().Match(await client.GetStringAsync("/sign-in")).Groups[1].Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LaunchAsync()
    {
        _app = InsightsApp.Build(
        [
            "--environment=Development",
            $"--contentRoot={AppContext.BaseDirectory}",
            "--urls=http://127.0.0.1:0",
            $"--Insights:Database:Path={Path.Combine(_folder, "insights.db")}",
            $"--Insights:Catalogue={PeopleOnly.Catalogue(_folder)}",
            "--Logging:LogLevel:Default=Warning",
        ]);
        await _app.PrepareAsync();
        await FillAsync();
        await _app.StartAsync();
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
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();
        await db.Set<ApiKey>().Where(k => k.Id == key).ExecuteUpdateAsync(set => set.SetProperty(k => k.ExpiresOn, DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-2)));
    }

    private async Task<T> SendAsync<T>(Actor actor, IRequest<Outcome<T>> request)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        return outcome.Refused ? throw new InvalidOperationException(string.Join("; ", outcome.Refusals)) : outcome.Value;
    }

    private static string HandleOf(AccessColumn column) => "matrix-" + column.Name.Replace(' ', '-');

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
