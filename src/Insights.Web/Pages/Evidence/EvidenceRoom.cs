using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Evidence;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Insights.Web.Pages.Evidence;

/// <summary>The two files of an evidence pack.</summary>
public sealed record EvidenceFiles(byte[] Page, byte[] Proof)
{
    public byte[] ToZip()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in new[] { (EvidencePack.PageName, Page), (EvidencePack.ProofName, Proof) })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }
}

/// <summary>
/// Takes an evidence pack: reads what the gap's page reads, by the same requests and so with the same permissions, writes it
/// down as one file, has the log remember that file, and then asks for the proof, which holds that as well.
/// </summary>
internal sealed partial class EvidenceRoom(IMediator mediator, CurrentActor current, IServiceProvider services, ILoggerFactory logs, TimeProvider clock)
{
    public async Task<Outcome<EvidenceFiles>> TakeAsync(long gapNumber, CancellationToken ct)
    {
        var read = await EvidenceModel.ReadAsync(mediator, current.Actor, gapNumber, clock.GetUtcNow(), ct);
        if (!read.Succeeded(out var model))
            return read.Refusals.ToList();
        var page = await RenderAsync(model);
        var recorded = await mediator.Send(new RecordEvidence(model.Gap.Id.Value, EvidencePack.DigestOf(page)), ct);
        if (recorded.Refused)
            return recorded.Refusals.ToList();
        var proof = await mediator.Send(new GapProof(model.Gap.Id), ct);
        return proof.Succeeded(out var proven) ? new EvidenceFiles(page, EvidencePack.Write(proven)) : proof.Refusals.ToList();
    }

    private async Task<byte[]> RenderAsync(EvidenceModel model)
    {
        // A pack reads the same whoever takes it, and its digest is on record.
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Languages.English);
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(EvidencePage.Model)] = model });
            return (await renderer.RenderComponentAsync<EvidencePage>(parameters)).ToHtmlString();
        });
        // The parts it shares with pages hold addresses of pages, which lead nowhere from a file.
        return Encoding.UTF8.GetBytes(OwnAddress().Replace(html, ""));
    }

    [GeneratedRegex(""" href="/[^"]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OwnAddress();
}

/// <summary>One gap with everything that is recorded of it, as this person may read it.</summary>
public sealed record EvidenceModel(GapView Gap, PolicyCatalogueView Lists, string By, DateTimeOffset At)
{
    public IReadOnlyList<MemberView> Members { get; init; } = [];

    public IReadOnlyDictionary<ReportId, ReportView> Reports { get; init; } = new Dictionary<ReportId, ReportView>();

    public IReadOnlyList<DecisionView> Decisions { get; init; } = [];

    /// <summary>The oldest first, all of it.</summary>
    public IReadOnlyList<TimelineEntryView> Timeline { get; init; } = [];

    /// <summary>The oldest first, all of them.</summary>
    public IReadOnlyList<OperationView> Operations { get; init; } = [];

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    internal static async Task<Outcome<EvidenceModel>> ReadAsync(IMediator mediator, Actor actor, long number, DateTimeOffset at, CancellationToken ct)
    {
        var found = await mediator.Send(new GapByNumber(number), ct);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var policies = await mediator.Send(new ReadPolicies(), ct);
        if (!policies.Succeeded(out var lists))
            return policies.Refusals.ToList();
        var members = (await mediator.Send(new MembersOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var decisions = (await mediator.Send(new DecisionsOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var timeline = await AllAsync<TimelineEntryView>(last => mediator.Send(new GapTimeline(gap.Id, Page<TimelineEntryView>.MaxSize, last?.Position), ct));
        if (timeline.Refused)
            return timeline.Refusals.ToList();
        var operations = await AllAsync<OperationView>(last => mediator.Send(new OperationsOf(gap.Id, Page<OperationView>.MaxSize, last?.Number), ct));
        if (operations.Refused)
            return operations.Refusals.ToList();
        PersonId?[] named =
        [
            gap.OwnerId, gap.PlanOwnerId, .. members.Select(m => (PersonId?)m.LinkedBy), .. timeline.Value.Select(e => (PersonId?)e.By),
            .. operations.Value.Select(o => (PersonId?)o.By), .. decisions.SelectMany(d => new[] { d.ProposedBy, d.ReviewedBy }),
        ];
        return new EvidenceModel(gap, lists, actor.Handle, at)
        {
            Members = members,
            Reports = (await mediator.Send(new ReportsById([.. members.Select(m => m.ReportId)]), ct)).ValueOrDefault ?? [],
            Decisions = decisions,
            Timeline = timeline.Value,
            Operations = [.. operations.Value.Reverse()],
            People = (await mediator.Send(new PeopleById([.. named.OfType<PersonId>().Distinct()]), ct)).ValueOrDefault ?? [],
        };
    }

    /// <summary>Every page of a list.</summary>
    private static async Task<Outcome<IReadOnlyList<T>>> AllAsync<T>(Func<T?, Task<Outcome<Page<T>>>> read) where T : class
    {
        var all = new List<T>();
        while (true)
        {
            var outcome = await read(all.LastOrDefault());
            if (!outcome.Succeeded(out var page))
                return outcome.Refusals.ToList();
            all.AddRange(page.Items);
            if (!page.HasMore)
                return all;
        }
    }
}
