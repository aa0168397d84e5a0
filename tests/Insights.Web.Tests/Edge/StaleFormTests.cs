using System.Net;
using AngleSharp.Html.Dom;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Insights.Web.Tests.Edge;

/// <summary>A form that was open too long does nothing, and loses nothing: every form of every page, as everybody who sees it.</summary>
[Collection(EdgeApp.Name)]
public sealed class StaleFormTests(EdgeApp edge, ITestOutputHelper output)
{
    private const string Sentence = "This form was open too long; nothing was lost. Press the button again.";
    private const string Garbage = "CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static readonly string[] Personas =
    [
        "specialist-a", "triage-lead-a", "policy-owner-a", "policy-owner-b", "policy-approver-a", "privacy-steward-a", "privacy-steward-b", "auditor", "calibration-lead", "administrator", "model-team-classifiers",
    ];

    [Fact]
    public async Task Every_form_whose_token_is_missing_wrong_or_of_another_session_comes_back_as_it_was_typed_and_acts_once_the_button_is_pressed_again()
    {
        var troubles = new List<string>();
        var known = new HashSet<string>();
        var back = new List<(Browsing Who, string Action, IHtmlFormElement Form)>();
        using var stranger = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var foreign = Sending.TokenOf((await stranger.GetAsync("/")).Document.Forms[0]).Single().Value;
        var before = edge.Acts();
        var people = await PeopleAsync();
        List<Browsing> all = [];
        foreach (var persona in people)
        {
            var who = await Browsing.AsAsync(edge.App.Address, persona);
            all.Add(who);
            await foreach (var page in who.WalkAsync(ofAKind: 4, EdgeApp.Entrances))
            {
                // A choice of language is no act, and has no token that could go stale.
                foreach (var form in page.Document.Forms.Where(f => f.Method is "post" && f.GetAttribute("action") is not "/language"))
                {
                    var action = form.GetAttribute("action") ?? page.Address.Split('?')[0];
                    if (!known.Add(Sending.KindOf(form, action)))
                        continue;
                    foreach (var token in new[] { null, Garbage, foreign })
                    {
                        var (sent, typed) = Sending.Fill(form, name => $"Words of policy for {name}, typed over a weekend.");
                        using var answer = await who.PostAsync(action, token is null ? sent : [.. sent, (Sending.Token, token)]);
                        var again = await Browsing.ReadAsync(action, answer);
                        var what = $"{persona} {page.Address} {action} [{(token is null ? "none" : token == Garbage ? "garbage" : "foreign")}]: ";
                        if (answer.StatusCode != HttpStatusCode.UnprocessableEntity)
                            troubles.Add(what + (int)answer.StatusCode);
                        if (!again.Document.DocumentElement.TextContent.Contains(Sentence, StringComparison.Ordinal))
                            troubles.Add(what + "it does not say so");
                        // Where several forms of a page go to one address, it is the one with the words in it.
                        var same = again.Document.Forms.Where(f => (f.GetAttribute("action") ?? action) == action).ToList();
                        var best = same.MaxBy(f => typed.Count(t => Sending.Holds(f, t.Name, t.Value)));
                        if (best is null)
                            troubles.Add(what + "the form is gone");
                        else
                        {
                            troubles.AddRange(typed.Where(t => !Sending.Holds(best, t.Name, t.Value)).Select(t => $"{what}{t.Name} is lost"));
                            if (Sending.TokenOf(best).SingleOrDefault().Value is not { Length: > 20 } fresh || fresh == token)
                                troubles.Add(what + "no fresh token");
                            else if (token == Garbage)
                                back.Add((who, action, best));
                        }
                    }
                }
            }
        }

        output.WriteLine($"{known.Count} kinds of forms, sent three ways as {people.Count} people");
        Assert.True(troubles.Count == 0, $"{troubles.Count} of {known.Count} forms\n{string.Join('\n', troubles)}");
        Assert.Equal(before, edge.Acts());
        Assert.True(known.Count > 40, $"{known.Count} forms");

        // What ends sessions comes last; whom it signs out has no form that could be sent.
        foreach (var (who, action, form) in back.OrderBy(b => EndsSessions(b.Action)))
        {
            var (sent, _) = Sending.Fill(form, name => "Words of policy.");
            using var answer = await who.PostAsync(action, [.. sent, .. Sending.TokenOf(form)]);
            Assert.True((int)answer.StatusCode < 500, $"{action}: {(int)answer.StatusCode}");
            if (!EndsSessions(action))
                Assert.False((await answer.Content.ReadAsStringAsync()).Contains(Sentence, StringComparison.Ordinal), action);
        }

        Assert.NotEqual(before, edge.Acts());
        all.ForEach(b => b.Dispose());
    }

