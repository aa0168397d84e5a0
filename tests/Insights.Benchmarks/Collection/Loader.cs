using Insights.Core.Audit;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Benchmarks.Collection;

/// <summary>
/// Fills a database with the rows the product would have written, made by the domain's own constructors (only
/// the guard does not scan: the words come from reports it let pass) and committed thousands at a time. Of ten reports three open a gap, six join one, and one stands alone; four gaps of
/// five are claimed. Where only the state is read, the rows of revisions, feed and audit can be left out.
/// </summary>
internal sealed class Loader(Product product, Composer composer, bool withHistory) : IAsyncDisposable
{
    private const int Batch = 2_500;

    private readonly InsightsDb _db = product.Open();
    private readonly Random _random = new(20261122);
    private readonly List<(Gap Gap, IReadOnlyList<string> Theme)> _gaps = [];
    private readonly DateTimeOffset _start = new(2026, 2, 1, 8, 0, 0, TimeSpan.Zero);
    private readonly CurrentActor _lead = new();
    private byte[] _hash = AuditChain.Genesis;
    private IdSource? _ids;
    private DateTimeOffset _now;
    private long _reports, _operations, _feed, _audit;

    private IdSource Ids => _ids ??= new IdSource(new LoadClock(this), _random.NextBytes);

    /// <summary>The theme of a gap that exists, for a draft that should find it.</summary>
    public IReadOnlyList<string> SomeTheme() => _gaps[_random.Next(_gaps.Count)].Theme;

    /// <summary>Adds reports until there are so many.</summary>
    public async Task FillAsync(int reports)
    {
        if (_audit == 0)
        {
            var head = await _db.FeedHeads.AsNoTracking().SingleAsync();
            (_audit, _hash) = (head.AuditPosition, head.AuditHash ?? AuditChain.Genesis);
            _lead.Set(Product.Lead);
        }

        while (_reports < reports)
        {
            for (var i = 0; i < Batch && _reports < reports; i++)
                Add();
            await CommitAsync();
        }
    }

    /// <summary>Adds events about the gaps that are there until the feed is so long.</summary>
    public async Task LengthenFeedAsync(int events)
    {
        var types = Enum.GetValues<FeedEventType>().Where(t => t is not FeedEventType.DecisionApproved).ToArray();
        while (_feed < events)
        {
            for (var i = 0; i < 2 * Batch && _feed < events; i++)
                Announce(types[_random.Next(types.Length)], _gaps[_random.Next(_gaps.Count)].Gap, null);
            await CommitAsync();
        }
    }

    public ValueTask DisposeAsync() => _db.DisposeAsync();

    private void Add()
    {
        var role = _reports % 10;
        _now = _start.AddMinutes(3 * ++_reports);
        var joined = role is >= 3 and < 9 ? _random.Next(_gaps.Count) : -1;
        var theme = joined >= 0 ? _gaps[joined].Theme : composer.Theme();
        var content = composer.Next(theme);

        var report = Report.Start(Ids.Next<ReportId>(), _reports, Product.Specialist.Id, new ReportContent(), Screen.RuleSetVersion, _now);
        var revision = report.File(content, Screen.RuleSetVersion, _now).Granted();
        _db.Add(report);
        if (withHistory)
            _db.Add(revision);
        _db.AddRange(content.CaseReferences.Select(token => ReportCase.Of(report.Id, token)));
        Announce(FeedEventType.ReportFiled, null, report);
        Record(new AuditLine("FileReport") { Report = report.Id });
        if (joined >= 0)
            Link(report, _gaps[joined].Gap, OperationKind.Link);
        else if (role < 3)
            Open(report, theme);
    }

