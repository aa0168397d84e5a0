using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>
/// One change of several gaps. Which they are stands in the address, by their numbers; what is typed is posted; it is
/// looked at first, and done in the versions that were looked at.
/// </summary>
internal static class BulkPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/gaps/bulk", async (HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, CancellationToken ct) =>
        {
            var values = FormValues.Of(context.Request.Query);
            return await ShowAsync(mediator, current, new FormInput("", FormValues.Of([.. values.Each("gap").Select(g => ("gap", (string?)g)), ("change", values["change"])]), []), keys.Next(), null, ct);
        }).Needs(Permission.MoveGaps);
        app.MapPost("/gaps/bulk/preview", LookAsync).Needs(Permission.MoveGaps);
        app.MapPost("/gaps/bulk", DoAsync).Needs(Permission.MoveGaps);
        app.MapGet("/gaps/bulk/preview", () => Results.LocalRedirect("/gaps"));
    }

    private static async Task<IResult> LookAsync(PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        if (await ChangeOfAsync(post, mediator, ct) is not var (gaps, change) || gaps.Count == 0)
            return await ShowAsync(mediator, current, new FormInput("", post.Values, [NothingChosen]), post["formKey"] ?? "", null, ct);
        var looked = await post.SendAsync(new PreviewMoveGaps([.. gaps.Select(g => g.Id.Value)], BulkModel.FormOf(change, post.Values)));
        return looked.Succeeded(out var preview)
            ? await ShowAsync(mediator, current, new FormInput("", post.Values, BulkModel.AtFields(preview.Refusals)), post["formKey"] ?? "", preview, ct)
            : await ShowAsync(mediator, current, new FormInput("", post.Values, BulkModel.AtFields(looked.Refusals)), post["formKey"] ?? "", null, ct);
    }

    private static async Task<IResult> DoAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        if (await ChangeOfAsync(post, mediator, ct) is not var (gaps, change) || gaps.Count == 0)
            return await ShowAsync(mediator, current, new FormInput("", post.Values, [NothingChosen]), post["formKey"] ?? "", null, ct);
        var form = BulkModel.FormOf(change, post.Values);
        var done = await post.SendAsync(new MoveGaps(BulkModel.SeenIn(post.Values), form, post["formKey"])
        {
            Acknowledged = [.. post.Values.Kept.Select(k => k with { Path = ["change", .. k.Path] })],
        });
        if (done.Succeeded(out var operation))
            return FlashNote.Go(context, $"/operations/O-{operation.Number}", "bulk", $"O-{operation.Number}", operation.Number);
        // It is looked at anew, as it stands now, and waits for another word.
        var preview = (await post.SendAsync(new PreviewMoveGaps([.. gaps.Select(g => g.Id.Value)], form))).ValueOrDefault;
        return await ShowAsync(mediator, current, new FormInput("", post.Values, BulkModel.AtFields(done.Refusals)), post["formKey"] ?? "", preview, ct);
    }

    private static Refusal NothingChosen => Refusal.Of(RefusalCode.Required, "Choose at least one gap, and what to do.", "change");

    private static async Task<(IReadOnlyList<GapView> Gaps, GapChange Change)?> ChangeOfAsync(PagePost post, IMediator mediator, CancellationToken ct) =>
        post.Values.Choice<GapChange>("change") is { } change ? (await GapsAsync(post.Values, mediator, ct), change) : null;

    /// <summary>The gaps with the numbers that are ticked, at most a hundred; what is no number is no gap.</summary>
    private static async Task<IReadOnlyList<GapView>> GapsAsync(FormValues values, IMediator mediator, CancellationToken ct)
    {
        var numbers = values.Each("gap").Select(g => long.TryParse(g, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && g.Length <= 8 ? n : 0).Where(n => n > 0).Distinct().Take(MoveGaps.Most).ToList();
        return numbers.Count == 0 ? [] : (await mediator.Send(new GapsByNumber(numbers), ct)).ValueOrDefault ?? [];
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, string key, MoveGapsPreviewView? preview, CancellationToken ct)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return Page.Refused(lists.Refusals);
        var gaps = await GapsAsync(input.Values, mediator, ct);
        var change = input.Values.Choice<GapChange>("change");
        var named = gaps.Select(g => g.OwnerId).Concat((preview?.Gaps ?? []).Select(g => g.OwnerAfter)).OfType<PersonId>().Distinct().ToList();
        return Page.Of<BulkPage>(new BulkModel(gaps, change, current.Actor, policies, key)
        {
            Input = input,
            Preview = preview,
            MayOwn = change is GapChange.Assign ? (await mediator.Send(new PeopleByRole(GapBoard.Owners), ct)).ValueOrDefault ?? [] : [],
            Labels = (await mediator.Send(new LabelList(), ct)).ValueOrDefault ?? [],
            People = (await mediator.Send(new PeopleById(named), ct)).ValueOrDefault ?? [],
        }, Page.StatusOf(input.Refusals));
    }
}