    private static bool EndsSessions(string action) => action is "/sign-out" || action.StartsWith("/sessions", StringComparison.Ordinal) || action.StartsWith("/people/", StringComparison.Ordinal);

    [Fact]
    public async Task Whoever_is_signed_out_meanwhile_signs_in_and_sends_what_they_had_typed()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-c");
        var form = (IHtmlFormElement)(await who.GetAsync("/report")).Document.QuerySelector("form[data-filing]")!;
        var (sent, typed) = Sending.Fill(form, name => $"Words of policy for {name}, typed before the session ended.");
        List<(string, string)> fields = [.. sent, .. Sending.TokenOf(form)];
        using var stranger = new Browsing(edge.App.Address);

        using var kept = await stranger.PostAsync("/report", fields);
        var page = await Browsing.ReadAsync("/report", kept);

        Assert.Equal(HttpStatusCode.Unauthorized, kept.StatusCode);
        Assert.False(kept.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.Contains("typed", StringComparison.Ordinal)));
        Assert.Null(kept.Headers.Location);
        var again = page.Document.Forms.Single(f => f.GetAttribute("action") is "/report");
        Assert.All(typed.Where(t => t.Value.StartsWith("Words", StringComparison.Ordinal)), t => Assert.True(Sending.Holds(again, t.Name, t.Value), t.Name));
    }

    [Fact]
    public async Task A_form_that_another_typed_in_the_same_browser_says_as_whom_it_will_be_sent()
    {
        using var first = await Browsing.AsAsync(edge.App.Address, "specialist-c");
        var form = (IHtmlFormElement)(await first.GetAsync("/report")).Document.QuerySelector("form[data-filing]")!;
        var (sent, typed) = Sending.Fill(form, name => $"Words of policy for {name}, typed by somebody else.");
        using var second = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        using var kept = await second.PostAsync("/report", [.. sent, .. Sending.TokenOf(form)]);
        var page = await Browsing.ReadAsync("/report", kept);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, kept.StatusCode);
        Assert.Contains($"{Sentence} You are signed in as specialist-b now.", page.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(typed);
    }

    [Fact]
    public async Task A_form_of_the_sign_in_itself_comes_back_too()
    {
        using var nobody = new Browsing(edge.App.Address);
        using var answer = await nobody.PostAsync("/sign-in", [("handle", "specialist-a"), ("returnTo", "/gaps")]);
        var page = await Browsing.ReadAsync("/sign-in", answer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var form = page.Document.Forms.Single(f => f.GetAttribute("action") is "/sign-in");
        using var again = await nobody.PostAsync("/sign-in", [.. Sending.Fill(form, _ => "").Sent, .. Sending.TokenOf(form)]);
        Assert.Equal("/gaps", again.Headers.Location?.ToString());
    }

    /// <summary>Everybody whose pages differ, as far as the demo has them.</summary>
    private async Task<List<string>> PeopleAsync()
    {
        using var nobody = new Browsing(edge.App.Address);
        var offered = (await nobody.GetAsync("/sign-in")).Document.QuerySelectorAll("button[name=handle]").Select(b => b.GetAttribute("value")!).ToHashSet();
        var people = Personas.Where(offered.Contains).ToList();
        Assert.True(people.Count > 6, string.Join(' ', offered));
        return people;
    }
}

/// <summary>One product with the whole demo, for the tests about its edge that change little.</summary>
public sealed class EdgeApp : IAsyncLifetime
{
    public const string Name = nameof(EdgeApp);

    /// <summary>Where a walk over all pages begins: what no link leads to for everybody is named.</summary>
    public static readonly string[] Entrances = ["/", "/report", "/gaps", "/gaps?view=board", "/notifications/preferences", "/settings", "/policies/publish", "/policies/codes", "/gaps/labels", "/triage/rota"];

    public RunningApp App { get; private set; } = null!;

    /// <summary>How much people have done, by the audit log; what the machine does by itself goes on meanwhile.</summary>
    public long Acts()
    {
        using var connection = new SqliteConnection($"Data Source={App.DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT count(*) FROM audit_entry WHERE "By" <> 'per_00000000000000000000000000'""";
        return (long)command.ExecuteScalar()!;
    }

    public async Task InitializeAsync() => App = await RunningApp.WithDemoAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}

[CollectionDefinition(EdgeApp.Name)]
public sealed class EdgeCollection : ICollectionFixture<EdgeApp>;
