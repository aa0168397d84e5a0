using Insights.Core.Pipeline;

namespace Insights.Web.Pages.Shared;

/// <summary>One form of a page: what is typed in it, and what was refused about it.</summary>
/// <param name="Form">Name of the form, in front of the ids of its fields; empty on a page with one form.</param>
/// <param name="Values">What is typed.</param>
/// <param name="Refusals">What was refused.</param>
public sealed record FormInput(string Form, FormValues Values, IReadOnlyList<Refusal> Refusals)
{
    /// <summary>Refusals about the request itself; there is no field to go to.</summary>
    private static readonly HashSet<string> NoField =
        ["", "action", "expectedVersion", "draftVersion", "idempotencyKey", "gapId", "reportId", "draftId", "decisionId", "withheldTextId", "allowedStringId", "erasureId", "operationId", "scenarioId", "roundId", "consumerId", "keyId", "after", "number", "expectedActive", "webhookId", "eventId", "personId", "sessionId"];

    public static FormInput Of(string form) => new(form, FormValues.Empty, []);

    /// <summary>Whether something was refused; that a placeholder was put in is no refusal.</summary>
    public bool Refused => Refusals.Any(r => r is not Notice);

    public string IdOf(string name) => Form.Length == 0 ? name : $"{Form}-{name}";

    public IEnumerable<Refusal> About(string name) => Refusals.Where(r => NameOf(r) == name);

    /// <summary>The field to go to; null when the refusal is about no field.</summary>
    public string? TargetOf(Refusal refusal) => refusal.Path is ["seen", ..] || (NameOf(refusal) is var name && NoField.Contains(name)) ? null : IdOf(NameOf(refusal));

    /// <summary>What to say about a refusal: a line of a list is named by its number.</summary>
    public static string Sentence(Refusal refusal) =>
        refusal.Path is [.., var last] && int.TryParse(last, out var index) ? Texts.T("Line {0}: {1}", index + 1, Texts.Told(refusal.Message)) : Texts.Told(refusal.Message);

    /// <summary>Name of the field a refusal is about: its path, without the number of a line within the field.</summary>
    private static string NameOf(Refusal refusal) =>
        string.Join('-', refusal.Path is [.., var last] && int.TryParse(last, out _) ? refusal.Path.SkipLast(1) : refusal.Path);
}

/// <summary>One choice of a list or a group of radios.</summary>
public sealed record Choice(string Value, string Label, string? Hint = null)
{
    public static IReadOnlyList<Choice> Of<TEnum>() where TEnum : struct, Enum =>
        [.. Enum.GetValues<TEnum>().Select(v => new Choice(Codes.Of(v), Words.Of(v), Words.Hint(v)))];
}

/// <summary>How a field is filled in.</summary>
public enum FieldKind
{
    Line,
    Text,
    Day,
    Time,
    Number,
    Select,
    Radios,
    Tick,
    Ticks,
}
