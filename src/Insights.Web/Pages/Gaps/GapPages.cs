using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Triage;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>One gap with the moves this person may make.</summary>
internal static class GapPages
{
    /// <summary>The moves by name; anything else in their place is no address.</summary>
    private static readonly string Moves = $"{{action:regex(^({string.Join('|', Enum.GetValues<GapAction>().Select(a => Codes.Of(a)))})$)}}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/gaps/G-{number:long}", async (HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, long number, long? timelineAfter, long? operationsAfter, CancellationToken ct) =>
            await StandsElsewhereAsync(context, mediator, number, ct) ?? await ShowAsync(mediator, current, number, keys.Next(), FormInput.Of(""), new(timelineAfter, operationsAfter), ct));
        app.MapPost("/gaps/G-{number:long}/moves/" + Moves, MoveAsync);
        app.MapPost("/gaps/G-{number:long}/remark", RemarkAsync);
        // A form that came back refused stands at its own address; loading that again leads to the gap.
        app.MapGet("/gaps/G-{number:long}/moves/" + Moves, (long number) => Results.LocalRedirect($"/gaps/G-{number}"));
        app.MapGet("/gaps/G-{number:long}/remark", (long number) => Results.LocalRedirect($"/gaps/G-{number}"));
    }

    /// <summary>The number of a gap that was merged leads to where its reports stand now.</summary>
    private static async Task<IResult?> StandsElsewhereAsync(HttpContext context, IMediator mediator, long number, CancellationToken ct) =>
        (await mediator.Send(new GapByNumber(number), ct)).ValueOrDefault is { StandsIn: { } root } && (await mediator.Send(new GapsById([root]), ct)).ValueOrDefault?.GetValueOrDefault(root) is { } survivor
            ? FlashNote.Go(context, $"/gaps/G-{survivor.Number}", "ismerged", $"G-{number}") : null;

    internal static async Task<IResult> ShowAsync(
        IMediator mediator, CurrentActor current, long number, string key, FormInput input, GapPlaces after, CancellationToken ct)
    {
        var model = await GapPageModel.ReadAsync(mediator, current.Actor, number, key, input, after, ct);
        return model.Refused ? Page.Refused(model.Refusals) : Page.Of<GapPage>(model.Value, Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> MoveAsync(
        HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, string action, CancellationToken ct)
    {
        if (Codes.Parse<GapAction>(action) is not { } move)
            return Page.Refused([]);
        var refusals = await GapMoveReader.SendAsync(post, move);
        return refusals.Count > 0
            ? await ShowAsync(mediator, current, number, post["formKey"] ?? "", new FormInput(Codes.Of(move), post.Values, refusals), default, ct)
            : FlashNote.Go(context, $"/gaps/G-{number}", move switch { GapAction.Ask => "asked", GapAction.Bypass => "bypassed", _ => "moved" }, $"G-{number}");
    }

    private static async Task<IResult> RemarkAsync(
        HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        // What nobody chose goes to fewer readers, not to more; a specialist writes for everyone.
        var audience = post.Values.Choice<Audience>("audience") ?? (current.Actor.May(Permission.ReadInternalRemarks) ? Audience.Internal : Audience.Reporter);
        var written = await post.SendAsync(new WriteComment(post["gapId"] ?? "", post["text"], audience, post["formKey"]) { Acknowledged = post.Values.Kept });
        return written.Refused
            ? await ShowAsync(mediator, current, number, post["formKey"] ?? "", new FormInput("remark", post.Values, written.Refusals), default, ct)
            : FlashNote.Go(context, $"/gaps/G-{number}", "remarked");
    }
}
