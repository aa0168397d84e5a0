using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Policies;

/// <summary>The written policy and the terminology, as everything here refers to them, and how those who keep them change them.</summary>
internal static class PolicyPages
{
    /// <summary>The form that retires a clause is named by the clause.</summary>
    private const string Retire = "retire-";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/policies", (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowAsync(mediator, current, FormInput.Of(""), ct));
        app.MapPost("/policies/retire", RetireAsync);
        app.MapGet("/policies/retire", () => Results.LocalRedirect("/policies"));
        app.MapGet("/policies/publish", (IMediator mediator, string? clause, CancellationToken ct) => ShowFormAsync(mediator, clause, null, ct)).Needs(Permission.WriteCatalogue);
        app.MapPost("/policies/publish", PublishAsync).Needs(Permission.WriteCatalogue);
        app.MapGet("/policies/codes", (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowCodesAsync(mediator, current, FormInput.Of(""), ct));
        app.MapPost("/policies/codes", KeepCodeAsync);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, CancellationToken ct)
    {
        var policies = await mediator.Send(new ReadPolicies(), ct);
        if (!policies.Succeeded(out var catalogue))
            return Page.Refused(policies.Refusals);
        // A form is known by a clause of the catalogue; whatever else was sent as a code is not written into the page.
        if (!catalogue.Clauses.Any(c => Retire + c.Code == input.Form))
            input = input with { Form = "" };
        var people = await PeopleAsync(mediator, catalogue.Clauses.SelectMany(c => c.Versions).SelectMany(v => new[] { v.By, v.Retirement?.By }), ct);
        return Page.Of<PoliciesPage>(new PoliciesModel(catalogue, people, input, current.Actor.May(Permission.WriteCatalogue)), Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> RetireAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var code = post["code"] ?? "";
        var retired = await post.SendAsync(new RetireClause(code, post.Values.Whole("expectedVersion") ?? 0, post["reason"]) { Acknowledged = post.Values.Kept });
        return retired.Refused
            ? await ShowAsync(mediator, current, new FormInput(Retire + code, post.Values, retired.Refusals), ct)
            : FlashNote.Go(context, "/policies", "clauseretired");
    }

    private static async Task<IResult> PublishAsync(HttpContext context, PagePost post, IMediator mediator, CancellationToken ct)
    {
        var values = post.Values;
        // Looking at it beside the present version sends nothing; a form that went stale says so all the same.
        if (post.Trusted && post["step"] is not "publish" && post["as"] is not PagePost.GraphQL)
            return await ShowFormAsync(mediator, post["code"], new FormInput("", values, []), ct);
        var published = await post.SendAsync(
            new PublishClause(post["code"] ?? "", values.Whole("expectedVersion") ?? 0, post["area"], post["title"], post["text"], values.Day("effectiveFrom")) { Acknowledged = values.Kept });
        return published.Refused
            ? await ShowFormAsync(mediator, post["code"], new FormInput("", values, published.Refusals), ct)
            : FlashNote.Go(context, "/policies", "clausepublished");
    }

    private static async Task<IResult> ShowFormAsync(IMediator mediator, string? code, FormInput? input, CancellationToken ct)
    {
        var policies = await mediator.Send(new ReadPolicies(), ct);
        if (!policies.Succeeded(out var catalogue))
            return Page.Refused(policies.Refusals);
        var clause = catalogue.Clauses.FirstOrDefault(c => c.Code == code);
        // A new clause that got its code from somebody else meanwhile is shown as what it is: a version of theirs.
        if (clause is null && (input is null ? code is not null : input.Values.Whole("expectedVersion") is > 0))
            return Page.Refused([Refusal.NotFound("clause", "code")]);
        var shown = input ?? new FormInput("", clause is null ? FormValues.Empty : FormValues.Of([("title", clause.Versions[0].Title), ("text", clause.Versions[0].Text)]), []);
        return Page.Of<PublishPage>(new PublishModel(catalogue, clause, shown, Looked: input is not null), Page.StatusOf(shown.Refusals));
    }

    private static async Task<IResult> KeepCodeAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var (list, version) = (post.Values.Choice<CodeList>("list") ?? CodeList.Area, post.Values.Whole("expectedVersion") ?? 0);
        var kept = await post.SendAsync(new KeepCode(list, post["code"] ?? "", version, post["label"]) { Acknowledged = post.Values.Kept });
        return kept.Refused
            ? await ShowCodesAsync(mediator, current, new FormInput(CodesModel.FormOf(list, version == 0 ? null : post["code"]), post.Values, kept.Refusals), ct)
            : FlashNote.Go(context, "/policies/codes", "codekept");
    }