    private void Open(Report report, IReadOnlyList<string> theme)
    {
        var gap = Gap.Open(Ids.Next<GapId>(), _gaps.Count + 1, report.Id, report.Title!, report.Kind, report.Area, report.ClauseCode,
            report.Content.ClauseVersion, report.Severity, Screen.RuleSetVersion, _now);
        _db.Add(gap);
        _gaps.Add((gap, theme));
        Link(report, gap, OperationKind.Open);
        if (gap.Number % 5 == 0)
            return;
        gap.Move(GapAction.Claim, new GapMove { Severity = Severity.Medium, DuplicatesChecked = true }, Product.Lead, _now).Granted();
        Announce(FeedEventType.GapClaimed, gap, null);
        Record(new AuditLine("ClaimGap") { Gap = gap.Id, From = nameof(GapState.New), To = nameof(GapState.Triage) });
    }

    private void Link(Report report, Gap gap, OperationKind kind)
    {
        report.Link().Granted();
        var opens = kind is OperationKind.Open;
        var before = opens ? null : gap.Stand;
        if (!opens)
            gap.Joined(Product.Lead, _now).Granted();
        var operation = Operation.Make(Ids.Next<OperationId>(), ++_operations, kind, reason: null, undoes: null, Product.Lead.Id, Screen.RuleSetVersion, _now);
        var proposal = opens ? null : new Proposal(0.61, [new MatchedTerm("title", "threshold", 0.4), new MatchedTerm("clause", "CS-1.1", 0.2)], product.LookAlikes.EngineVersion, 0.3);
        _db.AddRange(operation, GapLink.Make(operation.Id, report.Id, gap.Id, LinkRole.Same, null, proposal, Product.Lead.Id, Screen.RuleSetVersion, _now),
            OperationGap.Of(operation.Id, gap.Id, before, gap.Stand));
        Announce(opens ? FeedEventType.GapOpened : FeedEventType.ReportLinked, gap, report);
        Record(new AuditLine(opens ? "OpenGap" : "LinkReport") { Gap = gap.Id, Report = report.Id, Operation = operation.Id });
    }

    private void Announce(FeedEventType type, Gap? gap, Report? report)
    {
        if (!withHistory)
            return;
        _db.Add(FeedEvent.Append(++_feed, new FeedItem
        {
            Id = Ids.Next<EventId>(),
            Type = type,
            On = DateOnly.FromDateTime(_now.UtcDateTime),
            GapId = gap?.Id,
            GapNumber = gap?.Number,
            ReportId = report?.Id,
            Kind = gap?.Kind ?? report?.Kind,
            Area = gap?.Area ?? report?.Area,
            Clause = gap?.ClauseCode ?? report?.ClauseCode,
            ClauseVersion = gap?.ClauseVersion ?? report?.Content.ClauseVersion,
            Severity = gap?.Severity ?? report?.Severity,
            State = gap?.State,
        }, scope: null));
    }

    private void Record(AuditLine line)
    {
        if (withHistory)
        {
            var entry = AuditEntry.Write(++_audit, line, _lead, _now);
            _hash = entry.Seal(_hash, []);
            _db.Add(entry);
        }
    }

    /// <summary>Commits the batch with the heads of both logs; only gaps stay tracked, since later reports join them.</summary>
    private async Task CommitAsync()
    {
        await using var transaction = await _db.Database.BeginTransactionAsync();
        await _db.SaveChangesAsync();
        await _db.Database.ExecuteSqlAsync($"""UPDATE feed_head SET "FeedPosition" = {_feed}, "AuditPosition" = {_audit}, "AuditHash" = {_hash} WHERE "Id" = 1""");
        await SetCounterAsync(NumberSource.Reports, _reports);
        await SetCounterAsync(NumberSource.Gaps, _gaps.Count);
        await SetCounterAsync(NumberSource.Operations, _operations);
        await transaction.CommitAsync();
        _db.ChangeTracker.Clear();
        _db.AttachRange(_gaps.Select(g => g.Gap));
    }

    private Task<int> SetCounterAsync(string series, long value) =>
        _db.Database.ExecuteSqlAsync($"""UPDATE counter SET "Value" = {value} WHERE "Name" = {series}""");

    private sealed class LoadClock(Loader loader) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => loader._now;
    }
}
