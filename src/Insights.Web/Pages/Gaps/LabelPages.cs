using Insights.Core.Identity;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>The labels that may be put on gaps: everyone looks, triage leads keep the list.</summary>
internal static class LabelPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/gaps/labels", (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowAsync(mediator, current, FormInput.Of(""), ct));
        app.MapPost("/gaps/labels", KeepAsync);
    }

    private static async Task<IResult> KeepAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var version = post.Values.Whole("expectedVersion") ?? 0;
        var kept = await post.SendAsync(new KeepLabel(post["code"] ?? "", post["name"], post.Values.Ticked("retired"), version) { Acknowledged = post.Values.Kept });
        return kept.Refused
            ? await ShowAsync(mediator, current, new FormInput(version == 0 ? "new" : post["code"] ?? "", post.Values, kept.Refusals), ct)
            : FlashNote.Go(context, "/gaps/labels", "labelkept");
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new LabelList(), ct);
        // A form is known by a code of the list; whatever else was sent as a code is not written into the page.
        if (read.ValueOrDefault?.Any(l => l.Code == input.Form) is false)
            input = input with { Form = "new" };
        return read.Succeeded(out var labels)
            ? Page.Of<LabelsPage>(new LabelsModel(labels, input, current.Actor.May(Permission.TriageGaps)), Page.StatusOf(input.Refusals))
            : Page.Refused(read.Refusals);
    }
}

/// <summary>The list of labels.</summary>
/// <param name="Labels">The labels, retired ones at the end.</param>
/// <param name="Input">The form that came back, if one did.</param>
/// <param name="MayKeep">Whether this person keeps the list.</param>
public sealed record LabelsModel(IReadOnlyList<LabelView> Labels, FormInput Input, bool MayKeep)
{
    public FormInput InputOf(string form) => Input.Form == form ? Input : FormInput.Of(form);
}
