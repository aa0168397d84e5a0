using Insights.Core.Administration;
using Insights.Core.Identity;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.People;

/// <summary>A person's own sessions: one to a browser, each of which they may end.</summary>
internal static class SessionPages
{
    private const string Address = "/sessions";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Address, (IMediator mediator, CurrentActor current, CancellationToken ct) => ShowAsync(mediator, current, FormInput.Of(""), ct));
        app.MapPost($"{Address}/end", async (HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct) =>
        {
            var ended = await post.SendAsync(new EndSessions(current.Actor.Id.Value, post["sessionId"]));
            return ended.Refused ? await ShowAsync(mediator, current, new FormInput("end", post.Values, ended.Refusals), ct)
                : FlashNote.Go(context, Address, "sessionended");
        });
        app.MapGet($"{Address}/end", () => Results.LocalRedirect(Address));
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, FormInput input, CancellationToken ct)
    {
        var read = await mediator.Send(new SessionList(current.Actor.Id.Value), ct);
        return read.Succeeded(out var sessions) ? Page.Of<SessionsPage>(new SessionsModel(sessions, input), Page.StatusOf(input.Refusals)) : Page.Refused(read.Refusals);
    }
}

/// <summary>A person's own sessions.</summary>
public sealed record SessionsModel(IReadOnlyList<SessionView> Sessions, FormInput Input);
