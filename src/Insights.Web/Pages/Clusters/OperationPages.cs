using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Clusters;

/// <summary>One operation: what it did, and what undoing it would do.</summary>
internal static class OperationPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/operations/O-{number:long}", (IMediator mediator, CurrentActor current, FormKeys keys, long number, CancellationToken ct) =>
            ShowAsync(mediator, current, number, keys.Next(), FormInput.Of(""), ct));
        app.MapPost("/operations/O-{number:long}/undo", UndoAsync);
        app.MapGet("/operations/O-{number:long}/undo", (long number) => Results.LocalRedirect($"/operations/O-{number}"));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, long number, string key, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new OperationByNumber(number), ct);
        if (!read.Succeeded(out var operation))
            return Page.Refused(read.Refusals);
        var undo = current.Actor.May(Permission.MoveGaps) ? (await mediator.Send(new PreviewUndoOperation(operation.Id.Value), ct)).ValueOrDefault : null;
        var named = (undo?.Gaps.SelectMany(g => new[] { g.Before?.OwnerId, g.After?.OwnerId }).OfType<PersonId>() ?? []).Append(operation.By).Distinct().ToList();
        var people = await mediator.Send(new PeopleById(named), ct);
        return Page.Of<OperationPage>(new OperationPageModel(operation, undo, people.ValueOrDefault ?? [], key) { Input = input }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> UndoAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var read = await mediator.Send(new OperationByNumber(number), ct);
        if (!read.Succeeded(out var operation))
            return Page.Refused(read.Refusals);
        var done = await post.SendAsync(new UndoOperation(operation.Id.Value, post["reason"], ClusterForm.SeenIn(post.Values), post["formKey"]) { Acknowledged = post.Values.Kept });
        if (!done.Succeeded(out var undo))
            return await ShowAsync(mediator, current, number, post["formKey"] ?? "", new FormInput("", post.Values, done.Refusals), ct);
        var standing = undo.Gaps.FirstOrDefault(g => g.StoodAfter);
        return FlashNote.Go(context, standing is null ? $"/operations/O-{undo.Number}" : $"/gaps/G-{standing.Number}", "undone", $"O-{number}", undo.Number);
    }
}

/// <summary>What the page of an operation shows.</summary>
public sealed record OperationPageModel(OperationView Operation, OperationPreviewView? Undo, IReadOnlyDictionary<PersonId, PersonView> People, string FormKey)
{
    public required FormInput Input { get; init; }
}
