using System.Diagnostics;
using System.Text.RegularExpressions;
using Insights.Testing;
using Xunit.Abstractions;

namespace Insights.Web.Tests.Edge;

/// <summary>Requests of somebody who means harm, against the process as it runs.</summary>
public sealed partial class HostileTests(ITestOutputHelper output)
{
    /// <summary>Far more than the server's own patience: ten seconds for headers, five and a little for a body.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private const long MostMemory = 512L << 20;

    [Fact]
    public async Task No_hostile_request_is_answered_with_a_fault_with_internals_or_late_and_the_process_lives()
    {
        List<Attack> attacks = [.. GraphQLAttacks.All, .. WebAttacks.All, .. SocketAttacks.All];
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var target = new Target(app.Address);
        using var polite = app.ClientOf("specialist-a");
        // What is loaded and compiled at the first request is not what is measured.
        await RunningApp.QueryAsync(polite, "{ viewer { handle } }");
        await polite.GetAsync("/report");
        await polite.PostAsync("/report", new StringContent("no form"));

        List<string> troubles = [];
        List<(string Name, TimeSpan Took)> times = [];
        foreach (var attack in attacks)
        {
            var began = Stopwatch.GetTimestamp();
            var reply = await attack.SendAsync(target);
            var took = Stopwatch.GetElapsedTime(began);
            times.Add((attack.Name, took));
            troubles.AddRange(Wrong(attack, reply, took).Select(w => $"{attack.Name}: {w}"));
        }

        var (memory, processor) = app.Cost;
        var quick = times.Where(t => attacks.First(a => a.Name == t.Name) is { IsSlow: false }).OrderByDescending(t => t.Took).ToList();
        output.WriteLine($"{attacks.Count} requests; {quick.Count(t => t.Took < TimeSpan.FromSeconds(1))} of {quick.Count} within a second; memory {memory >> 20} MiB; processor {processor.TotalSeconds:0.0} s");
        output.WriteLine(string.Join('\n', quick.Take(12).Select(t => $"{t.Took.TotalMilliseconds:0} ms  {t.Name}")));
        output.WriteLine(string.Join('\n', times.Except(quick).Select(t => $"{t.Took.TotalMilliseconds:0} ms  {t.Name}")));
        Assert.True(troubles.Count == 0, string.Join('\n', troubles));
        Assert.True(attacks.Count >= 120, $"{attacks.Count} requests");
        Assert.True(app.IsAlive);
        Assert.True(memory < MostMemory, $"{memory >> 20} MiB");
        Assert.Equal("specialist-a", (await RunningApp.QueryAsync(polite, "{ viewer { handle } }")).GetProperty("viewer").GetProperty("handle").GetString());
        Assert.Equal("ok", await polite.GetStringAsync("/healthz/ready"));
    }

    [Fact]
    public void Attacks_have_names_of_their_own()
    {
        var names = new[] { GraphQLAttacks.All, WebAttacks.All, SocketAttacks.All }.SelectMany(a => a).Select(a => a.Name).ToList();
        Assert.Empty(names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData(500, "", "500")]
    [InlineData(200, "Insights.Core.Reports.ReportView", "internals")]
    [InlineData(400, "System.NullReferenceException: Object reference", "internals")]
    [InlineData(400, "   at Handle() in /srv/app/src/Insights.Web/Pages/Page.cs:line 7", "internals")]
    [InlineData(400, "SQLite Error 1: 'no such column'", "internals")]
    [InlineData(400, "you sent " + Attack.Mark, "echo")]
    public void What_is_wrong_with_an_answer_is_seen(int status, string text, string wrong) =>
        Assert.Contains(Wrong(new Attack("planted", _ => Task.FromResult(new Reply(0, ""))), new Reply(status, text), TimeSpan.Zero), w => w.StartsWith(wrong, StringComparison.Ordinal));

    private static IEnumerable<string> Wrong(Attack attack, Reply reply, TimeSpan took)
    {
        if (reply.Status is >= 500 and < 600 && !attack.Expected.Contains(reply.Status))
            yield return $"{reply.Status}";
        else if (attack.Expected.Length > 0 && !attack.Expected.Contains(reply.Status))
            yield return $"status {reply.Status} and not {string.Join(" or ", attack.Expected)}";
        if (Internals().Match(reply.Text) is { Success: true } match)
            yield return $"internals: {match.Value}";
        if (reply.Text.Contains(Attack.Mark, StringComparison.OrdinalIgnoreCase))
            yield return $"echo: {Around().Match(reply.Text).Value}";
        if (took > Patience)
            yield return $"late: {took.TotalSeconds:0.0} s";
    }

    [GeneratedRegex(".{0,80}" + Attack.Mark + ".{0,40}", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Around();

    [GeneratedRegex(@"Exception\b|^\s+at \w|\bSystem\.[A-Z]|\bMicrosoft\.[A-Z]|\bInsights\.(Core|Web|Storage|GraphQL|Transport|Privacy|Similarity)|/(work|home|root|tmp|usr)/|\.cs\b|\.dll\b|\bSELECT \w|\bSQLite\b|\bKestrel\b|stack ?trace", RegexOptions.Multiline)]
    private static partial Regex Internals();
}
