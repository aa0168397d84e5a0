using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Stewardship;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Stewardship;

/// <summary>The texts that newer rules took out of sight, and one of them with the ways to settle it.</summary>
internal static class WithheldPages
{
    private const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/privacy/withheld", ListAsync);
        app.MapGet("/privacy/withheld/W-{number:long}", (IMediator mediator, long number, CancellationToken ct) => ShowAsync(mediator, number, null, ct));
        app.MapPost("/privacy/withheld/W-{number:long}", SettleAsync);
    }

    private static async Task<IResult> ListAsync(IMediator mediator, string? state, long? after, CancellationToken ct)
    {
        var chosen = state == WithheldListModel.All ? null : Codes.Parse<WithheldState>(state) ?? (WithheldState?)WithheldState.Open;
        var page = await mediator.Send(new WithheldTextList(chosen, PageSize, after), ct);
        return page.Succeeded(out var texts) ? Page.Of<WithheldListPage>(new WithheldListModel(texts, chosen, after is not null)) : Page.Refused(page.Refusals);
    }

    private static async Task<IResult> SettleAsync(HttpContext context, PagePost post, IMediator mediator, long number, CancellationToken ct)
    {
        var (id, version) = (post["withheldTextId"] ?? "", post.Values.Whole("expectedVersion") ?? 0);
        var release = post["act"] is "release";
        var settled = release
            ? await post.SendAsync(new ReleaseWithheldText(id, version))
            : await post.SendAsync(new EditWithheldText(id, version, post["text"]) { Acknowledged = post.Values.Kept });
        if (!settled.Refused)
            return FlashNote.Go(context, "/privacy/withheld", release ? "released" : "reworded", $"W-{number}");
        return await ShowAsync(mediator, number, new FormInput("", post.Values, [.. settled.Refusals.Select(Plainly)]), ct);
    }

    private static Refusal Plainly(Refusal refusal) => refusal is PrivacyRefusal { Path: ["withheldTextId"] }
        ? Refusal.Of(refusal.Code, "The rules still find something in it, so it cannot go back as it is. Write it anew, or have the exact string allowed first.")
        : refusal;

    private static async Task<IResult> ShowAsync(IMediator mediator, long number, FormInput? input, CancellationToken ct)
    {
        var read = await mediator.Send(new WithheldTextByNumber(number), ct);
        if (!read.Succeeded(out var text))
            return Page.Refused(read.Refusals);
        // What the rules find now, since the allow-list may have changed and words may have been erased from it.
        var found = await mediator.Send(new ScreenText(text.Text.Value), ct);
        var ranges = (found.ValueOrDefault ?? []).Select(f => new FoundRange(f.Start, f.End, f.Type)).ToList();
        var people = text.SettledBy is { } person ? await mediator.Send(new PeopleById([person]), ct) : null;
        input ??= new FormInput("", FormValues.Of([("text", FoundRange.Replace(text.Text.Value, ranges))]), []);
        return Page.Of<WithheldPage>(new WithheldModel(text, ranges, input, people?.ValueOrDefault ?? []), Page.StatusOf(input.Refusals));
    }
}

/// <summary>A page of withheld texts.</summary>
public sealed record WithheldListModel(Page<WithheldTextView> Texts, WithheldState? State, bool Continued)
{
    /// <summary>The filter that lets every state through.</summary>
    public const string All = "all";

    private string Query => $"/privacy/withheld?state={(State is { } state ? Codes.Of(state) : All)}";

    public string? First => Continued ? Query : null;

    public string? Next => Texts is { HasMore: true, Items: [.., var last] } ? $"{Query}&after={last.Number}" : null;
}

/// <summary>One withheld text.</summary>
/// <param name="Text">The text as it lies there.</param>
/// <param name="Found">What the rules find in it now.</param>
/// <param name="Input">How it is written anew.</param>
/// <param name="People">Who settled it.</param>
public sealed record WithheldModel(WithheldTextView Text, IReadOnlyList<FoundRange> Found, FormInput Input, IReadOnlyDictionary<PersonId, PersonView> People);
