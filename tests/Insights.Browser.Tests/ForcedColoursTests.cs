using Insights.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Insights.Browser.Tests;

/// <summary>Where the system forces its own colours, on dark and on light: what has the focus is seen, buttons have edges, pictures their marks.</summary>
[Collection(Reading.Name)]
public sealed class ForcedColoursTests(Stage stage) : BrowserTest(stage)
{
    /// <summary>More stops for Tab than any page has.</summary>
    private const int Far = 600;

    /// <summary>Where to keep a picture of every page; nothing is kept when this is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("INSIGHTS_PICTURES");

    public static TheoryData<string> Names =>
    [
        "home of a specialist", "home of a triage lead", "triage", "gap, being assessed", "gap, waiting for an answer", "report, with look-alikes",
        "report, refused", "insights, a year", "insights, one figure and its list", "proposed clusters", "workflow", "look-alikes, for a triage lead",
    ];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task In_forced_colours_the_focus_edges_and_marks_of_a_page_are_seen(string name)
    {
        var place = Places.All[name];
        var page = (await VisitAsync(place.Persona)).Page;
        await place.GoAsync(page);
        // What can stand beside a list belongs to its page.
        var preview = page.Locator("[data-row] a[href$='#pane']");
        if (await preview.CountAsync() > 0)
            await page.GotoAsync((await preview.First.GetAttributeAsync("href"))!);
        await Axe.PutIntoAsync(page);

        foreach (var ground in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = ground, ForcedColors = ForcedColors.Active });
            Assert.True(await page.EvaluateAsync<bool>("() => matchMedia('(forced-colors: active)').matches"));
            if (Pictures is not null)
                await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name} forced {ground}.png"), FullPage = true });
            Assert.Empty(await page.EvaluateAsync<string[]>(Unedged));
            Assert.Empty(await page.EvaluateAsync<string[]>(Vanished));
            await page.EvaluateAsync(AsDrawn);
            await Axe.AssertAllAsync(page);
        }

        await AssertEveryStopShowsTheFocusAsync(page);
    }

    [BrowserFact]
    public async Task The_checks_of_forced_colours_can_fail()
    {
        var page = await AsAsync("auditor");
        await page.GotoAsync("/workflow");
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        await page.EvaluateAsync("""
            () => {
              document.querySelector('button').style.cssText = 'border: 0';
              document.querySelector('.flow-box').style.cssText = 'fill: #111; stroke: none';
              document.querySelector('.skip').style.cssText = 'outline: none';
            }
            """);

        Assert.Single(await page.EvaluateAsync<string[]>(Unedged));
        Assert.Single(await page.EvaluateAsync<string[]>(Vanished));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => AssertEveryStopShowsTheFocusAsync(page));
    }

    /// <summary>Goes through the page with Tab; each stop is outlined there, and nothing that can have the focus is left out.</summary>
    private static async Task AssertEveryStopShowsTheFocusAsync(IPage page)
    {
        // Looking at a gap is told to others, and would replace what stands beside the list on the way.
        await page.RouteAsync("**/desk/look*", route => route.AbortAsync());
        // From the top, wherever the focus was.
        await page.EvaluateAsync("""
            () => {
              document.body.tabIndex = -1;
              document.body.focus();
              document.body.removeAttribute('tabindex');
              window.met = new Set();
            }
            """);
        var unseen = new List<string>();
        for (var i = 0; i < Far; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<string?>(Stop);
            if (stop is null)
                break;
            if (stop.Length > 0)
                unseen.Add(stop);
        }

        Assert.Empty(unseen);
        Assert.Empty(await page.EvaluateAsync<string[]>(Missed));
    }

    /// <summary>The browser draws text in its forced colour and yet names the page's own as that of its fill, which is what the check of contrast reads.</summary>
    private const string AsDrawn =
        """
        () => {
          for (const e of document.body.querySelectorAll('*')) e.style.webkitTextFillColor = '';
          for (const e of document.body.querySelectorAll('*')) e.style.webkitTextFillColor = getComputedStyle(e).color;
        }
        """;

    /// <summary>Null once the focus has gone round; empty where it shows; otherwise what has it.</summary>
    private const string Stop =
        """
        () => {
          const at = document.activeElement, style = getComputedStyle(at);
          if (at === document.body || (met.has(at) && at !== met.last)) return null;
          // The parts of a date are the browser's own, the button of its calendar among them, and marked by it.
          if (at === met.last && at.type === 'date') return '';
          met.add(met.last = at);
          const clear = /^rgba\(.*, 0\)$/;
          const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !clear.test(style.outlineColor);
          return seen ? '' : `${style.outline}: ${at.outerHTML.slice(0, 160)}`;
        }
        """;

    /// <summary>What can have the focus and did not get it; of radio buttons of one name one is enough.</summary>
    private const string Missed =
        """
        () => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
          .filter(e => e.tabIndex >= 0 && !e.matches(':disabled') && e.checkVisibility({ visibilityProperty: true }) && !met.has(e))
          .filter(e => e.type !== 'radio' || ![...met].some(m => m.type === 'radio' && m.name === e.name && m.form === e.form))
          .map(e => e.outerHTML.slice(0, 160))
        """;

    /// <summary>Buttons and fields without an edge.</summary>
    private const string Unedged =
        """
        () => {
          const clear = /^rgba\(.*, 0\)$/, ground = getComputedStyle(document.documentElement).backgroundColor;
          return [...document.querySelectorAll('button:not([aria-hidden]), .button, input:not([type=hidden], [type=radio], [type=checkbox]), select, textarea')]
            .filter(e => e.checkVisibility({ visibilityProperty: true }))
            .filter(e => {
              const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(e);
              return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1 || clear.test(borderTopColor) || borderTopColor === ground;
            })
            .map(e => e.outerHTML.slice(0, 160));
        }
        """;

    /// <summary>Marks of pictures that neither are filled nor have a line in a colour of the system other than the ground's.</summary>
    private const string Vanished =
        """
        () => {
          const colour = name => {
            const probe = document.body.appendChild(document.createElement('i'));
            probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
            const got = getComputedStyle(probe).color;
            probe.remove();
            return got;
          };
          const ground = colour('Canvas'), shown = ['CanvasText', 'LinkText', 'Highlight', 'GrayText', 'ButtonText'].map(colour).filter(c => c !== ground);
          const seen = mark => {
            const { fill, fillOpacity, stroke, strokeWidth, opacity } = getComputedStyle(mark);
            const filled = shown.includes(fill) && fillOpacity * opacity > .3;
            return filled || (!mark.matches('text') && shown.includes(stroke) && parseFloat(strokeWidth) > 0 && opacity > .3);
          };
          return [...document.querySelectorAll('main svg :is(rect, circle, line, polyline, path, text)')]
            .filter(mark => mark.checkVisibility() && !mark.closest('defs') && !seen(mark))
            .map(mark => `${mark.getAttribute('class')} ${getComputedStyle(mark).fill} ${getComputedStyle(mark).stroke}`)
            .filter((mark, i, all) => all.indexOf(mark) === i);
        }
        """;
}
