using Insights.Core;
using Insights.Core.Administration;
using Insights.Core.Cases;
using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Storage;
using MediatR;

namespace Insights.Web.Seed;

/// <summary>
/// Plays the demo's nine months through the same commands people send, on a clock of its own, so that states,
/// timelines, audit and feed agree with each other as in real use. Runs before the app serves anything.
/// </summary>
internal sealed partial class DemoReplay(DemoFiles files, CatalogueContent catalogue, CaseScheme cases, DateTimeOffset now)
{
    private readonly List<(DateTimeOffset At, int Order, Func<Task> Act)> _script = [];
    private readonly CaseExchange _exchange = new(cases);
    private readonly ReplayClock _clock = new(now);
    private readonly Dictionary<string, GapId> _gaps = [];
    private Dictionary<string, Actor> _people = [];
    private ServiceProvider _services = null!;

    /// <summary>Makes the database. It gets its name when the last command is in, so that half a demo never serves.</summary>
    /// <exception cref="InvalidDataException">A command of the script was refused; the message says which rule and field.</exception>
    public async Task RunAsync(string databasePath, string? mapperLicenseKey)
    {
        var unfinished = databasePath + ".unfinished";
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(databasePath))!);
        File.Delete(unfinished);
        File.Delete(unfinished + "-wal");
        File.Delete(unfinished + "-shm");
        var services = new ServiceCollection().AddLogging(logging => logging.AddFilter("LuckyPennySoftware", LogLevel.None));
        services.AddInsightsCore(mapperLicenseKey).AddInsightsSqlite(unfinished).AddCaseReferences(cases).AddSingleton<TimeProvider>(_clock);
        await using (_services = services.BuildServiceProvider())
        {
            await _services.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);
            await SendAsync(Actor.System, new LoadCatalogue(catalogue));
            _people = await SendAsync(Actor.System, new EnrolPeople([.. files.Personas.Select(p => new Enrolment(p.Handle, p.AllRoles))]));

            foreach (var gap in files.Gaps)
                Stage(gap);
            foreach (var operation in files.Operations)
                Stage(operation);
            At(0.1, ArrangeQueueAsync);
            foreach (var consumer in files.Consumers)
                At(0.05, () => ReadFeedAsync(consumer));
            foreach (var allowed in files.Allowed)
                At(allowed.DaysAgo, () => SendAsync(Person(allowed.By), new AllowString(allowed.Text, allowed.Note, Day(allowed.ReviewInDays), null)));
            foreach (var report in files.Unlinked)
                At(report.DaysAgo, () => FileAsync(report));
            foreach (var watch in files.Watches)
                At(watch.DaysAgo, () => SendAsync(Person(watch.By), new WatchGap(_gaps[watch.Gap].Value)));
            foreach (var rating in files.Ratings)
                At(rating.DaysAgo, () => RateAsync(rating));
            foreach (var scenario in files.Scenarios)
                At(scenario.DaysAgo, () => SendAsync(Person(scenario.By), new WriteScenario(_gaps[scenario.Gap].Value, scenario.ToForm(), null)));
            foreach (var round in files.Rounds)
                Stage(round);
            foreach (var (at, _, act) in _script.OrderBy(s => s.At).ThenBy(s => s.Order))
            {
                _clock.Now = at;
                await act();
            }
        }

        File.Move(unfinished, databasePath);
    }

    private void Stage(DemoGap gap)
    {
        GapId? id = null;
        ReportId first = default;
        foreach (var report in gap.Reports)
        {
            ReportView? filed = null;
            At(report.DaysAgo, async () => filed = await FileAsync(report));
            At(report.DaysAgo - 0.1, async () =>
            {
                var linked = await SendAsync(Person(gap.Lead), new LinkReport(
                    filed!.Id.Value, filed.Version, id?.Value, id is null ? null : report.Link, id is null ? null : report.Why ?? "The same question.", null, null)
                {
                    CitesDecisionId = report.Cites ? (await GapAsync(id!.Value)).DecisionId?.Value : null,
                });
                first = id is null ? filed.Id : first;
                id = _gaps[gap.Key] = linked.Id;
            });
            if (report.Amendment is { } amendment)
            {
                At(amendment.DaysAgo, async () =>
                {
                    var current = await ReportAsync(filed!.Id);
                    await SendAsync(Person(report.Author), new AmendReport(filed.Id.Value, current.Version, amendment.Applied(current.Content.ToForm()), amendment.Reason, null));
                });
            }

            if (report.Withdrawn is { } withdrawn)
            {
                At(withdrawn.DaysAgo, async () =>
                    await SendAsync(Person(report.Author), new WithdrawReport(filed!.Id.Value, (await ReportAsync(filed.Id)).Version, withdrawn.Reason)));
            }
        }

        foreach (var comment in gap.Comments)
            At(comment.DaysAgo, () => SendAsync(Person(comment.By), new WriteComment(id!.Value.Value, comment.Text, Audience.Reporter, null)));

        // The moves follow the last report, spread over the time since, a few days apart at most.
        var moves = MovesOf(gap, () => id!.Value, () => first).ToList();
        var before = gap.Reports.Where(r => !r.Cites).ToList();
        var from = before.Min(r => r.DaysAgo) - 0.15;
        if (gap.State is GapState.Closed or GapState.Declined or GapState.Deferred or GapState.NeedsInfo)
            from = before.Min(r => Math.Min(r.DaysAgo, r.Amendment?.DaysAgo ?? r.DaysAgo)) - 0.15;
        var step = Math.Min(6, from / (moves.Count + 1));
        foreach (var (move, i) in moves.Select((m, i) => (m, i)))
            At(from - (step * (i + 1)), move);
    }

    private void Stage(DemoOperation operation)
    {
        OperationView? done = null;
        At(operation.DaysAgo, async () => done = await SendAsync(Person(operation.By), await CommandOfAsync(operation)));
        if (operation.UndoneDaysAgo is { } undone)
            At(undone, () => SendAsync(Person(operation.By), new UndoOperation(done!.Id.Value, operation.UndoneReason, null, null)));
    }

    private async Task ArrangeQueueAsync()
    {
        if (files.Queue.Rota is { } rota)
            await SendAsync(Person(rota.Leads[0]), new SetTriageRota(Day(-rota.StartedDaysAgo), rota.DaysEach, [.. rota.Leads.Select(l => Person(l).Id.Value)], 0));
        foreach (var label in files.Queue.Labels)
        {
            await SendAsync(Person(label.By), new KeepLabel(label.Code, label.Name, false, 0));
            var seen = new List<SeenVersionForm>();
            foreach (var key in label.Gaps.Where(_gaps.ContainsKey))
                seen.Add(new SeenVersionForm(_gaps[key].Value, (await GapAsync(_gaps[key])).Version));
            if (seen.Count > 0)
                await SendAsync(Person(label.By), new MoveGaps(seen, label.Putting, null));
        }

        foreach (var view in files.Queue.Views)
            await SendAsync(Person(view.By), view.Keeping);
    }

    /// <summary>A program reads the feed with a key of its own, says what it did with the newest decisions and how far it has come. The key is revoked, since nobody knows its secret.</summary>
    private async Task ReadFeedAsync(DemoConsumer demo)
    {
        var consumer = await SendAsync(Person(demo.Owner), demo.Registering);
        var issued = await SendAsync(Person(demo.Owner), DemoConsumer.Key(consumer, Day(180)));
        var reader = (await SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).Actor;
        await SendAsync(Actor.System, new NoteKeyUse(issued.Key.Id));
        var decided = new List<FeedItem>();
        FeedPage page;
        string? after = null;
        do
        {
            page = await SendAsync(reader, new ReadFeed(after, null, ReadFeed.MaxPage));
            decided.AddRange(page.Entries.Select(e => e.Item).Where(i => i.Type is FeedEventType.DecisionApproved));
            after = page.EndCursor;
        }
        while (page.HasMore);
        foreach (var (item, receipt) in decided.AsEnumerable().Reverse().Zip(demo.Receipts))
            await SendAsync(reader, new RecordReceipt(item.Id.Value, receipt.Use, receipt.Reason, null));
        if (FeedCursor.TryParse(after, out var end))
            await SendAsync(reader, new AcknowledgeFeed((end with { Position = Math.Max(0, end.Position - demo.Behind) }).ToString()));
        await SendAsync(Person(demo.Owner), new RevokeKey(issued.Key.Id.Value));
    }

    private async Task<IRequest<Outcome<OperationView>>> CommandOfAsync(DemoOperation operation)
    {
        var gap = await GapAsync(_gaps[operation.Gap]);
        var others = new List<GapView>();
        foreach (var key in operation.Others ?? [])
            others.Add(await GapAsync(_gaps[key]));
        List<GapView> all = [gap, .. others];
        IReadOnlyList<SeenVersionForm> seen = [.. all.Select(g => new SeenVersionForm(g.Id.Value, g.Version))];
        if (operation.Act is DemoAct.Merge)
            return new MergeGaps(gap.Id.Value, [.. others.Select(g => g.Id.Value)], operation.Reason, seen, null);
        if (operation.Act is DemoAct.KeepApart)
            return new KeepApart([.. all.Select(g => g.Id.Value)], null, operation.Reason, seen, null);
        var members = (await SendAsync(Actor.System, new MembersOf([gap.Id])))[gap.Id];
        return new SplitReports(gap.Id.Value, [.. members.TakeLast(operation.Newest).Select(m => m.ReportId.Value)], null, operation.KeepApart, operation.Reason, seen, null);
    }

    private IEnumerable<Func<Task>> MovesOf(DemoGap gap, Func<GapId> id, Func<ReportId> first)
    {
        Actor lead = Person(gap.Lead), owner = Person(gap.Owner), approver = Person(gap.Approver);
        var severity = gap.Reports.Max(r => SeverityScale.Of(r.Harm, r.Reach)) ?? Severity.Medium;
        if (gap.State is GapState.New)
            yield break;
        yield return async () => await SendAsync(lead, new ClaimGap(id().Value, (await GapAsync(id())).Version, severity, true, null));
        switch (gap.State)
        {
            case GapState.NeedsInfo:
                yield return async () => await SendAsync(lead, new AskReporter(first().Value, (await ReportAsync(first())).Version, gap.Question, Day(gap.RespondInDays)));
                yield break;
            case GapState.Deferred:
                yield return async () => await MoveAsync(lead, id(), GapAction.Defer, m => m with
                {
                    Reason = gap.Deferral!.Reason,
                    ExpiresOn = Day(gap.Deferral.UntilInDays),
                    RecurrenceThreshold = gap.Deferral.RecurrenceThreshold,
                });
                yield break;
            case GapState.Declined:
                yield return async () => await MoveAsync(lead, id(), GapAction.Decline, m => m with { Reason = gap.Decline!.Reason, Destination = gap.Decline.Destination });
                yield break;
            case GapState.Triage:
                yield break;
        }

        yield return async () => await MoveAsync(owner, id(), GapAction.Accept, m => m with { Kind = gap.Reports[0].Kind, Area = gap.Area });
        if (gap.Draft is { } draft)
            yield return async () => await SendAsync(owner, new SaveDecisionDraft(id().Value, 0, new DecisionForm { Resolution = draft.Resolution, Facts = draft.Facts, GroundClause = draft.GroundClause, Explanation = draft.Explanation }));
        if (gap.State is GapState.Assessing)
            yield break;
        DecisionView? proposed = null;
        yield return async () => proposed = await ProposeAsync(owner, id(), gap.Decision!);
        if (gap.State is GapState.InReview)
            yield break;
        yield return async () => await SendAsync(approver, new ApproveDecision(proposed!.Id.Value, (await GapAsync(id())).Version));
        if (gap.Correction is { } correction)
        {
            yield return async () => proposed = await ProposeAsync(owner, id(), correction);
            yield return async () => await SendAsync(approver, new ApproveDecision(proposed!.Id.Value, (await GapAsync(id())).Version));
        }

        if (gap.State is GapState.Decided)
            yield break;
        yield return async () => await MoveAsync(owner, id(), GapAction.Implement, m => m with
        {
            Plan = gap.Plan?.Text ?? gap.PlanNotNeeded,
            PlanNotNeeded = gap.Plan is null,
            PlanDueOn = gap.Plan is { } plan ? Day(plan.DueInDays) : null,
        });
        if (gap.State is GapState.Closed)
            yield return async () => await MoveAsync(owner, id(), GapAction.Close, m => m with { VerificationNote = gap.Verification });
    }

    private async Task<DecisionView> ProposeAsync(Actor owner, GapId id, DemoDecision decision)
    {
        var precedents = new List<PrecedentForm>();
        foreach (var cited in decision.Precedents)
            precedents.Add(new PrecedentForm { GapNumber = (await GapAsync(_gaps[cited.Gap])).Number, Use = cited.Use, Why = cited.Why });
        return await SendAsync(owner, new ProposeDecision(id.Value, (await GapAsync(id)).Version, decision.ToForm(Day(0)) with { Precedents = precedents }, null));
    }

    private async Task<ReportView> FileAsync(DemoReport report) => await SendAsync(Person(report.Author), new FileReport(
        null, null, report.ToForm(Day(0), label => _exchange.Exchange(cases.Sources[0], label).Reference.Value), null,
        [.. report.Answers.Select(a => new LookAlikeAnswerForm(_gaps[a.Gap].Value, a.Answer))], null));

    private async Task RateAsync(DemoRating rating)
    {
        var report = await ReportAsync((await GapAsync(_gaps[rating.Gap])).CanonicalReportId);
        await SendAsync(Person(rating.By), new RateReport(
            report.Id.Value, report.Revision, null, rating.Clarity, rating.Specificity, rating.Evidence, rating.Actionability, rating.Note, null));
    }

    private async Task MoveAsync(Actor by, GapId id, GapAction action, Func<MoveGap, MoveGap> with) =>
        await SendAsync(by, with(new MoveGap(id.Value, (await GapAsync(id)).Version, action)));

    private async Task<GapView> GapAsync(GapId id) => (await SendAsync(Actor.System, new GapsById([id])))[id];

    private async Task<ReportView> ReportAsync(ReportId id) => (await SendAsync(Actor.System, new ReportsById([id])))[id];

    private Actor Person(string handle) => _people[handle];

    private DateOnly Day(int fromToday) => DateOnly.FromDateTime(_clock.Now.UtcDateTime).AddDays(fromToday);

    private void At(double daysAgo, Func<Task> act) => _script.Add((now.AddDays(-Math.Max(daysAgo, 0.001)), _script.Count, act));

    private async Task<T> SendAsync<T>(Actor actor, IRequest<Outcome<T>> request)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        return outcome.Refused
            ? throw new InvalidDataException($"The demo's {request.GetType().Name} was refused: "
                + string.Join("; ", outcome.Refusals.Select(r => $"{r.Code} at {string.Join('.', r.Path)}: {r.Message}")))
            : outcome.Value;
    }

    private sealed class ReplayClock(DateTimeOffset start) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
