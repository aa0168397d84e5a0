using System.Collections.Concurrent;
using System.Globalization;
using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Pipeline;

/// <summary>Collects every reason to refuse a request, in the order of the form, before it waits for the write gate.</summary>
public sealed class Check(Screen screen)
{
    private readonly List<Refusal> _refusals = [];

    public List<Refusal> Refusals => _refusals;

    /// <summary>Checks free text: present if required, not too long, and free of what may identify anyone.</summary>
    public Check Text(string? text, int maxLength, bool required, params string[] path)
    {
        if (string.IsNullOrWhiteSpace(text))
            return required ? Missing(path) : this;

        // Length first, so that nothing of unbounded size is ever scanned.
        if (text.Length > maxLength)
            return Refuse(RefusalCode.TooLong, $"At most {maxLength.ToString(CultureInfo.InvariantCulture)} characters.", path);

        if (screen.Blocked(text) is { Count: > 0 } findings)
            _refusals.Add(new PrivacyRefusal(path, findings));
        return this;
    }

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
    private readonly ConcurrentDictionary<string, GuardedText> _passed = new(StringComparer.Ordinal);

    /// <summary>Version of the rules that screened, to be stored beside every text.</summary>
    public static int RuleSetVersion => Guard.RuleSetVersion;

    /// <summary>What the guard refuses in this text; empty when it may be stored.</summary>
    public IReadOnlyList<PrivacyFinding> Blocked(string text)
    {
        if (_passed.ContainsKey(text))
            return [];
        if (guard.TryScreen(text, out var screened, out var findings))
        {
            _passed[text] = screened;
            return [];
        }

        return [.. findings.Where(f => f.Strength == FindingStrength.Block)
            .Select(f => new PrivacyFinding(f.Start, f.End, f.Type, f.RuleId, f.Message))];
    }

    /// <summary>The guarded form of a text that the validate step let pass; blank becomes null.</summary>
    /// <exception cref="InvalidOperationException">The guard refuses this text: a check was left out.</exception>
    public GuardedText? Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return Blocked(text).Count == 0
            ? _passed[text]
            : throw new InvalidOperationException("A text reached its handler without passing the guard.");
    }
}
