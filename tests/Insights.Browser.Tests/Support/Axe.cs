using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Insights.Browser.Tests.Support;

/// <summary>
/// The accessibility check. The engine is put into a page once and asked again for each look; the package's own
/// way loads it anew and opens a further page every time, which made it the most of what these tests cost.
/// </summary>
internal static class Axe
{
    private static readonly string Engine = new BundledAxeScriptProvider().GetScript();

    /// <summary>Everything WCAG 2.2 asks on levels A and AA, as far as a machine can tell.</summary>
    private static readonly object AllRules = new { type = "tag", values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa" } };

    /// <summary>What colours and places can break; the rest hangs on the markup, which is the same in every look.</summary>
    private static readonly object LookRules = new { type = "rule", values = new[] { "color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable" } };

    /// <summary>With everything unfolded, so that nothing hides from the check.</summary>
    public static async Task PutIntoAsync(IPage page)
    {
        await page.EvaluateAsync(Engine);
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
    }

    public static Task AssertAllAsync(IPage page) => AssertAsync(page, AllRules);

    /// <summary>After <see cref="AssertAllAsync"/>, in another look of the same page.</summary>
    public static Task AssertLookAsync(IPage page) => AssertAsync(page, LookRules);

    private static async Task AssertAsync(IPage page, object rules)
    {
        var found = await page.EvaluateAsync<string[]>(
            """
            async rules => {
              const result = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
              if (result.passes.length === 0) return ['no rule applied'];
              return result.violations.flatMap(v => v.nodes.map(n => `${v.id} at ${n.target}: ${n.html}`));
            }
            """, rules);
        Assert.Empty(found);
    }
}
