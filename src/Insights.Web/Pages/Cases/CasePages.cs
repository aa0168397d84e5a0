using Insights.Core.Cases;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Web.Pages.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Cases;

/// <summary>Which reports and gaps cite a case: asked by a reference, or by an id that is exchanged on the way and goes nowhere else.</summary>
internal static class CasePages
{
    private const string Asked = "case";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/cases", (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowAsync(mediator, current, FormInput.Of(""), null, ct));
        app.MapPost("/cases", FindAsync);
        app.MapGet("/cases/{reference}", CaseAsync);
    }

    private static async Task<IResult> CaseAsync(IMediator mediator, string reference, CancellationToken ct)
    {
        if (CaseToken.TryParse(reference, out var token) && token.Value != reference)
            return Results.LocalRedirect($"/cases/{token.Value}");
        var read = await mediator.Send(new CitationsOf(reference), ct);
        if (!read.Succeeded(out var found))
            return Page.Refused(read.Refusals);
        var people = await mediator.Send(new PeopleById([.. found.Gaps.Select(g => g.OwnerId).OfType<Core.Data.PersonId>().Distinct()]), ct);
        return Page.Of<CasePage>(new CasePageModel(found, token, people.ValueOrDefault ?? []));
    }

    private static async Task<IResult> FindAsync(PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var reference = post[Asked] ?? "";
        if (!CaseToken.TryParse(reference, out var token) && await FilingPages.CaseSourcesAsync(mediator, ct) is { Count: > 0 } sources)
        {
            var sent = await post.SendAsync(new TokeniseCases(CaseLines.SourceOf(post, sources), [reference]));
            if (!sent.Succeeded(out var exchanged))
                return await AgainAsync([.. sent.Refusals.Select(r => CaseLines.About(r, Asked))]);
            if (exchanged.Cases[0] is { Message: { } problem })
                return await AgainAsync([Refusal.Of(RefusalCode.NotACaseReference, problem, Asked)]);
            token = exchanged.Cases[0].Reference!.Value;
            reference = token.Value;
        }

        var found = await post.SendAsync(new CitationsOf(reference));
        return found switch
        {
            { Refused: false } => Results.LocalRedirect($"/cases/{found.Value.Reference.Value}"),
            { Refusals: [{ Code: RefusalCode.NotFound }] } => await ShowAsync(mediator, current, FormInput.Of(""), token, ct),
            _ => await AgainAsync([.. found.Refusals.Select(r => r.Path is ["reference"] ? r with { Path = [Asked] } : r)]),
        };

        Task<IResult> AgainAsync(IReadOnlyList<Refusal> refusals) => ShowAsync(mediator, current, new FormInput("", post.Values, refusals), null, ct);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, CaseToken? uncited, CancellationToken ct) =>
        current.Actor.May(Permission.ReadCases)
            ? Page.Of<CaseSearchPage>(new CaseSearchModel(input, await FilingPages.CaseSourcesAsync(mediator, ct), uncited), Page.StatusOf(input.Refusals))
            : Page.Refused([Refusal.Of(RefusalCode.NotPermitted, "Your roles do not allow this.")]);
}

/// <summary>The question which reports cite a case.</summary>
/// <param name="Input">What is typed.</param>
/// <param name="Sources">Systems whose ids can be exchanged; none for whoever may not.</param>
/// <param name="Uncited">The reference that was asked about and that nothing visible cites.</param>
public sealed record CaseSearchModel(FormInput Input, IReadOnlyList<CodeView> Sources, CaseToken? Uncited);

/// <summary>One case and what cites it.</summary>
/// <param name="Found">The case.</param>
/// <param name="Asked">The reference in the address, which may be an older one.</param>
/// <param name="People">Owners of the gaps.</param>
public sealed record CasePageModel(CaseView Found, CaseToken Asked, IReadOnlyDictionary<Core.Data.PersonId, PersonView> People);
