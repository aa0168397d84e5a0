using System.Globalization;
using Insights.Core.Cases;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Reports;

/// <summary>
/// The field for case references of a filing form. Case ids that stand in it are exchanged for references, line by
/// line, before anything else sees them: by the module when they are typed, and here whatever is posted.
/// </summary>
internal static class CaseLines
{
    public const string Field = "report-caseReferences";

    /// <summary>The field that says which system issued the ids; it is shown where there are several.</summary>
    public const string Source = "caseSource";

    /// <summary>The post with references in place of ids, and what stands in the way of the lines that are left as they are.</summary>
    public static async Task<(PagePost Post, IReadOnlyList<Refusal> Refusals)> ExchangeAsync(PagePost post, IMediator mediator, CancellationToken ct)
    {
        var lines = post.Values.Lines(Field).ToArray();
        var places = Enumerable.Range(0, lines.Length).Where(i => !CaseToken.TryParse(lines[i], out _)).ToList();
        // Whoever may not exchange is refused by the form's own rule for references.
        if (places.Count == 0 || !(await mediator.Send(new ReadCaseSources(), ct)).Succeeded(out var sources))
            return (post, []);

        var sent = await post.SendAsync(new TokeniseCases(SourceOf(post, sources), [.. places.Select(i => lines[i])]));
        if (!sent.Succeeded(out var exchanged))
            return (post, [.. sent.Refusals.Select(r => About(r, "report", "caseReferences"))]);
        foreach (var (place, answer) in places.Zip(exchanged.Cases))
            lines[place] = answer.Reference?.Value ?? lines[place];
        return (post.With(post.Values.With(Field, string.Join('\n', lines))),
        [
            .. places.Zip(exchanged.Cases).Where(p => p.Second.Message is not null).Select(p => Refusal.Of(
                RefusalCode.NotACaseReference, p.Second.Message!, "report", "caseReferences", p.First.ToString(CultureInfo.InvariantCulture))),
        ]);
    }

    /// <summary>What the module asks: a reference for each line, in their order, and what became of them in a sentence.</summary>
    public static async Task<IResult> AnswerAsync(PagePost post, IMediator mediator, CancellationToken ct)
    {
        var (exchanged, refusals) = await ExchangeAsync(post, mediator, ct);
        var references = exchanged.Values.Lines(Field).Select(line => CaseToken.TryParse(line, out var token) ? token.Value : null).ToList();
        var made = references.Count(r => r is not null) - post.Values.Lines(Field).Count(line => CaseToken.TryParse(line, out _));
        string[] note = [.. made > 0 ? [Texts.T("{0} exchanged for pseudonymous references.", Words.Count(made, Texts.T("case id"), Texts.T("case ids")))] : Array.Empty<string>(), .. refusals.Select(FormInput.Sentence)];
        return Results.Json(new Answer(references, string.Join(' ', note)), statusCode: Page.StatusOf(refusals));
    }

    /// <summary>Only the lines that are references, for what needs no other.</summary>
    public static ReportForm OnlyReferences(ReportForm form) =>
        form with { CaseReferences = [.. form.CaseReferences.Where(line => CaseToken.TryParse(line, out _))] };

    public static string SourceOf(PagePost post, IReadOnlyList<CodeView> sources) => sources is [var only] ? only.Code : post[Source] ?? "";

    /// <summary>A refusal of the exchange, by the field of the page that it is about.</summary>
    public static Refusal About(Refusal refusal, params string[] field) => refusal.Path switch
    {
        ["source"] => Refusal.Of(refusal.Code, "Choose the system that issued the case ids.", Source),
        ["rawIds", ..] => refusal with { Path = field },
        _ => refusal,
    };

    /// <param name="References">For each line that is not blank its reference; none where it has none.</param>
    /// <param name="Note">What became of them.</param>
    private sealed record Answer(IReadOnlyList<string?> References, string Note);
}
