using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Learning;

/// <summary>What the engine has learned from people's answers: look, have it learn now, put another version in force.</summary>
internal static class LearningPages
{
    private const string Address = "/look-alikes";
    private const int PageSize = 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, CurrentActor current, FormKeys keys, string? before, CancellationToken ct) =>
            ShowAsync(mediator, current, keys.Next(), NumberOf(before), FormInput.Of("learning"), ct));
        app.MapPost($"{Address}/train", TrainAsync);
        app.MapPost($"{Address}/activate", ActivateAsync);
        app.MapGet($"{Address}/train", () => Results.LocalRedirect(Address));
        app.MapGet($"{Address}/activate", () => Results.LocalRedirect(Address));
    }

    private static async Task<IResult> TrainAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var trained = await post.SendAsync(new TrainLookAlikes(post["formKey"]));
        if (!trained.Succeeded(out var training))
            return await ShowAsync(mediator, current, post["formKey"] ?? "", null, new FormInput("learning", post.Values, trained.Refusals), ct);
        return training.Model is { } model
            ? FlashNote.Go(context, Address, model.InForce ? "learnedbetter" : model.MayServe ? "learnednot" : "learnedworse", NameOf(model.Number))
            : FlashNote.Go(context, Address, "learnedfew");
    }

    private static async Task<IResult> ActivateAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, FormKeys keys, CancellationToken ct)
    {
        var activated = await post.SendAsync(new ActivateLookAlikeModel(post.Values.Whole("number") ?? -1, post.Values.Whole("expectedActive") ?? -1));
        return activated.Succeeded(out var model)
            ? FlashNote.Go(context, Address, "inforce", NameOf(model.Number))
            : await ShowAsync(mediator, current, keys.Next(), null, new FormInput("learning", post.Values, activated.Refusals), ct);
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, string formKey, long? before, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadLearning(), ct);
        if (!read.Succeeded(out var learning))
            return Page.Refused(read.Refusals);
        var models = (await mediator.Send(new LookAlikeModels(PageSize, before), ct)).Value;
        var people = await mediator.Send(new PeopleById([.. models.Items.Select(m => m.TrainedBy).Distinct()]), ct);
        return Page.Of<LearningPage>(
            new LearningModel(learning, models, people.ValueOrDefault ?? [], current.Actor.May(Permission.KeepLearning), formKey, input), Page.StatusOf(input.Refusals));
    }

    private static long? NumberOf(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"V-{number}");
}

/// <summary>What the page shows.</summary>
/// <param name="Learning">How it stands.</param>
/// <param name="Models">A page of versions.</param>
/// <param name="People">Who made them.</param>
/// <param name="MayKeep">Whether this person may do more than read.</param>
/// <param name="FormKey">Key of the next training asked for here.</param>
/// <param name="Input">What was refused.</param>
public sealed record LearningModel(
    LearningView Learning, Page<LookAlikeModelView> Models, IReadOnlyDictionary<PersonId, PersonView> People, bool MayKeep, string FormKey, FormInput Input)
{
    public int Labels => Learning.Labels.Sum(l => l.Count);

    public string? Older => Models is { HasMore: true, Items: [.., var last] } ? string.Create(CultureInfo.InvariantCulture, $"/look-alikes?before={last.Number}") : null;
}
