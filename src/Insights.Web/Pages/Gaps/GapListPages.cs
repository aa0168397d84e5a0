using Insights.Core.Identity;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>The list of gaps, and the views of it that have names and addresses.</summary>
internal static class GapListPages
{
    /// <summary>The end of the address of a view; anything else in its place is no address.</summary>
    private const string Slug = "{slug:regex(^[a-z0-9-]+$)}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/gaps", (HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, CancellationToken ct) =>
            ShowAsync(context, mediator, current, keys.Next(), DeskAsk.In(context.Request.Query), ct));
        app.MapPost("/gaps/views", KeepAsync);
        app.MapGet("/gaps/views", () => Results.LocalRedirect("/gaps"));
        app.MapGet("/gaps/views/" + Slug, (HttpContext context, IMediator mediator, CurrentActor current, FormKeys keys, string slug, CancellationToken ct) =>
            ViewAsync(context, mediator, current, slug, keys.Next(), null, ct));
        app.MapPost("/gaps/views/" + Slug + "/rename", RenameAsync);
        app.MapPost("/gaps/views/" + Slug + "/delete", DeleteAsync);
        app.MapGet("/gaps/views/" + Slug + "/rename", (string slug) => Results.LocalRedirect("/gaps"));
        app.MapGet("/gaps/views/" + Slug + "/delete", (string slug) => Results.LocalRedirect("/gaps"));
    }

    /// <summary>The list that the address asks for, with a gap beside it.</summary>
    internal static Task<IResult> ShowAsync(HttpContext context, IMediator mediator, CurrentActor current, string key, DeskAsk? asked, CancellationToken ct) =>
        ShowAsync(context, mediator, current, GapQuery.Read(context.Request.Query), null, key, null, null, asked, ct);

    private static async Task<IResult> ShowAsync(
        HttpContext context, IMediator mediator, CurrentActor current, GapQuery query, SavedViewView? view, string key, FormInput? keep, FormInput? rename, DeskAsk? asked, CancellationToken ct)
    {
        var board = await GapBoard.ReadAsync(mediator, current.Actor, query, asked, ct);
        if (!board.Succeeded(out var read))
            return Page.Refused(board.Refusals);
        read = read with { FormKey = key, Input = keep ?? rename ?? read.Input, AllPicked = context.Request.Query["pick"] == "page", Picked = [.. context.Request.Query["gap"]] };
        return Page.Of<GapListPage>(new GapListModel(read, view, rename), Page.StatusOf([.. read.Input.Refusals, .. read.Desk?.Input.Refusals ?? []]));
    }

    private static async Task<IResult> ViewAsync(HttpContext context, IMediator mediator, CurrentActor current, string slug, string key, FormInput? rename, CancellationToken ct)
    {
        var found = await mediator.Send(new SavedViewBySlug(slug), ct);
        return found.Succeeded(out var view)
            ? await ShowAsync(context, mediator, current, new GapQuery { Filter = view.Filter, Order = view.Order }, view, key, null, rename, DeskAsk.In(context.Request.Query), ct)
            : Page.Refused(found.Refusals);
    }

    private static async Task<IResult> KeepAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var query = GapQuery.Read(context.Request.Query);
        var kept = await post.SendAsync(new SaveView(post["slug"], post["name"], query.Filter, query.Order, post.Values.Ticked("shared"), post["formKey"]) { Acknowledged = post.Values.Kept });
        // What was typed as the end of an address does not come back in a header; the view stands above the list.
        return !kept.Refused
            ? FlashNote.Go(context, "/gaps", "viewkept")
            : await ShowAsync(context, mediator, current, query, null, post["formKey"] ?? "", new FormInput("view", post.Values, [.. kept.Refusals.Select(r => r.Path is ["filter", ..] ? r with { Path = [] } : r)]), null, null, ct);
    }

    private static async Task<IResult> RenameAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, string slug, CancellationToken ct)
    {
        var renamed = await post.SendAsync(new RenameView(post["viewId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, post["name"]) { Acknowledged = post.Values.Kept });
        return renamed.Succeeded(out var view)
            ? FlashNote.Go(context, $"/gaps/views/{view.Slug}", "viewnamed")
            : await ViewAsync(context, mediator, current, slug, keys.Next(), new FormInput("rename", post.Values, renamed.Refusals), ct);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, string slug, CancellationToken ct)
    {
        var deleted = await post.SendAsync(new DeleteView(post["viewId"] ?? "", post.Values.Whole("expectedVersion") ?? 0));
        return deleted.Refused
            ? await ViewAsync(context, mediator, current, slug, keys.Next(), new FormInput("rename", post.Values, deleted.Refusals), ct)
            : FlashNote.Go(context, "/gaps", "viewdeleted");
    }
}

/// <summary>The list of gaps.</summary>
/// <param name="Board">The gaps and the question behind them.</param>
/// <param name="View">The view whose question it is, if it is one's.</param>
/// <param name="Rename">The form that names the view anew, where it came back refused.</param>
public sealed record GapListModel(GapBoard Board, SavedViewView? View, FormInput? Rename);
