using System.Text.Json;
using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.GraphQL.Contract;
using Insights.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Tests;

/// <summary>What the pages show as the mutation for a form, sent as it is shown.</summary>
public sealed class CommandWriterTests
{
    [Fact]
    public async Task What_is_written_for_a_command_does_what_the_command_does()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.New);

        Assert.Empty(await SendAsync(api, new ClaimGap(gap.Id.Value, gap.Version, Severity.Medium, true, null)));

        gap = await api.Database.GapAsync(gap.Id);
        Assert.Equal((GapState.Triage, Severity.Medium), (gap.State, gap.Severity));
    }

    [Fact]
    public async Task Words_stand_as_what_belongs_there_and_forms_in_forms_and_lists_are_written_too()
    {
        await using var api = await Api.CreateAsync();
        var report = await api.Database.FileAsync();
        var other = await api.Database.FileAsync();
        var writer = api.Database.Services.GetRequiredService<CommandWriter>();

        var (document, variables) = writer.Write(new FileReport(null, null, Some.Ambiguity() with { Title = "Words that were typed" }, null, null, "a key"))!.Value;
        var form = JsonDocument.Parse(variables).RootElement.GetProperty("input").GetProperty("report");
        Assert.StartsWith("mutation FileReport($input: FileReportInput!) {", document, StringComparison.Ordinal);
        Assert.Equal(("<title>", "AMBIGUITY", Some.Ambiguity().Clause), (form.GetProperty("title").GetString(), form.GetProperty("kind").GetString(), form.GetProperty("clause").GetString()));
        Assert.DoesNotContain("typed", variables, StringComparison.Ordinal);
        Assert.DoesNotContain("idempotencyKey", variables, StringComparison.Ordinal);

        // Sent as it is shown, with the pointed brackets still in it, it is a whole command.
        Assert.Empty(await SendAsync(api, new KeepApart(null, [report.Id.Value, other.Id.Value], "One is about appeals.", [new SeenVersionForm(report.Id.Value, report.Version), new SeenVersionForm(other.Id.Value, other.Version)], "k")));
    }

    [Fact]
    public async Task One_word_that_a_person_typed_is_no_code_of_a_list()
    {
        await using var api = await Api.CreateAsync();

        var (_, variables) = api.Database.Services.GetRequiredService<CommandWriter>().Write(new KeepLabel("typed", "typed", false, 0))!.Value;

        Assert.DoesNotContain("typed", variables, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_mutation_sends_has_no_text()
    {
        await using var api = await Api.CreateAsync();

        Assert.Null(api.Database.Services.GetRequiredService<CommandWriter>().Write(new LookAtGap("gap_01JD0000000000000000000001")));
    }

    private static async Task<List<string>> SendAsync(Api api, ICommand command)
    {
        var (document, variables) = api.Database.Services.GetRequiredService<CommandWriter>().Write(command)!.Value;
        var answer = await api.AskAsync(SomePeople.Lead, document, JsonDocument.Parse(variables).RootElement);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return [.. answer.GetProperty("data").EnumerateObject().Single().Value.GetProperty("refusals").EnumerateArray().Select(r => r.ToString())];
    }
}
