using Insights.Core.Contact;
using Insights.Core.Identity;
using MediatR;

namespace Insights.Web.Mail;

/// <summary>
/// Sends every digest that is due, one mail after the other. What a digest says is read as its reader, so that it can
/// hold nothing they may not see; that it was sent is noted after the server took it.
/// </summary>
internal sealed class DigestRound(IServiceScopeFactory scopes, MailSettings settings, SmtpSender sender)
{
    /// <summary>How many mails were taken, and how many were not.</summary>
    public async Task<(int Sent, int Failed)> RunAsync(CancellationToken ct)
    {
        var (sent, failed) = (0, 0);
        foreach (var due in await AskAsync(Actor.System, new DueDigests(), ct) ?? [])
        {
            if (await AskAsync(due.To, new ReadDigest(), ct) is not { Address: not null } digest)
                continue;
            var tells = digest.Lines.Count > 0;
            var failure = tells ? await sender.SendAsync(DigestMail.Of(digest, due.To.Id, settings), ct) : null;
            await AskAsync(Actor.System, new NoteDigest(due.To.Id.Value, due.DueAt, tells ? digest.Through : null, failure), ct);
            (sent, failed) = (sent + (tells && failure is null ? 1 : 0), failed + (failure is null ? 0 : 1));
            // A server that is not there will not be there for the next one either.
            if (failure is MailFailure.Unreachable or MailFailure.TimedOut)
                break;
        }

        return (sent, failed);
    }

    private async Task<T?> AskAsync<T>(Actor actor, IRequest<Core.Pipeline.Outcome<T>> request, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, ct)).ValueOrDefault;
    }
}
