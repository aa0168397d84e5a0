using System.Globalization;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Policies;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Consumers;

/// <summary>The registered readers of the feed: the list of them, and one with its filter and its keys.</summary>
internal static class ConsumerPages
{
    private const string Address = "/consumers";
    private const int DaysOfAKey = 180;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, CurrentActor current, FormKeys keys, CancellationToken ct) =>
            ListAsync(mediator, current, keys.Next(), new FormInput("new", FormValues.Of([("ownerId", current.Actor.Id.Value)]), []), ct));
        app.MapPost(Address, RegisterAsync);
        app.MapGet($"{Address}/{{number:long}}", (IMediator mediator, CurrentActor current, TimeProvider clock, long number, CancellationToken ct) =>
            ShowAsync(mediator, current, clock, number, FormInput.Of(""), null, ct));
        app.MapPost($"{Address}/{{number:long}}", ChangeAsync);
        app.MapPost($"{Address}/{{number:long}}/end", EndAsync);
        app.MapPost($"{Address}/{{number:long}}/keys", IssueAsync);
        app.MapPost($"{Address}/{{number:long}}/keys/revoke", RevokeAsync);
        foreach (var act in new[] { "end", "keys", "keys/revoke" })
            app.MapGet($"{Address}/{{number:long}}/{act}", (long number) => Results.LocalRedirect(Of(number)));
    }

    private static async Task<IResult> RegisterAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var made = await post.SendAsync(new RegisterConsumer(post["name"], post["ownerId"], null, post["formKey"]) { Acknowledged = post.Values.Kept });
        return made.Succeeded(out var consumer)
            ? FlashNote.Go(context, Of(consumer.Number), "consumer", NameOf(consumer.Number))
            : await ListAsync(mediator, current, post["formKey"] ?? "", new FormInput("new", post.Values, made.Refusals), ct);
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, TimeProvider clock, long number, CancellationToken ct)
    {
        var changed = await post.SendAsync(new ChangeConsumer(post["consumerId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, post["name"], post["ownerId"], FilterForm.Read(post.Values))
        {
            Acknowledged = post.Values.Kept,
        });
        return changed.Refused
            ? await ShowAsync(mediator, current, clock, number, new FormInput("change", post.Values, changed.Refusals), null, ct)
            : FlashNote.Go(context, Of(number), "consumerchanged", NameOf(number));
    }

    private static async Task<IResult> EndAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, TimeProvider clock, long number, CancellationToken ct)
    {
        var ended = await post.SendAsync(new EndConsumer(post["consumerId"] ?? "", post.Values.Whole("expectedVersion") ?? 0));
        return ended.Refused
            ? await ShowAsync(mediator, current, clock, number, new FormInput("end", post.Values, ended.Refusals), null, ct)
            : FlashNote.Go(context, Of(number), "consumerended", NameOf(number));
    }

    /// <summary>The secret is shown on the answer itself and nowhere else: no redirect could carry it without keeping it.</summary>
    private static async Task<IResult> IssueAsync(PagePost post, IMediator mediator, CurrentActor current, TimeProvider clock, long number, CancellationToken ct)
    {
        List<KeyScopes> scopes = [.. post.Values.Each("scopes").Select(Codes.Parse<KeyScopes>).OfType<KeyScopes>()];
        var issued = await post.SendAsync(new IssueKey(post["consumerId"] ?? "", post.Values.Whole("expectedVersion") ?? 0, scopes, post.Values.Day("expiresOn")));
        return issued.Succeeded(out var key)
            ? await ShowAsync(mediator, current, clock, number, FormInput.Of(""), key, ct)
            : await ShowAsync(mediator, current, clock, number, new FormInput("key", post.Values, issued.Refusals), null, ct);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, TimeProvider clock, long number, CancellationToken ct)
    {
        var revoked = await post.SendAsync(new RevokeKey(post["keyId"] ?? ""));
        return revoked.Refused
            ? await ShowAsync(mediator, current, clock, number, new FormInput("revoke", post.Values, revoked.Refusals), null, ct)
            : FlashNote.Go(context, Of(number), "keyrevoked");
    }

    private static async Task<IResult> ListAsync(IMediator mediator, CurrentActor current, string formKey, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new ConsumerList(), ct);
        if (!read.Succeeded(out var consumers))
            return Page.Refused(read.Refusals);
        return Page.Of<ConsumerListPage>(new ConsumerListModel(consumers, current.Actor, input, formKey)
        {
            People = await PeopleAsync(mediator, consumers, ct),
            Owners = await OwnersAsync(mediator, current.Actor, ct),
        }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IResult> ShowAsync(
        IMediator mediator, CurrentActor current, TimeProvider clock, long number, FormInput input, IssuedKeyView? issued, CancellationToken ct)
    {
        var read = await mediator.Send(new ConsumerByNumber(number), ct);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!read.Succeeded(out var consumer))
            return Page.Refused(read.Refusals);
        return Page.Of<ConsumerPage>(new ConsumerModel(consumer, input, issued)
        {
            People = await PeopleAsync(mediator, [consumer], ct),
            Owners = await OwnersAsync(mediator, current.Actor, ct),
            Areas = lists.ValueOrDefault?.Areas ?? [],
            KeyUntil = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(DaysOfAKey),
        }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IReadOnlyDictionary<PersonId, PersonView>> PeopleAsync(IMediator mediator, IReadOnlyList<ConsumerView> consumers, CancellationToken ct) =>
        (await mediator.Send(new PeopleById([.. consumers.Select(c => c.OwnerId).Distinct()]), ct)).ValueOrDefault ?? [];

    /// <summary>Whom a consumer may be given to: an administrator chooses, anybody else keeps it.</summary>
    private static async Task<IReadOnlyList<Choice>> OwnersAsync(IMediator mediator, Actor actor, CancellationToken ct) =>
        (await mediator.Send(new ConsumerOwners(), ct)).ValueOrDefault is { } owners
            ? [.. owners.Select(o => new Choice(o.Id.Value, o.Handle))]
            : [new Choice(actor.Id.Value, actor.Handle)];

    private static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{Address}/{number}");

    private static string NameOf(long number) => string.Create(CultureInfo.InvariantCulture, $"consumer-{number}");
}

/// <summary>The list of consumers.</summary>
public sealed record ConsumerListModel(IReadOnlyList<ConsumerView> Consumers, Actor Actor, FormInput Input, string FormKey)
{
    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    public required IReadOnlyList<Choice> Owners { get; init; }

    public bool MayKeep => Actor.May(Permission.KeepConsumers);
}

/// <summary>One consumer.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Input">What was refused, in which form.</param>
/// <param name="Issued">A key that was just issued, with its secret.</param>
public sealed record ConsumerModel(ConsumerView Consumer, FormInput Input, IssuedKeyView? Issued)
{
    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    public required IReadOnlyList<Choice> Owners { get; init; }

    public required IReadOnlyList<CodeView> Areas { get; init; }

    public required DateOnly KeyUntil { get; init; }

    /// <summary>The form that was refused, as it was typed; else as it would stand.</summary>
    public FormInput Form(string form) => Input.Form == form ? Input : new FormInput(form, form switch
    {
        "change" => FilterForm.Of(Consumer),
        "key" => FormValues.Of([("scopes", "read"), ("scopes", "write"), ("expiresOn", KeyUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]),
        _ => FormValues.Empty,
    }, []);
}
