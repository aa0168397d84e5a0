using System.Buffers.Binary;
using AutoMapper;
using Insights.Core;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using Insights.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Insights.Testing;

/// <summary>
/// The product on a SQLite file of its own, with a clock that stands still until told and ids that repeat from
/// run to run. Requests go through the real pipeline.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Scratch.NewFolder();
    private long _ids;

    private TestDatabase(Action<IServiceCollection>? more) => Services = ServicesWith(more);

    /// <summary>
    /// The same file under other services, as after a restart with another configuration. The first services stay open
    /// beside it, so only one of the two may write at a time.
    /// </summary>
    public ServiceProvider OnSameFile(Action<IServiceCollection> more) => ServicesWith(more);

    private ServiceProvider ServicesWith(Action<IServiceCollection>? more)
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddLogging();
        services.AddInsightsCore().AddInsightsSqlite(DatabasePath).AddCaseReferences(Some.Cases);
        services.AddSingleton(Maps.Value);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new IdSource(Clock, bytes => BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2), Interlocked.Increment(ref _ids))));
        services.AddSingleton<IWebhookSecrets, OpenSecrets>();
        services.AddSingleton(SessionLimits.Usual with { PersonasAllowed = true });
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public ServiceProvider Services { get; }

    public string DatabasePath => Path.Combine(_folder, "insights.db");

    /// <summary>A fresh database with the catalogue of <see cref="Some.Catalogue"/> and everyone of <see cref="SomePeople"/>.</summary>
    public static async Task<TestDatabase> CreateAsync(Action<IServiceCollection>? more = null)
    {
        var database = new TestDatabase(more);
        await File.WriteAllBytesAsync(database.DatabasePath, await Template.Value);
        await database.PrepareAsync();
        return database;
    }

    /// <summary>The file every test starts from, made once by the migrations: most of a test's time would go there.</summary>
    private static readonly Lazy<Task<byte[]>> Template = new(async () =>
    {
        var database = new TestDatabase(more: null);
        await database.PrepareAsync();
        await using (var db = database.Open())
        {
            db.AddRange(SomePeople.All.Select(p => Person.Enrol(p.Id, p.Handle, p.Roles)));
            await db.SaveChangesAsync();
        }

        await database.Services.DisposeAsync();
        var file = await File.ReadAllBytesAsync(database.DatabasePath);
        Directory.Delete(database._folder, recursive: true);
        return file;
    });

    /// <summary>What maps entities to views: the same for every database, and compiled anew with every configuration.</summary>
    private static readonly Lazy<IConfigurationProvider> Maps = new(() =>
        new ServiceCollection().AddLogging().AddInsightsCore().BuildServiceProvider().GetRequiredService<IConfigurationProvider>());

    private async Task PrepareAsync()
    {
        await Services.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);
        await SendAsync(Actor.System, new LoadCatalogue(Some.Catalogue()));
    }

    /// <summary>A context of its own, for looking at what is stored.</summary>
    public InsightsDb Open() => Services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContext();

    /// <summary>Sends a request as this person, in a scope of its own.</summary>
    public async Task<Outcome<T>> TryAsync<T>(Actor? actor, IRequest<Outcome<T>> request)
    {
        await using var scope = Services.CreateAsyncScope();
        if (actor is not null)
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Sends a request that is expected to be granted.</summary>
    public async Task<T> SendAsync<T>(Actor actor, IRequest<Outcome<T>> request)
    {
        var outcome = await TryAsync(actor, request);
        return outcome.Refused
            ? throw new InvalidOperationException(string.Join("; ", outcome.Refusals.Select(r => $"{r.Code} at {string.Join('.', r.Path)}: {r.Message}")))
            : outcome.Value;
    }

    public Task<ReportView> FileAsync(ReportForm? form = null, Actor? author = null) =>
        SendAsync(author ?? SomePeople.Specialist, new FileReport(null, null, form ?? Some.Ambiguity(), null, null, null));

    public async Task<ReportView> ReportAsync(ReportId id) => (await SendAsync(Actor.System, new ReportsById([id])))[id];

    public async Task<GapView> GapAsync(GapId id) => (await SendAsync(Actor.System, new GapsById([id])))[id];

    /// <summary>A gap with one report, brought to this state by the people and moves that lead there.</summary>
    public async Task<GapView> GapInAsync(GapState state, ReportForm? form = null)
    {
        var report = await FileAsync(form);
        var gap = await SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, null, null, null, null, null));
        if (state is GapState.New)
            return gap;
        gap = await SendAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, gap.Version, Severity.High, true, null));
        switch (state)
        {
            case GapState.Triage:
                return gap;
            case GapState.NeedsInfo:
                await SendAsync(SomePeople.Lead, new AskReporter(report.Id.Value, (await ReportAsync(report.Id)).Version, "Which reading was applied?", Day(7)));
                return await GapAsync(gap.Id);
            case GapState.Deferred:
                return await MoveAsync(SomePeople.Lead, gap, GapAction.Defer, m => m with { Reason = "It waits for a review.", ExpiresOn = Day(30), RecurrenceThreshold = 2 });
            case GapState.Declined:
                return await MoveAsync(SomePeople.Lead, gap, GapAction.Decline, m => m with { Reason = "The policy is clear.", Destination = "enforcement-quality" });
        }

        gap = await MoveAsync(SomePeople.Owner, gap, GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = "age-assurance" });
        if (state is GapState.Assessing)
            return gap;
        var decision = await SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null));
        gap = await GapAsync(gap.Id);
        if (state is GapState.InReview)
            return gap;
        gap = await SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, gap.Version));
        if (state is GapState.Decided)
            return gap;
        gap = await MoveAsync(SomePeople.Owner, gap, GapAction.Implement, m => m with { Plan = "The guidance is rewritten.", PlanDueOn = Day(14) });
        return state is GapState.Implementing ? gap
            : await MoveAsync(SomePeople.Owner, gap, GapAction.Close, m => m with { VerificationNote = "A sample was read and agreed." });
    }

    /// <summary>A gap that is being assessed, with the beginning of a decision record.</summary>
    public async Task<DecisionDraftView> DecisionDraftAsync() =>
        await SendAsync(SomePeople.Owner, new SaveDecisionDraft((await GapInAsync(GapState.Assessing)).Id.Value, 0, new DecisionForm { Facts = "Reviewers read the clause in two ways." }));

    public Task<GapView> MoveAsync(Actor by, GapView gap, GapAction action, Func<MoveGap, MoveGap> with) =>
        SendAsync(by, with(new MoveGap(gap.Id.Value, gap.Version, action)));

    public DateOnly Day(int fromToday) => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(fromToday);

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
