using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Reports;

/// <summary>The gaps about which a form answers. They stay in sight with their answers, whatever looks alike by now.</summary>
internal static class AnsweredGaps
{
    /// <summary>A form's answers, each about the gap in which it stands now, together with those stored of which the form does not speak.</summary>
    public static async Task<LookAlikeModel> ReadAsync(IMediator mediator, FormValues values, IReadOnlyList<DraftAnswer> stored, CancellationToken ct)
    {
        var (said, gaps) = (values, await FindAsync(mediator, values, ct));
        foreach (var merged in gaps.Where(g => g.StandsIn is not null))
        {
            var (name, now) = (LookAlikeModel.NameOf(merged.Id), LookAlikeModel.NameOf(merged.StandsIn!.Value));
            values = (values[now] is null ? values.With(now, values.Raw(name)) : values).Without(n => n == name);
        }

        foreach (var answer in stored.Where(a => values.Each(LookAlikeModel.NameOf(a.GapId)).Count == 0))
            values = values.With(LookAlikeModel.NameOf(answer.GapId), Codes.Of(answer.Answer));
        // Mostly they are still the same, and are not read again.
        return new LookAlikeModel(null, values, false) { Answered = values == said ? gaps : await FindAsync(mediator, values, ct) };
    }

    private static async Task<IReadOnlyList<GapView>> FindAsync(IMediator mediator, FormValues values, CancellationToken ct)
    {
        var named = LookAlikeModel.AnswersIn(values).Select(a => PublicIds.ParseOrNull<GapId>(a.GapId)).OfType<GapId>().ToList();
        return named.Count == 0 ? [] : [.. ((await mediator.Send(new GapsById(named), ct)).ValueOrDefault ?? []).Values.OrderBy(g => g.Number)];
    }
}
