using Insights.Browser.Tests.Screens;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests.Support;

/// <summary>A page in one of its states, who sees it, and how to get there without changing anything others see.</summary>
/// <param name="Persona">Who looks; null for nobody.</param>
/// <param name="GoAsync">How to get there.</param>
internal sealed record Place(string? Persona, Func<IPage, Task> GoAsync);

/// <summary>Every page that the product shows.</summary>
internal static class Places
{
    /// <summary>A gap of the demo whose decision is being written.</summary>
    private const string Drafted = "Provenance rule and generated audio";

    public static IReadOnlyDictionary<string, Place> All { get; } = new Dictionary<string, Place>
    {
        ["sign in"] = At(null, "/sign-in"),
        ["sign in, unknown persona"] = At(null, "/sign-in?unknown=1"),
        ["form open too long"] = new("specialist-a", StaleFormAsync),
        ["signed out, text kept"] = new("specialist-a", KeptTextAsync),
        ["guided tour"] = At(null, "/tour"),
        ["a stop of the guided tour"] = new("triage-lead-a", TourAsync),
        ["home of a specialist"] = At("specialist-a", "/"),
        ["home of a triage lead"] = At("triage-lead-a", "/"),
        ["home of a policy owner who also approves"] = At("policy-owner-b", "/"),
        ["home of an approver"] = At("policy-approver-a", "/"),
        ["home of a model team"] = At("model-team-classifiers", "/"),
        ["home of an auditor"] = At("auditor", "/"),
        ["home of an administrator"] = At("administrator", "/"),
        ["report, empty"] = At("specialist-a", "/report"),
        ["report, refused"] = new("specialist-a", RefusedReportAsync),
        ["report, with look-alikes"] = new("specialist-a", LookAlikesAsync),
        ["my reports"] = At("specialist-a", "/reports"),
        ["my reports, none"] = At("specialist-a", "/reports?state=withdrawn"),
        ["one report, linked"] = new("specialist-a", page => FirstOfAsync(page, "/reports?state=linked")),
        ["one report, asked about"] = new("specialist-b", page => FirstOfAsync(page, "/reports?state=needs-info")),
        ["one report, amended"] = new("specialist-a", async page =>
        {
            await FirstOfAsync(page, "/reports?state=linked");
            await page.GotoAsync($"{page.Url}/amend");
        }),
        ["one report, rated by the policy team"] = At("specialist-a", "/reports/R-1"),
        ["one report, a rating refused"] = new("triage-lead-a", RefusedRatingAsync),
        ["notifications"] = At("specialist-a", "/notifications"),
        ["notifications, none"] = At("privacy-steward-b", "/notifications?unread=1"),
        ["watched gaps"] = At("specialist-a", "/notifications/watched"),
        ["watched gaps, none"] = At("auditor", "/notifications/watched"),
        ["what one is told of"] = At("policy-owner-b", "/notifications/preferences"),
        ["what one is told of, refused"] = new("specialist-a", RefusedPreferencesAsync),
        ["mail"] = At("administrator", "/mail"),
        ["search, empty"] = At("specialist-a", "/search"),
        ["search, found"] = At("specialist-a", "/search?q=appeal+by+a+parent"),
        ["search, nothing"] = At("auditor", "/search?q=zyzzyva&kind=clause"),
        ["search, refused"] = At("specialist-a", "/search?q=someone%40example.com"),
        ["precedents"] = At("specialist-a", "/precedents"),
        ["precedents, narrowed"] = At("policy-owner-b", "/precedents?clause=CS-3.2"),
        ["precedents, none"] = At("auditor", "/precedents?q=zyzzyva"),
        ["precedents, refused"] = At("specialist-a", "/precedents?q=someone%40example.com"),
        ["report, with a precedent"] = At("specialist-a", "/report?precedent=22"),
        ["proposed clusters"] = new("triage-lead-a", ProposedAsync),
        ["proposed clusters, refused"] = new("triage-lead-a", RefusedGroupAsync),
        ["triage"] = At("triage-lead-a", "/triage"),
        ["triage, refused beside the list"] = new("triage-lead-a", RefusedBesideListAsync),
        ["gaps"] = At("specialist-a", "/gaps"),
        ["gaps, none"] = At("specialist-a", "/gaps?state=declined&severity=critical&kind=unknown-unknown"),
        ["workflow"] = At("auditor", "/workflow"),
        ["gaps, late"] = At("policy-owner-a", "/gaps?late=yes"),
        ["gap, bypass refused"] = new("policy-approver-a", RefusedBypassAsync),
        ["gaps, for those who move them"] = At("triage-lead-a", "/gaps?late=no&order=severity"),
        ["gaps, a view of the team"] = At("triage-lead-a", "/gaps/views/locale"),
        ["gaps, words refused"] = At("specialist-a", "/gaps?q=someone%40example.com"),
        ["several gaps, refused"] = new("triage-lead-a", page => BulkAsync(page, "/gaps/bulk?gap=1&gap=2&change=defer")),
        ["several gaps, looked at"] = new("triage-lead-a", async page =>
        {
            await page.GotoAsync("/gaps?state=triage&pick=page");
            await page.GetByLabel("With the chosen gaps").SelectOptionAsync("release");
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
            await BulkAsync(page, page.Url);
        }),
        ["labels"] = At("triage-lead-a", "/gaps/labels"),
        ["triage duty"] = At("triage-lead-a", "/triage/duty"),
        ["gap, new"] = Gap("triage-lead-a", "new"),
        ["gap, in triage"] = Gap("triage-lead-a", "triage"),
        ["gap, waiting for an answer"] = Gap("policy-owner-a", "needs-info"),
        ["gap, being assessed"] = Gap("policy-owner-a", "assessing"),
        ["gap, refused move"] = new("policy-owner-a", RefusedMoveAsync),
        ["insights, a year"] = new("auditor", async page =>
        {
            await page.GotoAsync("/insights");
            foreach (var shown in (string[])["#decide details", "#filed details", "#open details"])
                await page.Locator(shown).First.Locator("summary").ClickAsync();
        }),
        ["insights, nothing began"] = At("triage-lead-a", "/insights?from=2001-01-01&to=2001-01-31&area=appeals&kind=unknown-unknown"),
        ["insights, refused"] = At("policy-owner-a", "/insights?from=2026-02-01&to=2026-01-01"),
        ["insights, one figure and its list"] = At("policy-owner-a", "/insights/decide?part=judged"),
        ["insights, open gaps without a clause"] = At("policy-owner-a", "/insights/open-gaps?clause=none&severity=none"),
        ["calibration, for a lead"] = At("calibration-lead", "/calibration"),
        ["calibration, one clause"] = At("auditor", "/calibration?clause=CS-4.2"),
        ["calibration, a day refused"] = At("triage-lead-b", "/calibration?since=soon"),
        ["round, to be opened"] = At("calibration-lead", "/calibration/new"),
        ["round, refused"] = new("calibration-lead", async page =>
        {
            await page.GotoAsync("/calibration/new");
            await page.GetByRole(AriaRole.Button, new() { Name = "Open the round" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["round, open, for its lead"] = At("calibration-lead", "/calibration/2"),
        ["round, open, for a reviewer"] = At("specialist-b", "/calibration/2"),
        ["round, closed"] = At("specialist-b", "/calibration/1"),
        ["round, a gap to answer"] = At("specialist-c", "/calibration/2/1"),
        ["round, an answer refused"] = new("specialist-c", async page =>
        {
            await page.GotoAsync("/calibration/2/1");
            await page.GetByLabel("Why?").FillAsync("Write to someone@example.com.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Keep my answer" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["scenarios, for a policy owner"] = At("policy-owner-a", "/scenarios"),
        ["scenarios, for a model team"] = At("model-team-classifiers", "/scenarios"),
        ["scenario, due for review"] = At("policy-owner-a", "/scenarios/S-2"),
        ["scenario, as a model team reads it"] = At("model-team-classifiers", "/scenarios/S-1"),
        ["scenario, to be written"] = At("policy-owner-a", "/gaps/G-1/scenarios"),
        ["scenario, refused"] = new("policy-owner-a", async page =>
        {
            await page.GotoAsync("/gaps/G-1/scenarios");
            await page.GetByLabel("Factor 1").FillAsync("Write to someone@example.com.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["decision, being written"] = new("policy-owner-a", page => DecisionAsync(page, "/gaps?state=assessing", Drafted)),
        ["decision, refused"] = new("policy-owner-a", async page =>
        {
            await DecisionAsync(page, "/gaps?state=assessing", Drafted);
            await page.Locator("button[value=propose]").ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["decision, to review"] = new("policy-approver-a", page => DecisionAsync(page, "/gaps?state=in-review")),
        ["decision, corrected"] = new("policy-owner-a", page => DecisionAsync(page, "/gaps?state=decided", "Old, unused account becomes active once another is closed")),
        ["decision, changed meanwhile"] = new("policy-owner-a", async page =>
        {
            // What comes back to somebody who began before there was a draft.
            await DecisionAsync(page, "/gaps?state=assessing", Drafted);
            await page.GetByLabel("Facts relied on").FillAsync("Other facts.");
            await page.EvaluateAsync("""
                () => {
                    document.querySelector('[name=draftVersion]').value = '0';
                    document.querySelector('[name=base]').value = '{}';
                }
                """);
            await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
            await Expect(page.Locator("#merge")).ToBeVisibleAsync();
        }),
        ["gap, in review"] = Gap("policy-approver-a", "in-review"),
        ["gap, decided"] = Gap("policy-owner-a", "decided"),
        ["gap, being carried out"] = Gap("policy-owner-a", "implementing"),
        ["gap, closed"] = Gap("specialist-a", "closed"),
        ["gap, declined"] = Gap("specialist-a", "declined"),
        ["gap, set aside"] = Gap("auditor", "deferred"),
        ["gap, to merge and to split"] = Gap("triage-lead-a", "triage"),
        ["gap, with another merged into it"] = new("triage-lead-a", page => FollowAsync(page, "/gaps?state=new", "Ordinary editing or substantial alteration?")),
        ["merge, nothing chosen"] = Acting("merge"),
        ["merge, looked at"] = Acting("merge?others=G-1"),
        ["merge, a gap that does not exist"] = Acting("merge?others=G-99999"),
        ["merge, refused"] = Acting("merge?gap=1&survivor=1&others=G-2"),
        ["keep apart, looked at"] = Acting("keep-apart?gap=1"),
        ["split, nothing chosen"] = Acting("split"),
        ["split, looked at"] = new("triage-lead-a", ChosenSplitAsync),
        ["canonical report, nothing chosen"] = Acting("canonical"),
        ["operation, undone"] = new("triage-lead-a", page => OperationAsync(page, undone: true)),
        ["operation, to undo"] = new("triage-lead-a", page => OperationAsync(page, undone: false)),
        ["operation, of a specialist"] = At("specialist-a", "/operations/O-1"),
        ["operation, superseded"] = At("triage-lead-a", "/operations/O-1"),
        ["triage, a choice looked at"] = new("triage-lead-a", LookedAtAsync),
        ["cases"] = At("specialist-a", "/cases"),
        ["cases, by reference only"] = At("policy-approver-a", "/cases"),
        ["cases, refused"] = new("specialist-a", page => FindCaseAsync(page, "no id at all")),
        ["cases, not cited"] = new("specialist-a", page => FindCaseAsync(page, "CASE-40400404")),
        ["one case"] = new("triage-lead-a", page => FindCaseAsync(page, "c-0241")),
        ["policies"] = At("specialist-a", "/policies"),
        ["policies, for a policy owner"] = At("policy-owner-a", "/policies"),
        ["policies, lists of codes"] = At("policy-owner-a", "/policies/codes"),
        ["policies, a new version looked at"] = new("policy-owner-a", async page =>
        {
            await page.GotoAsync("/policies");
            await page.GetByRole(AriaRole.Link, new() { Name = "Publish a new version" }).First.ClickAsync();
            await page.GetByLabel("Text", new() { Exact = true }).FillAsync("A person under eighteen is a child, wherever they are.");
            await page.GetByLabel("First day on which it holds").FillAsync("2027-01-01");
            await page.GetByRole(AriaRole.Button, new() { Name = "Look at it beside the present one" }).ClickAsync();
            await Expect(page.Locator("#preview")).ToBeVisibleAsync();
        }),
        ["policies, a clause refused"] = new("policy-owner-a", async page =>
        {
            await page.GotoAsync("/policies/publish");
            await page.GetByRole(AriaRole.Button, new() { Name = "Look at it" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Publish it" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["settings"] = At("triage-lead-a", "/settings"),
        ["settings, refused"] = new("specialist-a", async page =>
        {
            await page.GotoAsync("/settings");
            await page.GetByLabel("Which hours hold").SelectOptionAsync("yes");
            await page.GetByRole(AriaRole.Button, new() { Name = "Keep it so" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["a break, before it"] = At("triage-lead-a", "/settings/break"),
        ["a break, nothing claimed"] = At("policy-owner-a", "/settings/break"),
        ["feed"] = At("model-team-classifiers", "/feed"),
        ["feed, from no cursor"] = At("model-team-classifiers", "/feed?after=nonsense"),
        ["feed, from a cursor before a restore"] = At("model-team-classifiers", "/feed?after=v1.1.1"),
        ["feed, daily counts"] = At("model-team-classifiers", "/feed/counts"),
        ["people"] = At("administrator", "/people"),
        ["people, to an auditor"] = At("auditor", "/people"),
        ["one person"] = new("administrator", page => OpenFirstAsync(page, "/people", "a[href^='/people/per_']")),
        ["one person, refused"] = new("administrator", async page =>
        {
            await OpenFirstAsync(page, "/people", "th a:text-is('administrator')");
            await page.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["one person, to an auditor"] = new("auditor", page => OpenFirstAsync(page, "/people", "a[href^='/people/per_']")),
        ["your sessions"] = At("specialist-a", "/sessions"),
        ["sign in, refused by the provider"] = At(null, "/sign-in?failed=1"),
        ["signed out"] = At(null, "/signed-out"),
        ["consumers"] = At("model-team-classifiers", "/consumers"),
        ["consumers, of an administrator"] = At("administrator", "/consumers"),
        ["consumers, refused"] = new("model-team-classifiers", async page =>
        {
            await page.GotoAsync("/consumers");
            await page.GetByLabel("Name").FillAsync("For someone@example.com");
            await page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        }),
        ["consumer"] = At("model-team-decision-trees", "/consumers/2"),
        ["consumer, to an auditor"] = At("auditor", "/consumers/1"),
        ["webhooks, none"] = At("model-team-decision-trees", "/consumers/2/webhooks"),
        ["webhooks, refused"] = new("model-team-classifiers", async page =>
        {
            await page.GotoAsync("/consumers/1/webhooks");
            await page.GetByLabel("Address").FillAsync("http://169.254.169.254/latest");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create it" }).ClickAsync();
        }),
        ["webhooks, one created"] = new("model-team-classifiers", async page =>
        {
            await page.GotoAsync("/consumers/1/webhooks");
            await page.GetByLabel("Address").FillAsync("https://hooks.example.org/insights");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create it" }).ClickAsync();
        }),
        ["webhook"] = new("model-team-classifiers", async page =>
        {
            await page.GotoAsync("/consumers/1/webhooks");
            await page.GetByLabel("Address").FillAsync("https://hooks.example.org/insights");
            await page.GetByRole(AriaRole.Button, new() { Name = "Create it" }).ClickAsync();
            await page.GotoAsync("/consumers/1/webhooks");
            await page.Locator("a[href*='/webhooks/whe_']").First.ClickAsync();
        }),
        ["keys, none"] = At("privacy-steward-b", "/tokens"),
        ["keys, of everyone"] = At("administrator", "/tokens/all"),
        ["keys, refused"] = new("policy-owner-a", async page =>
        {
            await page.GotoAsync("/tokens");
            await page.GetByLabel("Name").FillAsync("For someone@example.com");
            await page.GetByRole(AriaRole.Button, new() { Name = "Issue it" }).ClickAsync();
            await Expect(page.Locator("#problem")).ToBeFocusedAsync();
        }),
        ["keys, one issued"] = new("policy-approver-a", async page =>
        {
            await page.GotoAsync("/tokens");
            await page.GetByLabel("Name").FillAsync("Script that lists my gaps");
            await page.GetByRole(AriaRole.Button, new() { Name = "Issue it" }).ClickAsync();
            await Expect(page.Locator("#issued")).ToBeVisibleAsync();
        }),
        ["consumer, a key issued"] = new("model-team-classifiers", async page =>
        {
            await page.GotoAsync("/consumers/1");
            await page.GetByRole(AriaRole.Button, new() { Name = "Issue it" }).ClickAsync();
        }),
        ["home of a privacy steward"] = At("privacy-steward-a", "/"),
        ["report, a name asked about"] = new("specialist-a", AskedAboutAsync),
        ["report, part withheld"] = new("privacy-steward-a", page => OpenFirstAsync(page, "/privacy/withheld/W-5", ".places a")),
        ["privacy"] = At("privacy-steward-a", "/privacy"),
        ["privacy of an auditor"] = At("auditor", "/privacy"),
        ["privacy, a text tried"] = new("privacy-steward-a", page => TryAsync(page, "Ask someone@example.com, or Dr Tan, by +1 555 0100.")),
        ["privacy, nothing found"] = new("privacy-steward-a", page => TryAsync(page, "Which clause governs?")),
        ["look-alikes, for a triage lead"] = At("triage-lead-a", "/look-alikes"),
        ["look-alikes, for an administrator"] = At("administrator", "/look-alikes"),
        ["look-alikes, refused"] = new("administrator", async page =>
        {
            // What the button sends, with a version in force that nobody has seen.
            await page.GotoAsync("/look-alikes");
            await page.EvaluateAsync("""
                () => {
                    const form = document.querySelector('#learn form');
                    form.action = '/look-alikes/activate';
                    for (const [name, value] of [['number', '0'], ['expectedActive', '7']])
                        form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
                }
                """);
            await page.GetByRole(AriaRole.Button, new() { Name = "Learn from all answers now" }).ClickAsync();
        }),
        ["withheld texts"] = At("privacy-steward-a", "/privacy/withheld"),
        ["withheld texts, none"] = At("privacy-steward-a", "/privacy/withheld?state=released"),
        ["one withheld text"] = At("privacy-steward-a", "/privacy/withheld/W-2"),
        ["one withheld text, refused"] = new("privacy-steward-a", RefusedReleaseAsync),
        ["allow-list"] = At("privacy-steward-a", "/privacy/allowed"),
        ["allow-list of an auditor"] = At("auditor", "/privacy/allowed"),
        ["allow-list, refused"] = new("privacy-steward-a", RefusedAllowanceAsync),
        ["erasures, none"] = At("auditor", "/privacy/erasures?state=rejected"),
        ["erasures"] = new("privacy-steward-a", async page =>
        {
            await AskForPurgeAsync(page);
            await page.GotoAsync("/privacy/erasures");
        }),
        ["erasure, own"] = new("privacy-steward-a", AskForPurgeAsync),
        ["erasure, of somebody else"] = new("privacy-steward-b", async page =>
        {
            await AskForPurgeAsync(page);
            await ActAsAsync(page, "privacy-steward-a");
        }),
        ["redact words"] = At("privacy-steward-a", "/privacy/erasures/redact"),
        ["redact words, found"] = new("privacy-steward-a", page => LookForAsync(page, "reviewer")),
        ["redact words, nowhere"] = new("privacy-steward-a", page => LookForAsync(page, "marigold")),
        ["purge"] = At("privacy-steward-a", "/privacy/erasures/purge?target=R-3"),
        ["purge, refused"] = new("privacy-steward-a", RefusedPurgeAsync),
        ["kept findings"] = At("auditor", "/privacy/kept"),
        ["audit, checked"] = At("auditor", "/audit?check=yes"),
        ["audit of an administrator, filtered"] = At("administrator", "/audit?action=ApproveGap"),
        ["audit, nothing fits"] = At("auditor", "/audit?from=2020-01-01&to=2020-01-02"),
        ["gap of an auditor"] = At("auditor", "/gaps/G-5"),
        ["not found"] = At("specialist-a", "/no-such-page"),
        ["not with these roles"] = At("model-team-classifiers", "/triage"),
    };

    private static Place At(string? persona, string address) => new(persona, page => page.GotoAsync(address));

    private static Place Gap(string persona, string state) => new(persona, page => FirstOfAsync(page, $"/gaps?state={state}"));

    private static async Task FirstOfAsync(IPage page, string list)
    {
        await page.GotoAsync(list);
        await page.GotoAsync((await page.Locator("a.row-title").First.GetAttributeAsync("href"))!);
    }

    private static async Task BulkAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at what it would do" }).ClickAsync();
        await Expect(page.Locator("#preview")).ToBeVisibleAsync();
    }

    /// <summary>An operation on the first gap in triage, looked at.</summary>
    private static Place Acting(string act) => new("triage-lead-a", async page =>
    {
        await FirstOfAsync(page, "/gaps?state=triage");
        await page.GotoAsync($"{page.Url.Split('?', '#')[0]}/{act}");
    });

    /// <summary>The decision on the gap of this title, or on the first of a list.</summary>
    private static async Task DecisionAsync(IPage page, string list, string? title = null)
    {
        await page.GotoAsync(list);
        var link = title is null ? page.Locator("a.row-title").First : page.GetByRole(AriaRole.Link, new() { Name = title }).First;
        await page.GotoAsync($"{await link.GetAttributeAsync("href")}/decision");
    }

    private static async Task FollowAsync(IPage page, string list, string title)
    {
        await page.GotoAsync(list);
        await page.GetByRole(AriaRole.Link, new() { Name = title }).First.ClickAsync();
    }

    private static async Task ChosenSplitAsync(IPage page)
    {
        await FirstOfAsync(page, "/gaps?state=assessing");
        await page.Locator("#members input[name=report]").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Split off the chosen reports" }).ClickAsync();
        await Expect(page.Locator("#preview")).ToBeVisibleAsync();
    }

    /// <summary>The merge of the demo that was undone, or the undoing itself, which can be undone.</summary>
    private static async Task OperationAsync(IPage page, bool undone)
    {
        await FollowAsync(page, "/gaps?state=triage", "Must a notice name a clause to start the statutory time?");
        await page.Locator("#operations a.row-title").Nth(undone ? 1 : 0).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("O-");
    }

    private static async Task TourAsync(IPage page)
    {
        await page.GotoAsync("/tour");
        await page.Locator("button[name=step][value='2']").Last.ClickAsync();
    }

    private static async Task LookedAtAsync(IPage page)
    {
        await page.GotoAsync("/triage");
        var form = page.Locator("article.triage form").First;
        await form.GetByLabel("None of these: open a new gap").CheckAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Look first" }).ClickAsync();
        await Expect(page.Locator("#preview")).ToBeVisibleAsync();
    }

    private static async Task FindCaseAsync(IPage page, string id)
    {
        await page.GotoAsync("/cases");
        await page.GetByLabel("Case reference or case id").FillAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
    }

    private static async Task RefusedReportAsync(IPage page)
    {
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Question.Or(form.Ambiguity).First.ClickAsync();
        await form.Question.FillAsync("May the address someone@example.com be named?");
        await form.Send.ClickAsync();
        await Expect(form.Problem).ToBeFocusedAsync();
    }

    private static async Task LookAlikesAsync(IPage page)
    {
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Title.FillAsync("Which age governs when a stated age and use of the service disagree?");
        await Expect(form.LookAlikes.First).ToBeVisibleAsync();
    }

    private static async Task RefusedRatingAsync(IPage page)
    {
        await page.GotoAsync("/reports/R-2");
        await page.Locator("#ratings summary").ClickAsync();
        await page.GetByLabel("A word to the author").FillAsync("Write to someone@example.com.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rate the report" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task RefusedPreferencesAsync(IPage page)
    {
        await page.GotoAsync("/notifications/preferences");
        await page.GetByLabel("Once a day").CheckAsync();
        await page.GetByLabel("Your e-mail address").FillAsync("somebody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it so" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task OpenFirstAsync(IPage page, string address, string link)
    {
        await page.GotoAsync(address);
        await page.GotoAsync((await page.Locator(link).First.GetAttributeAsync("href"))!);
    }

    /// <summary>The same window as somebody else, at the same address.</summary>
    private static async Task ActAsAsync(IPage page, string persona)
    {
        var address = page.Url;
        // Signing in again would end the session that other windows of the first person share.
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator($"button[name=handle][value='{persona}']").ClickAsync();
        await page.GotoAsync(address);
    }

    private static async Task AskedAboutAsync(IPage page)
    {
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("May an office be named?", "May a finding name Dr Tan, or write to someone@example.com?");
        await form.Send.ClickAsync();
        await Expect(form.Problem).ToBeFocusedAsync();
    }

    /// <summary>The first comparison begins some seconds after the start.</summary>
    public static async Task ProposedAsync(IPage page)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.GotoAsync("/clusters");
            if (await page.Locator(".cluster").CountAsync() > 0)
                return;
            await Task.Delay(500);
        }

        Assert.Fail("Nothing is proposed.");
    }

    private static async Task RefusedGroupAsync(IPage page)
    {
        await ProposedAsync(page);
        var card = page.Locator(".cluster").First;
        foreach (var member in await card.GetByRole(AriaRole.Checkbox).AllAsync())
            await member.UncheckAsync();
        await card.Locator("button[type=submit]:not([name=as])").Last.ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task TryAsync(IPage page, string text)
    {
        await page.GotoAsync("/privacy");
        await page.GetByLabel("What would the guard find in it?").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/privacy/try$"));
    }

    private static async Task RefusedReleaseAsync(IPage page)
    {
        await page.GotoAsync("/privacy/withheld/W-2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put the old one back as it stood" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task RefusedAllowanceAsync(IPage page)
    {
        await page.GotoAsync("/privacy/allowed");
        await page.GetByLabel("The string, exactly as it is written").FillAsync("plain words");
        await page.GetByLabel("Why it identifies nobody").FillAsync("Ask someone@example.com.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow it" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task AskForPurgeAsync(IPage page)
    {
        await page.GotoAsync("/privacy/erasures/purge?target=R-3");
        await page.GetByLabel("Why must it go?").SelectOptionAsync("legal-order");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for the purge" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Another privacy steward decides.");
    }

    private static async Task LookForAsync(IPage page, string words)
    {
        await page.GotoAsync("/privacy/erasures/redact");
        await page.GetByLabel("The words").FillAsync(words);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look where they stand" }).ClickAsync();
        await Expect(page.Locator("#places")).ToBeVisibleAsync();
    }

    private static async Task RefusedPurgeAsync(IPage page)
    {
        await page.GotoAsync("/privacy/erasures/purge?target=R-999999");
        await page.GetByLabel("Why must it go?").SelectOptionAsync("legal-order");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask for the purge" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task RefusedMoveAsync(IPage page)
    {
        await FirstOfAsync(page, "/gaps?state=assessing");
        await page.Locator("details.move:has(form[action$='/moves/ask']) > summary").ClickAsync();
        await page.Locator("form[action$='/moves/ask'] button[type=submit]:not([name=as])").ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    private static async Task RefusedBesideListAsync(IPage page)
    {
        await OpenFirstAsync(page, "/triage?state=triage&order=oldest", "[data-row] a[href$='#pane']");
        await page.Locator("[data-key='3'] > summary").ClickAsync();
        await page.Locator("[data-key='3'] button[type=submit]:not([name=as])").ClickAsync();
        await Expect(page.Locator("[data-pane] #problem")).ToBeFocusedAsync();
    }

    private static async Task RefusedBypassAsync(IPage page)
    {
        await FirstOfAsync(page, "/gaps?state=closed");
        await page.Locator("#bypass > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bypass the workflow" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();
    }

    /// <summary>The page of a form that its own page cannot show again: the one that signs out.</summary>
    private static async Task StaleFormAsync(IPage page)
    {
        await page.GotoAsync("/policies");
        await page.Locator("form[action='/sign-out'] input[name='__RequestVerificationToken']").EvaluateAsync("token => { token.value = 'stale'; }");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("This form was open too long");
    }

    private static async Task KeptTextAsync(IPage page)
    {
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("Which text is kept when a session ends?");
        await page.Context.ClearCookiesAsync();
        await form.Send.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("your text is kept");
    }
}
