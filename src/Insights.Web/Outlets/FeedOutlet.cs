using System.Runtime.CompilerServices;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Transport;
using Insights.Transport.Http;
using Insights.Web.Hosting;
using Insights.Web.SignIn;
using MediatR;

namespace Insights.Web.Outlets;

/// <summary>
/// The feed over plain HTTP, for programs without a GraphQL client: pages of lines, an endless answer of lines, or
/// server-sent events. It stands at the address of the page for people, which browsers get.
/// </summary>
internal static class FeedOutlet
{
    private static readonly PathString Address = "/feed";

    public static IApplicationBuilder UseFeedOutlet(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.Path == Address && HttpMethods.IsGet(context.Request.Method) && FeedForms.Of(context.Request, KeyHeader.IsIn(context)) is { } form
            ? AnswerAsync(context, form) : next(context));

    private static async Task AnswerAsync(HttpContext context, FeedForm form)
    {
        context.Response.Headers.Vary = "Accept, Authorization";
        if (context.RequestServices.GetRequiredService<CurrentActor>().OrNull is null)
            await Problem.UnauthenticatedAsync(context);
        else if (form is FeedForm.None)
            await Problem.WriteAsync(context, StatusCodes.Status406NotAcceptable, TransportCodes.NotAcceptable, "Accept application/x-ndjson or text/event-stream.");
        else if (!FeedQuestion.Read(context.Request).Succeeded(out var question, out var refusals))
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, refusals);
        else if (form is FeedForm.Events || question.Follow)
            await FollowAsync(context, form, question);
        else
            await PageAsync(context, question);
    }

    private static async Task PageAsync(HttpContext context, FeedQuestion question)
    {
        if (await ReadAsync(context, question, question.First) is not { } page)
            return;
        context.Response.ContentType = FeedForms.StreamOf(FeedForm.Lines).ContentType;
        foreach (var line in FeedForms.Page(page, question.Enveloped))
            await context.Response.Body.WriteAsync(line, context.RequestAborted);
    }

    /// <summary>What can be refused is refused by a status before the stream opens; whatever changes later ends it with a frame that says so.</summary>
    private static async Task FollowAsync(HttpContext context, FeedForm form, FeedQuestion question)
    {
        if (await ReadAsync(context, question, first: 1) is null)
            return;
        if (context.IsHead())
        {
            context.Response.ContentType = FeedForms.StreamOf(form).ContentType;
            return;
        }

        var stream = context.RequestServices.GetRequiredService<HttpStream>();
        if (await stream.SendAsync(context, FeedForms.StreamOf(form), FramesAsync(context, form, question)))
            return;
        context.Response.Headers.RetryAfter = "10";
        await Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, TransportCodes.TooManyStreams, "This caller has too many streams open. Close one first.");
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> FramesAsync(
        HttpContext context, FeedForm form, FeedQuestion question, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var tail = context.RequestServices.GetRequiredService<FeedTail>();
        await foreach (var step in tail.FollowAsync(question.After, question.Filter, ct))
            yield return FeedForms.Frame(form, step, question.Enveloped);
    }

    /// <summary>One page; null when it was refused, which is answered already.</summary>
    private static async Task<FeedPage?> ReadAsync(HttpContext context, FeedQuestion question, int first)
    {
        var mediator = context.RequestServices.GetRequiredService<IMediator>();
        var read = await mediator.Send(new ReadFeed(question.After, question.Filter, first), context.RequestAborted);
        if (read.Succeeded(out var page))
            return page;
        await Problem.WriteAsync(context, read.Refusals[0] switch
        {
            ResyncRefusal reset => Problem.StatusOf(reset, question.After),
            { Code: RefusalCode.NotPermitted } => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status400BadRequest,
        }, read.Refusals);
        return null;
    }

    private static bool Succeeded(this Outcome<FeedQuestion> outcome, out FeedQuestion question, out IReadOnlyList<Refusal> refusals)
    {
        (question, refusals) = (outcome.ValueOrDefault!, outcome.Refusals);
        return !outcome.Refused;
    }
}
