using System.Collections.Concurrent;
using System.Globalization;
using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Pipeline;

/// <summary>Collects every reason to refuse a request, in the order of the form, before it waits for the write gate.</summary>
/// <param name="screen">Screens the texts.</param>
/// <param name="acknowledged">What the writer keeps although it may identify a person; null where warnings refuse nothing.</param>
public sealed class Check(Screen screen, IReadOnlyList<AcknowledgedFindingForm>? acknowledged = null)
{
    private readonly List<Refusal> _refusals = [];
    private readonly List<FindingPassed> _passed = [];

    public List<Refusal> Refusals => _refusals;

    /// <summary>What goes into the store on somebody's word, should nothing be refused.</summary>
    public IReadOnlyList<FindingPassed> Passed => _passed;

    /// <summary>Checks free text: present if required, not too long, and free of what may identify anyone.</summary>
    public Check Text(string? text, int maxLength, bool required, params string[] path)
    {
        if (string.IsNullOrWhiteSpace(text))
            return required ? Missing(path) : this;

        // Length first, so that nothing of unbounded size is ever scanned.
        if (text.Length > maxLength)
            return Refuse(RefusalCode.TooLong, $"At most {maxLength.ToString(CultureInfo.InvariantCulture)} characters.", path);

        if (text.Contains(GuardedText.Withheld.Value, StringComparison.Ordinal))
            return Refuse(RefusalCode.Malformed, "Part of this text is withheld. Write it anew.", path);

        var screening = screen.Look(text);
        if (screening.Findings.Where(finding => Stands(path, finding)).ToList() is { Count: > 0 } standing)
        {
            _refusals.Add(PrivacyRefusal.Of(path, standing));
            return this;
        }

        var at = string.Join('.', path);
        _passed.AddRange(screening.Allowed.Select(a => new FindingPassed(at, a.Finding.RuleId, a.Finding.Type, a.Finding.Start, a.Finding.End, null, a.AllowedStringId)));
        _passed.AddRange(
            from finding in screening.Findings
            let kept = acknowledged?.FirstOrDefault(a => a.IsAbout(path, finding))
            where kept is not null
            select new FindingPassed(at, finding.RuleId, finding.Type, finding.Start, finding.End, kept.Reason, null));
        return this;
    }

    private bool Stands(string[] path, GuardFinding finding) => finding.Strength == FindingStrength.Block
        || (acknowledged is not null && !acknowledged.Any(a => a.IsAbout(path, finding)));

    /// <summary>Checks a code: short, without spaces; whether it is on its list the handler asks the catalogue.</summary>
    public Check Code(string? code, bool required, params string[] path)
    {
        if (string.IsNullOrWhiteSpace(code))
            return required ? Missing(path) : this;
        return code.Length <= CodeLength && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_')
            ? this
            : Refuse(RefusalCode.Malformed, "This is not a code.", path);
    }

    public Check Id<TId>(string? id, bool required, params string[] path) where TId : struct, IPrefixedId<TId>
    {
        if (string.IsNullOrWhiteSpace(id))
            return required ? Missing(path) : this;
        return PublicIds.TryParse<TId>(id, out _) ? this : Refuse(RefusalCode.Malformed, $"An id here starts with {TId.Prefix}.", path);
    }

    public Check Present(object? value, params string[] path) => value is null ? Missing(path) : this;

    public Check Key(IRepeatable request) =>
        request.IdempotencyKey is not { } key || key.Length is >= 8 and <= 64 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? this
            : Refuse(RefusalCode.Malformed, "An idempotency key has 8 to 64 letters, digits, hyphens or underscores.", "idempotencyKey");

    /// <summary>Checks one of five steps, 1 to 5; where nothing is said there is nothing to check.</summary>
    public Check Step(int? step, params string[] path) => Must(step is null or >= 1 and <= 5, RefusalCode.OutOfRange, "Choose one of the five steps.", path);

    public Check Must(bool holds, RefusalCode code, string message, params string[] path) =>
        holds ? this : Refuse(code, message, path);

    public Check Missing(params string[] path) => Refuse(RefusalCode.Required, "This is needed.", path);

    public Check Refuse(RefusalCode code, string message, params string[] path)
    {
        _refusals.Add(new Refusal(code, path, message));
        return this;
    }

    /// <summary>Longest code of any list.</summary>
    public const int CodeLength = 64;
}

/// <summary>
/// Screens the texts of one scope once: the validate step scans, the handler takes what passed. Safe to share,
/// since the queries of one scope may run side by side.
/// </summary>
public sealed class Screen(Guard guard)
{
    private readonly ConcurrentDictionary<string, Screening> _looked = new(StringComparer.Ordinal);

    /// <summary>Version of the rules that screened, to be stored beside every text.</summary>
    public static int RuleSetVersion => Guard.RuleSetVersion;

    /// <summary>What the texts of the present command carry into the store on somebody's word.</summary>
    public IReadOnlyList<FindingPassed> Passed { get; internal set; } = [];

    /// <summary>What the guard says about this text.</summary>
    public Screening Look(string text) => _looked.GetOrAdd(text, guard.Screen);

    /// <summary>The guarded form of a text that the validate step let pass; blank becomes null.</summary>
    /// <exception cref="InvalidOperationException">The guard refuses this text: a check was left out.</exception>
    public GuardedText? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return Look(text).Text ?? throw new InvalidOperationException("A text reached its handler without passing the guard.");
    }
}
