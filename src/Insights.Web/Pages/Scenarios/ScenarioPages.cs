using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Scenarios;
using Insights.Web.Outlets;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.Net.Http.Headers;

namespace Insights.Web.Pages.Scenarios;

/// <summary>The set of scenarios: what is due for review, each one, and the file that model teams take.</summary>
internal static class ScenarioPages
{
    private const string One = "/scenarios/S-{number:long}";
    private const string OfGap = "/gaps/G-{number:long}/scenarios";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/scenarios", ListAsync);
        app.MapGet(One, (IMediator mediator, CurrentActor current, long number, CancellationToken ct) => ShowAsync(mediator, current, number, FormInput.Of(""), ct));
        app.MapPost(One, ReviseAsync);
        app.MapPost(One + "/{act:regex(^(confirm|retire)$)}", ActAsync);
        app.MapGet(One + "/{act:regex(^(confirm|retire)$)}", (long number) => Results.LocalRedirect($"/scenarios/S-{number}"));
        app.MapGet(OfGap, (IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) => FormAsync(mediator, current, number, keys.Next(), FormInput.Of(""), ct));
        app.MapPost(OfGap, WriteAsync);
    }

    /// <summary>The file, for people and programs alike: a program whose key opens nothing is told so, and not sent to the sign-in.</summary>
    public static void MapFile(IEndpointRouteBuilder app) => app.MapGet("/scenarios.jsonl", async (HttpContext context, IMediator mediator, CurrentActor current, CancellationToken ct) =>
    {
        if (await Downloads.IfNobodyAsync(context, current, "/scenarios") is { } nobody)
            return nobody;
        var export = await mediator.Send(new ExportScenarios(), ct);
        if (!export.Succeeded(out var set))
            return await Downloads.RefusedAsync(context, export.Refusals);
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(set.Content, "application/jsonl", $"scenarios-{set.Version}.jsonl", entityTag: new EntityTagHeaderValue($"\"{set.Sha256}\""));
    });

    private static async Task<IResult> ListAsync(HttpContext context, IMediator mediator, long? after, long? dueAfter, CancellationToken ct)
    {
        var all = await mediator.Send(new ScenarioList(null, ScenarioListModel.Size, after), ct);
        var due = await mediator.Send(new ScenarioList(true, ScenarioListModel.Size, dueAfter), ct);
        if (!all.Succeeded(out var set) || !due.Succeeded(out var dues))
            return Page.Refused([.. all.Refusals, .. due.Refusals]);
        return Page.Of<ScenarioListPage>(new ScenarioListModel(
            set, dues, (await mediator.Send(new ScenarioCount(null), ct)).ValueOrDefault, (await mediator.Send(new ScenarioCount(true), ct)).ValueOrDefault,
            $"{context.Request.Scheme}://{context.Request.Host}/scenarios.jsonl", after, dueAfter));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, long number, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new ScenarioByNumber(number), ct);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!read.Succeeded(out var scenario) || !lists.Succeeded(out var policies))
            return Page.Refused([.. read.Refusals, .. lists.Refusals]);
        var people = await mediator.Send(new PeopleById([scenario.WrittenBy, scenario.ChangedBy]), ct);
        return Page.Of<ScenarioPage>(new ScenarioPageModel(scenario, policies, current.Actor) { Input = input, People = people.ValueOrDefault ?? [] }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> ReviseAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var revised = await post.SendAsync(new ReviseScenario(post["scenarioId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, ScenarioFormReader.Read(post.Values))
        {
            Acknowledged = ScenarioFormReader.Kept(post.Values),
        });
        return revised.Refused
            ? await ShowAsync(mediator, current, number, new FormInput("", post.Values, ScenarioFormReader.Shown(revised.Refusals)), ct)
            : FlashNote.Go(context, $"/scenarios/S-{number}", "revised", $"S-{number}");
    }

    private static async Task<IResult> ActAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, string act, CancellationToken ct)
    {
        var (id, version) = (post["scenarioId"] ?? "", post.Values.Whole("expectedVersion") ?? 0);
        var done = act is "confirm"
            ? await post.SendAsync(new ConfirmScenario(id, version, post.Values.Whole("clauseVersion") ?? 0))
            : await post.SendAsync(new RetireScenario(id, version));
        return done.Refused
            ? await ShowAsync(mediator, current, number, new FormInput(act, post.Values, done.Refusals), ct)
            : FlashNote.Go(context, $"/scenarios/S-{number}", act is "confirm" ? "confirmed" : "retired", $"S-{number}");
    }

    private static async Task<IResult> FormAsync(IMediator mediator, CurrentActor current, long number, string key, FormInput input, CancellationToken ct)
    {
        if (!current.Actor.May(Permission.WriteScenarios))
            return Page.Refused([Refusal.Of(RefusalCode.NotPermitted, "")]);
        var read = await mediator.Send(new GapByNumber(number), ct);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!read.Succeeded(out var gap) || !lists.Succeeded(out var policies))
            return Page.Refused([.. read.Refusals, .. lists.Refusals]);
        return Page.Of<WriteScenarioPage>(new WriteScenarioModel(gap, policies, key, input), Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> WriteAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var written = await post.SendAsync(new WriteScenario(post["gapId"] ?? "", ScenarioFormReader.Read(post.Values), post["formKey"])
        {
            Acknowledged = ScenarioFormReader.Kept(post.Values),
        });
        return written.Succeeded(out var scenario)
            ? FlashNote.Go(context, $"/scenarios/S-{scenario.Number}", "scenariowritten", $"S-{scenario.Number}")
            : await FormAsync(mediator, current, number, post["formKey"] ?? "", new FormInput("", post.Values, ScenarioFormReader.Shown(written.Refusals)), ct);
    }
}

