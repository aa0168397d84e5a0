using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;

namespace Insights.Web.Pages.Shared;

/// <summary>What is shown with a form that somebody else was faster with: who did what since it was shown.</summary>
public sealed record MergeModel(IReadOnlyList<ChangeView> Changes, IReadOnlyDictionary<PersonId, PersonView> People)
{
    /// <summary>The field that says when a form was shown.</summary>
    public const string ShownAt = "shownAt";

    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Fields that were taken over from what is stored now.</summary>
    public IReadOnlyList<string> Taken { get; init; } = [];

    public static string Written(DateTimeOffset at) => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>When a posted form was shown.</summary>
    public static DateTimeOffset? ShownIn(FormValues values) =>
        DateTimeOffset.TryParseExact(values[ShownAt], Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>What happened to these gaps and reports since the form was shown; nothing unless it was refused because of that.</summary>
    internal static async Task<MergeModel?> ReadAsync(
        IMediator mediator, FormInput input, IEnumerable<string?> about, CancellationToken ct, params IEnumerable<ChangeView> also) =>
        IsLate(input) ? await SinceAsync(mediator, input, about, ct, also) : null;

    /// <summary>
    /// Whether a form that is shown again was written on another version than the one stored now, whatever it was refused for:
    /// shown as if it were new, its next save would pass over what was stored meanwhile.
    /// </summary>
    internal static bool IsBehind(FormInput input, string versionField, int stored) =>
        IsLate(input) || (input.Values[versionField] is not null && input.Values.Whole(versionField) != stored);

    private static bool IsLate(FormInput input) => input.Refusals.Any(r => r is ConflictRefusal);

    /// <summary>What happened to these gaps and reports since the form was shown.</summary>
    internal static async Task<MergeModel> SinceAsync(
        IMediator mediator, FormInput input, IEnumerable<string?> about, CancellationToken ct, params IEnumerable<ChangeView> also)
    {
        var changes = also.ToList();
        foreach (var id in about.OfType<string>())
        {
            if (ShownIn(input.Values) is { } shown)
                changes.AddRange((await mediator.Send(new ChangesSince(id, shown), ct)).ValueOrDefault ?? []);
        }

        var people = await mediator.Send(new PeopleById([.. changes.Select(c => c.By).Distinct()]), ct);
        return new MergeModel([.. changes.Distinct().OrderBy(c => c.At)], people.ValueOrDefault ?? []);
    }
}
