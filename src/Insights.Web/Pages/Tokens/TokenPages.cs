using System.Globalization;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Tokens;

/// <summary>The keys that programs sign in with: one's own, and everyone's for those who look after them.</summary>
internal static class TokenPages
{
    /// <summary>What a key may be good for.</summary>
    public static IReadOnlyList<Choice> Scopes => [.. Choice.Of<KeyScopes>().Where(c => c.Value != Codes.Of(KeyScopes.None))];

    private const string Mine = "/tokens";
    private const string All = "/tokens/all";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Mine, (HttpContext context, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken ct) =>
            ShowAsync(context, mediator, current, clock, FormInput.Of(""), null, ct));
        app.MapPost(Mine, IssueAsync);
        app.MapPost($"{Mine}/revoke", RevokeMineAsync);
        app.MapGet($"{Mine}/revoke", () => Results.LocalRedirect(Mine));
        app.MapGet(All, (IMediator mediator, CurrentActor current, string? person, CancellationToken ct) => ShowAllAsync(mediator, current, person, FormInput.Of(""), ct));
        app.MapPost($"{All}/revoke", RevokeAnyAsync);
        app.MapGet($"{All}/revoke", () => Results.LocalRedirect(All));
    }

    /// <summary>The secret is shown on the answer itself and nowhere else: no redirect could carry it without keeping it.</summary>
    private static async Task<IResult> IssueAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken ct)
    {
        List<KeyScopes> scopes = [.. post.Values.Each("scopes").Select(Codes.Parse<KeyScopes>).OfType<KeyScopes>()];
        var issued = await post.SendAsync(new IssueMyKey(post.Values.Whole("expectedVersion") ?? 0, post["name"], scopes, post.Values.Day("expiresOn")) { Acknowledged = post.Values.Kept });
        context.Response.Headers.CacheControl = "no-store";
        return issued.Succeeded(out var key)
            ? await ShowAsync(context, mediator, current, clock, FormInput.Of(""), key, ct)
            : await ShowAsync(context, mediator, current, clock, new FormInput("", post.Values, issued.Refusals), null, ct);
    }

    private static async Task<IResult> RevokeMineAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, TimeProvider clock, CancellationToken ct)
    {
        var revoked = await post.SendAsync(new RevokeKey(post["keyId"] ?? ""));
        return revoked.Refused
            ? await ShowAsync(context, mediator, current, clock, new FormInput("revoke", post.Values, revoked.Refusals), null, ct)
            : FlashNote.Go(context, Mine, "keyrevoked");
    }

    private static async Task<IResult> RevokeAnyAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var revoked = await post.SendAsync(new RevokeKey(post["keyId"] ?? ""));
        return revoked.Refused
            ? await ShowAllAsync(mediator, current, null, new FormInput("revoke", post.Values, revoked.Refusals), ct)
            : FlashNote.Go(context, All, "keyrevoked");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, IMediator mediator, CurrentActor current, TimeProvider clock, FormInput input, IssuedKeyView? issued, CancellationToken ct)
    {
        var read = await mediator.Send(new MyKeys(), ct);
        if (!read.Succeeded(out var mine))
            return Page.Refused(read.Refusals);
        return Page.Of<TokensPage>(new TokensModel(mine, current.Actor, input, issued)
        {
            Address = $"{context.Request.Scheme}://{context.Request.Host}",
            Until = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(TokensModel.UsualDays),
        }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> ShowAllAsync(IMediator mediator, CurrentActor current, string? person, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new KeyList(person), ct);
        if (!read.Succeeded(out var keys))
            return Page.Refused(read.Refusals);
        PersonId? of = PublicIds.ParseOrNull<PersonId>(person);
        List<PersonId> holders = [.. keys.Select(k => k.HolderId).OfType<PersonId>().Distinct()];
        var people = await mediator.Send(new PeopleById([.. holders, .. of is { } one ? [one] : Array.Empty<PersonId>()]), ct);
        return Page.Of<AllTokensPage>(new AllTokensModel(keys, of, current.Actor, input) { Holders = holders, People = people.ValueOrDefault ?? [] }, Page.StatusOf(input.Refusals));
    }
}

/// <summary>One's own keys.</summary>
/// <param name="Mine">The keys.</param>
/// <param name="Actor">Who looks.</param>
/// <param name="Input">What was refused.</param>
/// <param name="Issued">A key that was just issued, with its secret.</param>
public sealed record TokensModel(MyKeysView Mine, Actor Actor, FormInput Input, IssuedKeyView? Issued)
{
    /// <summary>How long a key holds unless its holder says otherwise.</summary>
    public const int UsualDays = 90;

    public required string Address { get; init; }

    public required DateOnly Until { get; init; }

    public bool MayReadAll => Actor.May(Permission.ReadKeys);

    public bool MayReadGaps => Actor.May(Permission.ReadGaps);

    /// <summary>An example that gives everyone something of theirs.</summary>
    public string Query => $$"""{ gaps(filter: { ownerId: "{{Actor.Id.Value}}" }, first: 20) { nodes { number title state } } }""";

    /// <summary>The form as it was typed; else as it would stand.</summary>
    public FormInput Form => Input.Form.Length == 0 && Input.Refusals.Count > 0
        ? Input : new FormInput("", FormValues.Of([("scopes", Codes.Of(KeyScopes.Read)), ("expiresOn", Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]), []);
}

/// <summary>The keys of everyone.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Of">The one person whose keys they are; null for everyone's.</param>
/// <param name="Actor">Who looks.</param>
/// <param name="Input">What was refused.</param>
public sealed record AllTokensModel(IReadOnlyList<ApiKeyView> Keys, PersonId? Of, Actor Actor, FormInput Input)
{
    public required IReadOnlyList<PersonId> Holders { get; init; }

    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    /// <summary>Auditors read; administrators revoke.</summary>
    public bool MayRevoke => (Actor.Roles & Roles.Administrator) != 0;
}