    private static async Task<IResult> ShowCodesAsync(IMediator mediator, CurrentActor current, FormInput input, CancellationToken ct)
    {
        var policies = await mediator.Send(new ReadPolicies(), ct);
        if (!policies.Succeeded(out var catalogue))
            return Page.Refused(policies.Refusals);
        var model = new CodesModel(catalogue, input, current.Actor.May(Permission.WriteCatalogue));
        // As with clauses: what is not on the list is not written into the page.
        if (!model.Lists.Any(l => l.Codes.Any(c => CodesModel.FormOf(l.List, c.Code) == input.Form) || CodesModel.FormOf(l.List, null) == input.Form))
            model = model with { Input = input with { Form = "" } };
        var people = await PeopleAsync(mediator, model.Lists.SelectMany(l => l.Codes).SelectMany(c => c.Earlier.Select(e => e.By).Append(c.By)), ct);
        return Page.Of<CodesPage>(model with { People = people }, Page.StatusOf(input.Refusals));
    }

    private static async Task<Dictionary<PersonId, PersonView>> PeopleAsync(IMediator mediator, IEnumerable<PersonId?> ids, CancellationToken ct)
    {
        var known = ids.OfType<PersonId>().Distinct().ToList();
        return known.Count == 0 ? [] : (await mediator.Send(new PeopleById(known), ct)).ValueOrDefault ?? [];
    }
}

/// <summary>The catalogue, with the form to retire a clause that came back, if one did.</summary>
public sealed record PoliciesModel(PolicyCatalogueView Catalogue, IReadOnlyDictionary<PersonId, PersonView> People, FormInput Input, bool MayWrite)
{
    public FormInput InputOf(PolicyClauseView clause) => Input.Form == $"retire-{clause.Code}" ? Input : FormInput.Of($"retire-{clause.Code}");
}

/// <summary>A version of a clause while it is written.</summary>
/// <param name="Catalogue">The catalogue.</param>
/// <param name="Clause">The clause it becomes a version of; null for a new one.</param>
/// <param name="Input">What is typed.</param>
/// <param name="Looked">Whether it is shown beside the present version, and can be published.</param>
public sealed record PublishModel(PolicyCatalogueView Catalogue, PolicyClauseView? Clause, FormInput Input, bool Looked)
{
    /// <summary>The revision that was seen: what the form says, and after a conflict the present one, which the page shows.</summary>
    public int Seen => Looked && !Input.Refusals.OfType<ConflictRefusal>().Any() ? Input.Values.Whole("expectedVersion") ?? 0 : Clause?.Revision ?? 0;
}

/// <summary>The lists of codes, with the form that came back, if one did.</summary>
public sealed record CodesModel(PolicyCatalogueView Catalogue, FormInput Input, bool MayWrite)
{
    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    public IReadOnlyList<(CodeList List, string Title, IReadOnlyList<CodeView> Codes)> Lists =>
    [
        (CodeList.Area, Texts.T("Policy areas"), Catalogue.Areas), (CodeList.Surface, Texts.T("Surfaces"), Catalogue.Surfaces), (CodeList.Language, Texts.T("Languages"), Catalogue.Languages),
        (CodeList.Region, Texts.T("Regions"), Catalogue.Regions), (CodeList.Destination, Texts.T("Destinations"), Catalogue.Destinations),
    ];

    /// <summary>Name of the form of a code, or of the one that adds a code to a list.</summary>
    public static string FormOf(CodeList list, string? code) => code is null ? $"{Codes.Of(list)}-new" : $"{Codes.Of(list)}.{code}";

    /// <summary>The form as it stands: what came back, or what is kept.</summary>
    public FormInput InputOf(CodeList list, CodeView? code) => FormOf(list, code?.Code) is var form && Input.Form == form ? Input
        : new FormInput(form, code is null ? FormValues.Empty : FormValues.Of([("label", code.Label)]), []);
}
