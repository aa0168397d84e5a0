using System.Globalization;
using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Clusters;

/// <summary>An operation that is looked at before it is done: what it is about, what it would do, and the form that does it.</summary>
public sealed record ClusterForm
{
    public required string Title { get; init; }

    /// <summary>What the operation does, in a sentence.</summary>
    public required string Lead { get; init; }

    /// <summary>Where the form goes, and where it is looked at.</summary>
    public required string Address { get; init; }

    /// <summary>Address and name of the page it was come from.</summary>
    public required (string Href, string Name) Back { get; init; }

    public required string Submit { get; init; }

    public required FormInput Input { get; init; }

    public required string FormKey { get; init; }

    /// <summary>Null when what was entered names nothing that could be looked at.</summary>
    public OperationPreviewView? Preview { get; init; }

    /// <summary>What travels with the form unseen.</summary>
    public IReadOnlyList<(string Name, string Value)> Carried { get; init; } = [];

    /// <summary>What may be chosen otherwise before it is done.</summary>
    public IReadOnlyList<ClusterField> Fields { get; init; } = [];

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    public bool ReasonOptional { get; init; }

    /// <summary>Whether it may be done: it was looked at, and nothing refuses it.</summary>
    public bool Ready => Preview is { Refusals.Count: 0 };

    /// <summary>The versions that were looked at, as they travel with the form.</summary>
    public IEnumerable<string> Seen => Preview?.Seen.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Id}:{s.Version}")) ?? [];

    internal static IReadOnlyList<SeenVersionForm> SeenIn(FormValues values) =>
        [.. values.Each("seen").Select(s => s.Split(':')).Where(s => s.Length == 2 && int.TryParse(s[1], CultureInfo.InvariantCulture, out _))
            .Select(s => new SeenVersionForm(s[0], int.Parse(s[1], CultureInfo.InvariantCulture)))];

    /// <summary>The people it names, so that they have names.</summary>
    internal async Task<ClusterForm> NamedAsync(IMediator mediator, CancellationToken ct)
    {
        var owners = Preview?.Gaps.SelectMany(g => new[] { g.Before?.OwnerId, g.After?.OwnerId }).OfType<PersonId>().Distinct().ToList() ?? [];
        return owners.Count == 0 ? this : this with { People = (await mediator.Send(new PeopleById(owners), ct)).ValueOrDefault ?? [] };
    }
}

/// <summary>One thing that may be chosen otherwise.</summary>
public sealed record ClusterField(string Name, string Label, FieldKind Kind, IReadOnlyList<Choice> Choices, string? Hint = null);

/// <summary>Numbers as people write them: 42, G-42, or several with commas or spaces between them.</summary>
internal static class Numbers
{
    public static IReadOnlyList<long>? Read(IEnumerable<string?> texts, char letter)
    {
        var parts = texts.SelectMany(t => (t ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var numbers = parts.Select(p => p.Length > 2 && char.ToUpperInvariant(p[0]) == letter && p[1] == '-' ? p[2..] : p)
            .Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && p.Length <= 8 ? n : 0).ToList();
        return numbers.Contains(0) ? null : [.. numbers.Distinct()];
    }

    /// <summary>The gaps with these numbers; null where one does not exist.</summary>
    public static async Task<IReadOnlyList<GapView>?> GapsAsync(IMediator mediator, IEnumerable<long> numbers, CancellationToken ct)
    {
        var gaps = new List<GapView>();
        foreach (var number in numbers)
        {
            if ((await mediator.Send(new GapByNumber(number), ct)).ValueOrDefault is not { } gap)
                return null;
            gaps.Add(gap);
        }

        return gaps;
    }
}
