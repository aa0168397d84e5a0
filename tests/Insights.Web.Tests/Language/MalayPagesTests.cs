using AngleSharp.Dom;
using Insights.Web.Tests.Edge;

namespace Insights.Web.Tests.Language;

/// <summary>Whoever reads Malay reads it on every page.</summary>
[Collection(EdgeApp.Name)]
public sealed class MalayPagesTests(EdgeApp edge)
{
    /// <summary>What is written by people or for programs, and keeps its language.</summary>
    private const string Kept = "[lang=en], code, pre, textarea, kbd, .key, .row-title, .tag-label, [name=label] option, [href^='/gaps/views/'], .crumb, h1, blockquote";

    /// <summary>The name of the product.</summary>
    private const string Product = "Insights";

    [Theory]
    [InlineData("specialist-a")]
    [InlineData("triage-lead-a")]
    [InlineData("policy-owner-b")]
    [InlineData("privacy-steward-a")]
    [InlineData("administrator")]
    public async Task No_page_says_in_English_what_it_can_say_in_Malay(string persona)
    {
        using var who = await Browsing.AsAsync(edge.App.Address, persona);
        using var chosen = await who.PostAsync("/language", [("language", "ms")]);
        var (troubles, pages) = (new HashSet<string>(), 0);
        await foreach (var page in who.WalkAsync(ofAKind: 1, EdgeApp.Entrances))
        {
            if (page.Document.QuerySelector("main") is not { } main)
                continue;
            pages++;
            if (page.Document.DocumentElement.GetAttribute("lang") is not "ms" || main.HasAttribute("lang"))
                troubles.Add($"{page.Address} is not marked as Malay");
            troubles.UnionWith(Said(page.Document.Body!).Where(IsEnglish).Select(text => $"{page.Address}: {text}"));
        }

        Assert.True(troubles.Count == 0, string.Join('\n', troubles));
        Assert.True(pages > 10, $"{pages} pages");
    }

    private static bool IsEnglish(string text) => text != Product && TextsTests.Malay.TryGetValue(text, out var malay) && malay != text && !TextsTests.Malay.ContainsValue(text);

    private static IEnumerable<string> Said(IElement body) =>
    [
        .. body.GetDescendants().OfType<IText>().Where(t => t.ParentElement is { } parent && parent.Closest($"script, style, {Kept}") is null).Select(t => t.Data.Trim()),
        .. body.QuerySelectorAll("[aria-label]").Select(e => e.GetAttribute("aria-label")!),
        .. body.QuerySelectorAll("[data-label]").Select(e => e.GetAttribute("data-label")!),
    ];
}
