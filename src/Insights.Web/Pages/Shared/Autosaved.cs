using Insights.Core.Pipeline;

namespace Insights.Web.Pages.Shared;

/// <summary>What the module is told after it saved a form by itself.</summary>
/// <param name="Hidden">Hidden fields of the form with the values they have from now on.</param>
/// <param name="Address">Where the form stands from now on.</param>
/// <param name="Said">When it was saved, or why it was not.</param>
/// <param name="Fields">The fields that stood in the way.</param>
internal sealed record Autosaved(
    IReadOnlyDictionary<string, string> Hidden, string? Address, string Said, IReadOnlyList<string> Fields)
{
    public static Autosaved Of(string address, DateTimeOffset at, IReadOnlyDictionary<string, string> hidden) =>
        new(hidden, address, Texts.T("Saved {0:HH:mm} UTC", at.UtcDateTime), []);

    public static Autosaved Not(IReadOnlyList<Refusal> refusals) => new(
        new Dictionary<string, string>(), null, Texts.T("Not saved: {0}", string.Join(' ', refusals.Select(Sentence).Distinct())), [.. refusals.Select(FormInput.Of("").TargetOf).OfType<string>().Distinct()]);

    /// <summary>Whether a post came from the module, which saves by itself.</summary>
    public static bool Asked(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);

    private static string Sentence(Refusal refusal) =>
        RefusalLabels.Find(refusal.Path) is { } label ? $"{label}: {FormInput.Sentence(refusal)}" : FormInput.Sentence(refusal);
}
