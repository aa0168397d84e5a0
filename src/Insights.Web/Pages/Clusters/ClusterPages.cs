using System.Globalization;
using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.Extensions.Primitives;

namespace Insights.Web.Pages.Clusters;

/// <summary>
/// Merging, keeping apart, splitting and choosing: each is looked at by an address that holds numbers only, and done
/// by a form that names the versions that were looked at.
/// </summary>
internal static class ClusterPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        Map(app, "merge", MergeAsync, Merge, "merged", done => done.Gaps.FirstOrDefault(g => g.StoodAfter)?.Number);
        Map(app, "keep-apart", ApartAsync, KeepApart, "apart", _ => null);
        Map(app, "split", SplitAsync, Split, "split", done => done.Reports.Select(r => r.To).FirstOrDefault());
        Map(app, "canonical", CanonicalAsync, Choose, "canonical", _ => null);
    }

    private static IRequest<Outcome<OperationView>> Merge(FormValues v, ClusterForm form) =>
        new MergeGaps(One(form, "survivorId") ?? "", Carried(form, "gapIds"), v["reason"], ClusterForm.SeenIn(v), v["formKey"]) { Acknowledged = v.Kept };

    private static IRequest<Outcome<OperationView>> KeepApart(FormValues v, ClusterForm form) =>
        new KeepApart(Carried(form, "gapIds"), null, v["reason"], ClusterForm.SeenIn(v), v["formKey"]) { Acknowledged = v.Kept };

    private static IRequest<Outcome<OperationView>> Split(FormValues v, ClusterForm form) => new SplitReports(
        One(form, "gapId") ?? "", Carried(form, "reportIds"), One(form, "intoGapId"), v.Ticked("keepApart"), v["reason"], ClusterForm.SeenIn(v), v["formKey"])
    {
        Acknowledged = v.Kept,
    };

    private static IRequest<Outcome<OperationView>> Choose(FormValues v, ClusterForm form) =>
        new SetCanonicalReport(One(form, "gapId") ?? "", One(form, "reportIds") ?? "", v["reason"], ClusterForm.SeenIn(v), v["formKey"]) { Acknowledged = v.Kept };

    private static void Map(
        IEndpointRouteBuilder app, string act, Func<IMediator, GapView, FormInput, string, CancellationToken, Task<ClusterForm>> look,
        Func<FormValues, ClusterForm, IRequest<Outcome<OperationView>>> command, string said, Func<OperationView, long?> goTo)
    {
        app.MapGet($"/gaps/G-{{number:long}}/{act}", async (HttpContext context, IMediator mediator, FormKeys keys, long number, CancellationToken ct) =>
        {
            var read = await mediator.Send(new GapByNumber(number), ct);
            if (!read.Succeeded(out var gap))
                return Page.Refused(read.Refusals);
            var form = await look(mediator, gap, new FormInput("", FormValues.Of(context.Request.Query), []), keys.Next(), ct);
            return (IResult)Page.Of<ClusterFormPage>(await form.NamedAsync(mediator, ct));
        }).Needs(Permission.LinkReports);
        app.MapPost($"/gaps/G-{{number:long}}/{act}", async (HttpContext context, PagePost post, IMediator mediator, long number, CancellationToken ct) =>
        {
            var read = await mediator.Send(new GapByNumber(number), ct);
            if (!read.Succeeded(out var gap))
                return Page.Refused(read.Refusals);
            var form = await look(mediator, gap, new FormInput("", post.Values, []), post["formKey"] ?? "", ct);
            var done = form.Preview is null ? form.Input.Refusals.ToList() : await post.SendAsync(command(post.Values, form));
            if (done.Succeeded(out var operation))
                return FlashNote.Go(context, $"/gaps/G-{goTo(operation) ?? number}", said, said is "apart" ? null : $"G-{goTo(operation) ?? number}", operation.Number);
            // What the preview refuses is said at its field; the command says the same, and what changed meanwhile.
            form = form with { Input = form.Input with { Refusals = form.Input.Refused ? [.. done.Refusals.Where(r => r.Path is ["seen", ..]), .. form.Input.Refusals] : done.Refusals } };
            return Page.Of<ClusterFormPage>(await form.NamedAsync(mediator, ct), Page.StatusOf(done.Refusals));
        }).Needs(Permission.LinkReports);
    }

    /// <summary>Gaps that become one. All of them are ticked; any of them may be the one that goes on.</summary>
    private static async Task<ClusterForm> MergeAsync(IMediator mediator, GapView gap, FormInput input, string key, CancellationToken ct)
    {
        var (others, error) = await OthersAsync(mediator, gap, input.Values, ct);
        List<GapView> all = [gap, .. others];
        var survivor = all.Find(g => Number(g.Number) == input.Values["survivor"]) ?? all.MaxBy(g => (g.DecisionId is not null, -all.IndexOf(g)))!;
        var rest = all.Where(g => g.Id != survivor.Id).ToList();
        var preview = error is null ? await mediator.Send(new PreviewMergeGaps(survivor.Id.Value, [.. rest.Select(g => g.Id.Value)]), ct) : null;
        input = Filled(input, ("gap", others.Select(g => Number(g.Number))), ("survivor", [Number(survivor.Number)]));
        return Form(gap, input, key, preview, error, ("gapIds", "gap"), ("survivorId", "survivor")) with
        {
            Title = Texts.T("Merge gaps"),
            Lead = Texts.T("They become one gap. The one that goes on keeps its state, owner and title; its clocks keep the earliest start; the numbers of the others lead to it. Every report and remark stays as it is."),
            Address = $"/gaps/G-{gap.Number}/merge",
            Submit = Texts.T("Merge into G-{0}", survivor.Number),
            Fields =
            [
                .. Ticks("gap", Texts.T("Merged with G-") + Number(gap.Number), others),
                new("others", others.Count == 0 ? Texts.T("Which gaps? By their numbers") : Texts.T("Further gaps, by their numbers"), FieldKind.Line, [], Texts.T("As in G-42, G-43. At most 50.")),
                .. all.Count > 1 ? [new ClusterField("survivor", Texts.T("Which one goes on?"), FieldKind.Radios, [.. all.Select(Named)])] : Array.Empty<ClusterField>(),
            ],
            Carried = [("survivorId", survivor.Id.Value), .. rest.Select(g => ("gapIds", g.Id.Value)), ("survivor", Number(survivor.Number)), .. others.Select(g => ("gap", Number(g.Number)))],
        };
    }

    private static async Task<ClusterForm> ApartAsync(IMediator mediator, GapView gap, FormInput input, string key, CancellationToken ct)
    {
        var (others, error) = await OthersAsync(mediator, gap, input.Values, ct);
        List<GapView> all = [gap, .. others];
        var preview = error is null ? await mediator.Send(new PreviewKeepApart([.. all.Select(g => g.Id.Value)], null), ct) : null;
        input = Filled(input, ("gap", others.Select(g => Number(g.Number))));
        return Form(gap, input, key, preview, error, ("gapIds", "gap")) with
        {
            Title = Texts.T("Keep apart"),
            Lead = Texts.T("You say that they are not the same, each one from each other. No link and no merge brings them together, and no look-alike proposes it, until this is undone."),
            Address = $"/gaps/G-{gap.Number}/keep-apart",
            Submit = Texts.T("Keep them apart"),
            Fields =
            [
                .. Ticks("gap", Texts.T("Not the same as G-") + Number(gap.Number), others),
                new("others", others.Count == 0 ? Texts.T("Which gaps? By their numbers") : Texts.T("Further gaps, by their numbers"), FieldKind.Line, [], Texts.T("As in G-42, G-43. At most 20.")),
            ],
            Carried = [.. all.Select(g => ("gapIds", g.Id.Value)), .. others.Select(g => ("gap", Number(g.Number)))],
        };
    }

    private static async Task<ClusterForm> SplitAsync(IMediator mediator, GapView gap, FormInput input, string key, CancellationToken ct)
    {
        var members = (await mediator.Send(new MembersOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var chosen = members.Where(m => input.Values.Has("report", Number(m.ReportNumber))).ToList();
        var into = await IntoAsync(mediator, input.Values["into"], ct);
        var error = chosen.Count == 0 ? Refusal.Of(RefusalCode.Required, "Choose the reports to split off.", "report") : into.Error;
        var preview = error is null
            ? await mediator.Send(new PreviewSplitReports(gap.Id.Value, [.. chosen.Select(m => m.ReportId.Value)], into.Gap?.Id.Value, input.Values.Ticked("keepApart")), ct) : null;
        return Form(gap, input, key, preview, error, ("reportIds", "report"), ("intoGapId", "into")) with
        {
            Title = Texts.T("Split off reports"),
            Lead = Texts.T("The chosen reports leave this gap, into a new one or into one that exists. A new gap counts from when this one did."),
            Address = $"/gaps/G-{gap.Number}/split",
            Submit = chosen.Count == 1 ? Texts.T("Split it off") : Texts.T("Split them off"),
            Fields =
            [
                new("report", Texts.T("Which reports?"), FieldKind.Tick, [.. members.Select(m => new Choice(Number(m.ReportNumber), $"R-{m.ReportNumber}: {m.ReportTitle?.Value}"))]),
                new("into", Texts.T("Into which gap? By its number"), FieldKind.Line, [], Texts.T("As in G-42. Left empty, a new gap is opened.")),
                new("keepApart", Texts.T("Keep the two gaps apart from now on"), FieldKind.Tick, []),
            ],
            Carried =
            [
                ("gapId", gap.Id.Value), .. chosen.SelectMany(m => new[] { ("reportIds", m.ReportId.Value), ("report", Number(m.ReportNumber)) }),
                .. into.Gap is { } target ? [("intoGapId", target.Id.Value), ("into", Number(target.Number))] : Array.Empty<(string, string)>(),
                .. input.Values.Ticked("keepApart") ? [("keepApart", "yes")] : Array.Empty<(string, string)>(),
            ],
        };
    }

    private static async Task<ClusterForm> CanonicalAsync(IMediator mediator, GapView gap, FormInput input, string key, CancellationToken ct)
    {
        var members = (await mediator.Send(new MembersOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var chosen = members.FirstOrDefault(m => Number(m.ReportNumber) == input.Values["report"]);
        var error = chosen is null ? Refusal.Of(RefusalCode.Required, "Choose the report that stands for the gap.", "report") : null;
        var preview = chosen is null ? null : await mediator.Send(new PreviewSetCanonicalReport(gap.Id.Value, chosen.ReportId.Value), ct);
        return Form(gap, input, key, preview, error, ("reportId", "report")) with
        {
            Title = Texts.T("Choose the report that stands for the gap"),
            Lead = Texts.T("Look-alikes of the gap are those of this report. The gap keeps its title."),
            Address = $"/gaps/G-{gap.Number}/canonical",
            Submit = chosen is null ? Texts.T("Choose it") : Texts.T("Let R-{0} stand for it", chosen.ReportNumber),
            ReasonOptional = true,
            Fields = [new("report", Texts.T("Which report?"), FieldKind.Radios, [.. members.Select(m => new Choice(Number(m.ReportNumber), $"R-{m.ReportNumber}: {m.ReportTitle?.Value}"))])],
            Carried = chosen is null ? [] : [("gapId", gap.Id.Value), ("reportIds", chosen.ReportId.Value), ("report", Number(chosen.ReportNumber))],
        };
    }

    /// <summary>The form with what the preview refuses, each refusal at the field where it can be mended.</summary>
    private static ClusterForm Form(
        GapView gap, FormInput input, string key, Outcome<OperationPreviewView>? preview, Refusal? error, params (string Path, string Field)[] fields)
    {
        IEnumerable<Refusal> refusals = error is not null ? [error] : preview is { Refused: true } ? preview.Refusals : preview?.Value.Refusals ?? [];
        return new ClusterForm
        {
            Title = "",
            Lead = "",
            Address = "",
            Submit = "",
            Back = ($"/gaps/G-{gap.Number}", $"G-{gap.Number}"),
            FormKey = key,
            Preview = preview?.ValueOrDefault,
            Input = input with
            {
                Refusals = [.. refusals.Select(r => r.Path is [var first, ..] && Array.Find(fields, f => f.Path == first).Field is { } field ? r with { Path = [field] } : r)],
            },
        };
    }

    /// <summary>The other gaps, ticked or named by their numbers.</summary>
    private static async Task<(List<GapView> Others, Refusal? Error)> OthersAsync(IMediator mediator, GapView gap, FormValues values, CancellationToken ct)
    {
        if (Numbers.Read([.. values.Each("gap"), values["others"]], 'G') is not { } numbers || numbers.Count > MergeGaps.Most)
            return ([], Refusal.Of(RefusalCode.Malformed, "Give at most 50 numbers of gaps, as in G-42, G-43.", "others"));
        if (await Numbers.GapsAsync(mediator, numbers.Where(n => n != gap.Number), ct) is not { } others)
            return ([], Refusal.Of(RefusalCode.NotFound, "One of these gaps does not exist.", "others"));
        return ([.. others], others.Count == 0 ? Refusal.Of(RefusalCode.Required, "Name at least one other gap.", "others") : null);
    }

    private static async Task<(GapView? Gap, Refusal? Error)> IntoAsync(IMediator mediator, string? text, CancellationToken ct)
    {
        if (text is null)
            return (null, null);
        return Numbers.Read([text], 'G') is [var number] && (await mediator.Send(new GapByNumber(number), ct)).ValueOrDefault is { } gap
            ? (gap, null) : (null, Refusal.Of(RefusalCode.NotFound, "There is no such gap. Give one number, as in G-42.", "into"));
    }

    private static IReadOnlyList<string> Carried(ClusterForm form, string name) => [.. form.Carried.Where(c => c.Name == name).Select(c => c.Value)];

    private static string? One(ClusterForm form, string name) => Carried(form, name) is [var value, ..] ? value : null;

    private static FormInput Filled(FormInput input, params (string Name, IEnumerable<string> Values)[] fields)
    {
        var filled = input.Values.All.Where(v => fields.All(f => f.Name != v.Key) && v.Key != "others").Select(v => KeyValuePair.Create(v.Key, new StringValues(v.Value)));
        return input with { Values = FormValues.Of([.. filled, .. fields.Select(f => KeyValuePair.Create(f.Name, new StringValues([.. f.Values])))]) };
    }

    private static IEnumerable<ClusterField> Ticks(string name, string label, List<GapView> gaps) =>
        gaps.Count == 0 ? [] : [new ClusterField(name, label, FieldKind.Tick, [.. gaps.Select(Named)])];

    private static Choice Named(GapView gap) => new(Number(gap.Number), $"G-{gap.Number}: {gap.Title.Value}");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
