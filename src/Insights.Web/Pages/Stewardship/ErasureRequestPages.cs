using System.Globalization;
using System.Text.RegularExpressions;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Trouble;
using MediatR;

namespace Insights.Web.Pages.Stewardship;

/// <summary>Asking for an erasure: of words wherever they stand, or of a whole report or remark.</summary>
internal static partial class ErasureRequestPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/privacy/erasures/redact", (CurrentActor current, FormKeys keys) => Show<RedactPage>(current, FormInput.Of(""), keys.Next(), null));
        app.MapPost("/privacy/erasures/redact", RedactAsync);
        app.MapGet("/privacy/erasures/purge", (CurrentActor current, FormKeys keys, string? target) =>
            Show<PurgePage>(current, new FormInput("", FormValues.Of([("target", IsTarget(target) ? target : null)]), []), keys.Next(), null));
        app.MapPost("/privacy/erasures/purge", PurgeAsync);
    }

    /// <summary>Only what could name a report or a remark is filled in from an address.</summary>
    private static bool IsTarget(string? target) =>
        target is not null && (Number().IsMatch(target) || PublicIds.TryParse<ReportId>(target, out _) || PublicIds.TryParse<CommentId>(target, out _));

    /// <summary>Words are looked for first; asking for their erasure is the second step, about the words that were looked for.</summary>
    private static async Task<IResult> RedactAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        IReadOnlyList<Refusal> refusals = [];
        if (post["act"] is "request" && post["words"] == post["lookedFor"])
        {
            var asked = await post.SendAsync(new RequestErasure(ErasureKind.Redact, post.Values.Choice<ErasureReason>("reason"), post["words"], null, post["formKey"]));
            if (asked.Succeeded(out var erasure))
                return FlashNote.Go(context, $"/privacy/erasures/E-{erasure.Number}", "erasureasked", $"E-{erasure.Number}");
            refusals = asked.Refusals;
        }

        var found = await post.SendAsync(new FindStoredWords(post["words"]));
        var input = new FormInput("", post.Values, refusals.Count > 0 ? refusals : found.Refusals);
        return Show<RedactPage>(current, input, post["formKey"] ?? "", found.ValueOrDefault);
    }

    private static async Task<IResult> PurgeAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        var target = post["target"]?.Trim();
        if (target is not null && Number().Match(target) is { Success: true } match)
        {
            var named = await mediator.Send(new ReportByNumber(long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)), ct);
            if (!named.Succeeded(out var report))
                return Again(named.Refusals);
            target = report.Id.Value;
        }

        var asked = await post.SendAsync(new RequestErasure(ErasureKind.Purge, post.Values.Choice<ErasureReason>("reason"), null, target, post["formKey"]));
        return asked.Succeeded(out var erasure)
            ? FlashNote.Go(context, $"/privacy/erasures/E-{erasure.Number}", "erasureasked", $"E-{erasure.Number}")
            : Again(asked.Refusals);

        IResult Again(IReadOnlyList<Refusal> refusals) =>
            Show<PurgePage>(current, new FormInput("", post.Values, [.. refusals.Select(r => r.Path is ["targetId"] or ["number"] ? r with { Path = ["target"] } : r)]), post["formKey"] ?? "", null);
    }

    private static IResult Show<TPage>(CurrentActor current, FormInput input, string key, WordsFound? found) where TPage : Microsoft.AspNetCore.Components.IComponent =>
        current.Actor.May(Permission.KeepPrivacy)
            ? Page.Of<TPage>(new ErasureRequestModel(input, key, found), Page.StatusOf(input.Refusals))
            : Page.Of<TroublePage>(TroubleModel.NotAllowed, StatusCodes.Status403Forbidden);

    [GeneratedRegex("^[Rr]-?([0-9]{1,12})$")]
    private static partial Regex Number();
}

/// <summary>A form that asks for an erasure.</summary>
/// <param name="Input">What is typed.</param>
/// <param name="FormKey">Makes sending twice one act.</param>
/// <param name="Found">Where the words stand; null before anyone looked.</param>
public sealed record ErasureRequestModel(FormInput Input, string FormKey, WordsFound? Found);