/// <summary>What the list of scenarios shows.</summary>
/// <param name="All">A page of the set.</param>
/// <param name="Due">A page of what is due for review.</param>
/// <param name="Total">How many are in the set.</param>
/// <param name="DueCount">How many of them are due.</param>
/// <param name="Address">Where a program takes the set from.</param>
/// <param name="After">Where the page of the set begins.</param>
/// <param name="DueAfter">Where the page of what is due begins.</param>
public sealed record ScenarioListModel(Page<ScenarioView> All, Page<ScenarioView> Due, int Total, int DueCount, string Address, long? After, long? DueAfter)
{
    /// <summary>How many one page holds.</summary>
    public const int Size = 25;

    public string? NextAll => All.HasMore ? $"/scenarios?after={All.Items[^1].Number}#all" : null;

    public string? FirstAll => After is null ? null : "/scenarios#all";

    public string? NextDue => Due.HasMore ? $"/scenarios?dueAfter={Due.Items[^1].Number}#due" : null;

    public string? FirstDue => DueAfter is null ? null : "/scenarios#due";
}

/// <summary>One scenario with what this person may do.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Lists">Clauses and languages.</param>
/// <param name="Actor">Who looks.</param>
public sealed record ScenarioPageModel(ScenarioView Scenario, PolicyCatalogueView Lists, Actor Actor)
{
    public required FormInput Input { get; init; }

    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    public bool MaySeeGap => Actor.May(Permission.ReadGaps);

    public bool MayChange => Scenario.RetiredAt is null && Actor.May(Permission.WriteScenarios);

    /// <summary>Whether it may be said to hold: while its gap is open again, its decision may yet change.</summary>
    public bool MayConfirm => Scenario.ReviewDue && !Scenario.ReviewReasons.Any(r => r is ScenarioReviewReason.GapReopened or ScenarioReviewReason.ClauseRetired);

    /// <summary>It as it is, to be changed; or what was typed.</summary>
    public FormInput Revised => Input.Form.Length == 0 && Input.Refusals.Count > 0 ? Input : new FormInput("", ScenarioFormReader.Fill(Scenario), []);
}

/// <summary>The form in which a scenario is written.</summary>
/// <param name="Gap">The gap whose decision answers it.</param>
/// <param name="Lists">Clauses and languages.</param>
/// <param name="FormKey">Makes sending it twice one act.</param>
/// <param name="Input">What is typed.</param>
public sealed record WriteScenarioModel(GapView Gap, PolicyCatalogueView Lists, string FormKey, FormInput Input);
