using Insights.Core.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Antiforgery;

namespace Insights.Web.Pages.Shared;

/// <summary>
/// One posted form: what was typed, and the way to the use cases. While its token is stale it sends nothing and
/// answers with a refusal instead, so that the page comes back with every word in it.
/// </summary>
internal sealed class PagePost
{
    private static readonly Refusal Stale = Refusal.Of(RefusalCode.NotPermitted, "Your session ended; your text is kept. Look it over and send it again.");

    private readonly IMediator _mediator;
    private readonly bool _trusted;
    private readonly CancellationToken _ct;

    private PagePost(IMediator mediator, FormValues values, bool trusted, CancellationToken ct) =>
        (_mediator, Values, _trusted, _ct) = (mediator, values, trusted, ct);

    public FormValues Values { get; }

    public string? this[string name] => Values[name];

    public static async ValueTask<PagePost?> BindAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var trusted = await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context);
        return new PagePost(context.RequestServices.GetRequiredService<IMediator>(), FormValues.Of(form), trusted, context.RequestAborted);
    }

    /// <summary>The same post, with other values.</summary>
    public PagePost With(FormValues values) => new(_mediator, values, _trusted, _ct);

    public async Task<Outcome<T>> SendAsync<T>(IRequest<Outcome<T>> request) =>
        _trusted ? await _mediator.Send(request, _ct) : Stale;
}
