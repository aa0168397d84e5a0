using Insights.Core.Identity;
using Insights.Core.Wellbeing;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Settings;

/// <summary>How somebody wants to be treated, and the break they take.</summary>
internal static class SettingsPages
{
    private const string Address = "/settings";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowAsync(mediator, current, null, ct));
        app.MapPost(Address, KeepAsync);
        app.MapPost($"{Address}/reset", ResetAsync);
        app.MapGet($"{Address}/reset", () => Results.LocalRedirect(Address));
        app.MapGet($"{Address}/break", (IMediator mediator, FormKeys keys, CancellationToken ct) => ShowBreakAsync(mediator, keys, FormInput.Of(""), ct));
        app.MapPost($"{Address}/break", TakeAsync);
        app.MapPost($"{Address}/break/back", BackAsync);
        app.MapGet($"{Address}/break/back", () => Results.LocalRedirect($"{Address}/break"));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput? input, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadMySettings(), ct);
        return read.Succeeded(out var settings)
            ? Page.Of<SettingsPage>(
                new SettingsModel(settings, input ?? new FormInput("", SettingsForm.Fill(settings), []), current.Actor.May(Permission.MoveGaps)), Page.StatusOf(input?.Refusals ?? []))
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> KeepAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var kept = await post.SendAsync(SettingsForm.Read(post.Values));
        return kept.Refused
            ? await ShowAsync(mediator, current, new FormInput("", post.Values, kept.Refusals), ct)
            : FlashNote.Go(context, Address, "settingskept");
    }

    private static async Task<IResult> ResetAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var reset = await post.SendAsync(new SetMySettings(post.Values.Whole("expectedVersion") ?? 0, null, null, null, null, null, null, null));
        if (!reset.Refused)
            return FlashNote.Go(context, Address, "settingsreset");
        var read = await mediator.Send(new ReadMySettings(), ct);
        return read.Succeeded(out var settings)
            ? await ShowAsync(mediator, current, new FormInput("", SettingsForm.Fill(settings), reset.Refusals), ct)
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> ShowBreakAsync(IMediator mediator, FormKeys keys, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new ReadMyBreak(), ct);
        return read.Succeeded(out var mine)
            ? Page.Of<BreakPage>(new BreakModel(mine, input, keys.Next()), Page.StatusOf(input.Refusals))
            : Page.Refused(read.Refusals);
    }

    private static async Task<IResult> TakeAsync(HttpContext context, PagePost post, IMediator mediator, FormKeys keys, CancellationToken ct)
    {
        var taken = await post.SendAsync(new TakeABreak(post["formKey"]));
        return taken.Refused
            ? await ShowBreakAsync(mediator, keys, new FormInput("", post.Values, taken.Refusals), ct)
            : FlashNote.Go(context, $"{Address}/break", "breaktaken");
    }

    private static async Task<IResult> BackAsync(HttpContext context, PagePost post, IMediator mediator, FormKeys keys, CancellationToken ct)
    {
        var back = await post.SendAsync(new TakeClaimsBack(post["operationId"] ?? "", post["formKey"]));
        return back.Refused
            ? await ShowBreakAsync(mediator, keys, new FormInput("", post.Values, back.Refusals), ct)
            : FlashNote.Go(context, $"{Address}/break", "breakended");
    }
}

/// <summary>Somebody's settings, as they are kept and as they are typed.</summary>
public sealed record SettingsModel(MySettingsView Settings, FormInput Input, bool MayBreak)
{
    /// <summary>Whether anything differs from what the organisation says by choice, so that there is something to give up.</summary>
    public bool Chose => Settings.Own is not { Greyscale: null, Density: null, HideVolumes: null, SingleKeys: null, ColourScheme: null, Quiet: null };
}

/// <summary>What a break would do.</summary>
public sealed record BreakModel(MyBreakView Mine, FormInput Input, string FormKey);
