using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Insights.Web.Tests.Edge;

/// <summary>Every form says how a program would send it: every form of every page, as everybody who sees it.</summary>
[Collection(EdgeApp.Name)]
public sealed partial class AsGraphQLTests(EdgeApp edge, ITestOutputHelper output)
{
    /// <summary>What sends no command: a way in or out, a choice of the browser, and questions that change nothing.</summary>
    private static readonly string[] OnlyPages =
    [
        "/sign-in", "/sign-out", "/tour", "/language", "/switch", "/gaps/bulk/preview", "/privacy/try",
    ];

    /// <summary>What shows first what it would do, and offers the command there.</summary>
    private static readonly string[] LookedAtFirst = ["/policies/publish", "/privacy/erasures/redact"];

    private static readonly string[] Personas = ["specialist-a", "triage-lead-a", "policy-owner-a", "policy-approver-a", "privacy-steward-a", "privacy-steward-b", "calibration-lead", "administrator", "model-team-classifiers"];

    [Fact]
    public async Task Every_form_shows_a_mutation_of_the_schema_without_what_was_typed_and_does_nothing()
    {
        var schema = await SchemaAsync();
        var troubles = new List<string>();
        var (known, shown) = (new HashSet<string>(), new HashSet<string>());
        var before = edge.Acts();
        foreach (var persona in Personas)
        {
            using var who = await Browsing.AsAsync(edge.App.Address, persona);
            await foreach (var page in who.WalkAsync(ofAKind: 3, EdgeApp.Entrances))
            {
                foreach (var form in page.Document.Forms.Where(f => f.Method is "post"))
                {
                    var action = form.GetAttribute("action") ?? page.Address.Split('?')[0];
                    if (OnlyPages.Contains(action.Split('?')[0]) || (LookedAtFirst.Contains(action) && form.QuerySelector("[name=as]") is null) || !known.Add(Sending.KindOf(form, action)))
                        continue;
                    var what = $"{persona} {page.Address} {action}: ";
                    if (form.QuerySelectorAll("button[type=submit]") is not [.., var last] || last.GetAttribute("name") is not "as")
                    {
                        troubles.Add(what + "no button, or not the last one");
                        continue;
                    }

                    var (sent, typed) = Sending.Fill(form, name => $"Words of policy for {name}, typed over a weekend.");
                    using var answer = await who.PostAsync(action, [.. sent.Where(s => s.Name is not "act"), .. Sending.TokenOf(form), ("as", "graphql")]);
                    var again = await Browsing.ReadAsync(action, answer);
                    // Whose gap is chosen on the page itself is asked for it first.
                    if (answer.StatusCode == HttpStatusCode.UnprocessableEntity && action.StartsWith("/triage/R-", StringComparison.Ordinal) && again.Document.QuerySelector("#problem a") is not null)
                        continue;
                    if (answer.StatusCode != HttpStatusCode.OK)
                    {
                        troubles.Add(what + (int)answer.StatusCode);
                        continue;
                    }

                    if (again.Document.QuerySelector("#as-graphql-document")?.TextContent is not { } document || again.Document.QuerySelector("#as-graphql-variables")?.TextContent is not { } variables)
                    {
                        troubles.Add(what + "shows nothing");
                        continue;
                    }

                    var name = Mutation().Match(document).Groups[1].Value;
                    shown.Add(name);
                    if (!schema.TryGetValue(name, out var fields))
                        troubles.Add(what + $"{name} is no input");
                    else
                        troubles.AddRange(JsonDocument.Parse(variables).RootElement.GetProperty("input").EnumerateObject().Where(p => !fields.Contains(p.Name)).Select(p => $"{what}{name} has no {p.Name}"));
                    if (variables.Contains("Words of policy", StringComparison.Ordinal))
                        troubles.Add(what + "shows what was typed");
                    var best = again.Document.Forms.Where(f => (f.GetAttribute("action") ?? action) == action).MaxBy(f => typed.Count(t => Sending.Holds(f, t.Name, t.Value)));
                    troubles.AddRange(typed.Where(t => best is null || !Sending.Holds(best, t.Name, t.Value)).Select(t => $"{what}{t.Name} is lost"));
                }
            }
        }

        output.WriteLine($"{known.Count} kinds of forms show {shown.Count} mutations: {string.Join(' ', shown.Order())}");
        Assert.True(troubles.Count == 0, $"{troubles.Count} of {known.Count} forms\n{string.Join('\n', troubles)}");
        Assert.True(shown.Count > 30, $"{shown.Count} mutations");
        Assert.Equal(before, edge.Acts());
    }

    /// <summary>The fields of each input.</summary>
    private async Task<Dictionary<string, HashSet<string>>> SchemaAsync()
    {
        using var client = edge.App.ClientOf("specialist-a");
        var text = await client.GetStringAsync("/graphql/schema.graphql");
        return Input().Matches(text).ToDictionary(m => m.Groups[1].Value, m => Field().Matches(m.Groups[2].Value).Select(f => f.Groups[1].Value).ToHashSet());
    }

    [GeneratedRegex(@"^mutation \w+\(\$input: (\w+)!\)")]
    private static partial Regex Mutation();

    [GeneratedRegex(@"^input (\w+) \{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Input();

    [GeneratedRegex(@"^  (\w+): ", RegexOptions.Multiline)]
    private static partial Regex Field();
}
