using System.Globalization;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>The decision on a gap: write it together, propose it, review it, and read every version of it.</summary>
internal static class DecisionPages
{
    private const string Address = "/gaps/G-{number:long}/decision";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ShowAsync(mediator, current, number, keys.Next(), null, ct));
        app.MapPost(Address, PostAsync);
        app.MapPost(Address + "/{action:regex(^(approve|reject)$)}", ReviewAsync);
        app.MapGet(Address + "/{action:regex(^(approve|reject)$)}", (long number) => Results.LocalRedirect($"/gaps/G-{number}/decision"));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, long number, string key, FormInput? input, CancellationToken ct)
    {
        var model = await DecisionPageModel.ReadAsync(mediator, current.Actor, number, key, input, ct);
        return model.Refused ? Page.Refused(model.Refusals) : Page.Of<DecisionPage>(model.Value, input is null ? StatusCodes.Status200OK : Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> PostAsync(HttpContext context, PagePost posted, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var (values, open) = FormMerge.Settle(posted.Values);
        var post = posted.With(values);
        var refusals = open.Count > 0 ? open : post["act"] switch
        {
            "propose" => (await post.SendAsync(Proposal(values))).Refusals,
            "discard" => (await post.SendAsync(new DiscardDecisionDraft(post["gapId"] ?? "", DraftVersion(values)))).Refusals,
            _ => null,
        };
        if (refusals is null)
            return await SaveAsync(context, post, mediator, current, number, ct);
        if (refusals.Count > 0)
            return Autosaved.Asked(context) ? Results.Json(Autosaved.Not(refusals), statusCode: Page.StatusOf(refusals)) : await AgainAsync(post, mediator, current, number, refusals, ct);
        return post["act"] is "discard"
            ? FlashNote.Go(context, $"/gaps/G-{number}/decision", "draftgone", $"G-{number}")
            : FlashNote.Go(context, $"/gaps/G-{number}", "moved", $"G-{number}");
    }

    private static async Task<IResult> SaveAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var saved = await post.SendAsync(new SaveDecisionDraft(post["gapId"] ?? "", DraftVersion(post.Values), DecisionFormReader.Read(post.Values)));
        var address = $"/gaps/G-{number}/decision";
        if (!Autosaved.Asked(context))
            return saved.Refused ? await AgainAsync(post, mediator, current, number, saved.Refusals, ct) : FlashNote.Go(context, address, "draftkept", $"G-{number}");
        return Results.Json(
            saved.Succeeded(out var draft)
                ? Autosaved.Of(address, draft.SavedAt, new Dictionary<string, string>
                {
                    ["draftVersion"] = draft.Version.ToString(CultureInfo.InvariantCulture),
                    [FormMerge.Base] = FormMerge.Begun(DecisionFormReader.Fill(draft.Content.ToForm()), DecisionFormReader.At).Raw(FormMerge.Base),
                })
                : Autosaved.Not(saved.Refusals),
            statusCode: Page.StatusOf(saved.Refusals));
    }

    private static async Task<IResult> ReviewAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, string action, CancellationToken ct)
    {
        var refusals = await GapMoveReader.SendAsync(post, Codes.Parse<GapAction>(action)!.Value);
        return refusals.Count > 0
            ? await ShowAsync(mediator, current, number, post["formKey"] ?? "", new FormInput(action, post.Values, refusals), ct)
            : FlashNote.Go(context, $"/gaps/G-{number}", "moved", $"G-{number}");
    }

    /// <summary>The form once more, with every word that was typed.</summary>
    private static Task<IResult> AgainAsync(PagePost post, IMediator mediator, CurrentActor current, long number, IReadOnlyList<Refusal> refusals, CancellationToken ct) =>
        ShowAsync(mediator, current, number, post["formKey"] ?? "", new FormInput("", post.Values, refusals), ct);

    private static ProposeDecision Proposal(FormValues values) => new(values["gapId"] ?? "", values.Whole("expectedVersion") ?? 0, DecisionFormReader.Read(values), values["formKey"])
    {
        DraftVersion = DraftVersion(values),
        Acknowledged = values.Kept,
    };

    private static int DraftVersion(FormValues values) => values.Whole("draftVersion") ?? 0;
}
